"""Creation order: manifests may stand in any order; what the API server refuses at the beginning is bad input."""

from __future__ import annotations

from pathlib import Path

from .conftest import Podlaw

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: team, labels: {app: web}}
spec: {priorityClassName: high, containers: [{name: app, image: 'i:1'}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: team}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
SURROUNDINGS = """\
apiVersion: v1
kind: LimitRange
metadata: {name: limits, namespace: team}
spec: {limits: [{type: Container, max: {cpu: 100m}}]}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: high}
value: 100
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota, namespace: team}
spec: {hard: {pods: '1'}}
---
apiVersion: v1
kind: Namespace
metadata: {name: team}
"""


def test_what_others_need_is_created_first_wherever_it_is_written(folder: Path, podlaw: Podlaw) -> None:
    (folder / "a.yaml").write_text(POD, "utf-8")
    (folder / "z.yaml").write_text(SURROUNDINGS, "utf-8")
    done = podlaw("run", "a.yaml", "z.yaml", "--until", "1m")
    assert done.status == 0, done.err
    assert "Running" in done.out
    assert "ClusterIP" in done.out


def test_what_a_limit_range_refuses_is_told_by_its_file(folder: Path, podlaw: Podlaw) -> None:
    text = POD.replace("image: 'i:1'", "image: 'i:1', resources: {limits: {cpu: 1}}")
    (folder / "a.yaml").write_text(text, "utf-8")
    (folder / "z.yaml").write_text(SURROUNDINGS, "utf-8")
    done = podlaw("run", "a.yaml", "z.yaml")
    words = 'Forbidden: pods "web" is forbidden: maximum cpu usage per Container is 100m, but limit is 1\n'
    assert (done.status, done.out, done.err) == (2, "", f"a.yaml:1: {words}")

"""`podlaw run` of controllers' objects: what kubectl would show of them, scripts for their Pods, and what --at does."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Podlaw

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: app, image: "img.example/web:1"}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: app, image: "img.example/once:1"}]
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A Deployment and a Job, and what the Job's Pods do."""
    (tmp_path / "web.yaml").write_text(WEB, "utf-8")
    (tmp_path / "web.script.yaml").write_text("once: {app: {runs: [{after: 3s, exit: 0}]}}\n", "utf-8")
    return str(tmp_path / "web.yaml")


def table(out: str, heading: str) -> list[list[str]]:
    """The rows of the table with this heading, without times and ages."""
    (found,) = [part for part in out.split("\n\n") if heading in part.split("\n")[0].split()]
    return [line.split()[1:-1] for line in found.split("\n")[1:]]


def test_each_kind_has_the_table_that_kubectl_would_print(file: str, podlaw: Podlaw) -> None:
    ended = podlaw("run", file, "--until", "20s")
    assert ended.status == 0, ended.err
    assert table(ended.out, "DEPLOYMENT")[-1] == ["web", "2/2", "2", "2"]
    assert [row[1:] for row in table(ended.out, "REPLICASET")][-1] == ["2", "2", "2"]
    assert table(ended.out, "JOB")[0][:3] == ["once", "Running", "0/1"]
    assert table(ended.out, "JOB")[-1][:3] == ["once", "Complete", "1/1"]


def test_a_rollout_is_begun_undone_and_scaled_by_at(file: str, podlaw: Podlaw) -> None:
    ended = podlaw(
        "run", file, "--until", "60s", "--at", "10s:set-image:deploy/web:image=img.example/web:2",
        "--at", "30s:rollout-undo:deployment/web", "--at", "40s:scale:deploy/web:replicas=1",
        "--at", "50s:delete-workload:job/once:propagation=foreground",
    )  # fmt: skip
    assert ended.status == 0, ended.err
    assert table(ended.out, "DEPLOYMENT")[-1] == ["web", "1/1", "1", "1"]
    assert [row[1] for row in table(ended.out, "REPLICASET")][-1] == "1"
    assert sum(line.endswith(" done") for line in ended.out.split("\n")) == 4
    assert "job/once" in ended.out


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("5s:scale:deploy/wob:replicas=2", "no Deployment of this name; did you mean web?"),
        ("5s:scale:job/once:replicas=2", "a Job has no such thing"),
        ("5s:scale:deploy/web", "to how many?"),
        ("5s:scale:pod/web:replicas=2", "expected KIND/NAME, such as deploy/web"),
        ("5s:set-image:deploy/web:image=i:2:container=ap", "no container of this name; did you mean app?"),
        ("5s:delete-workload:deploy/web:propagation=x", "expected background, foreground or orphan"),
    ],
)
def test_an_action_on_what_is_not_there_is_refused(file: str, podlaw: Podlaw, action: str, words: str) -> None:
    ended = podlaw("run", file, "--at", action)
    assert (ended.status, ended.out) == (2, "")
    assert words in ended.err


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("replicas: 2", "replicaz: 2", "5: spec.replicaz: unknown field; did you mean replicas?"),
        (
            "app: web}}\n  template",
            "app: wob}}\n  template",
            "spec.template.metadata.labels: `selector` does not match",
        ),
        ('"img.example/web:1"', '""', "spec.template.spec.containers[0].image: required value"),
        ("restartPolicy: Never", "restartPolicy: Always", "spec.template.spec.restartPolicy: unsupported value"),
    ],
)
def test_what_is_wrong_in_a_workload_is_said_with_its_line(
    file: str, podlaw: Podlaw, old: str, new: str, problem: str
) -> None:
    Path(file).write_text(WEB.replace(old, new), "utf-8")
    ended = podlaw("run", file)
    assert ended.status == 2
    assert problem in ended.err

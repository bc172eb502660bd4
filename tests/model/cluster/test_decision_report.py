"""Decision report: `podlaw run --why` tells which rule made each decision, and changes nothing of the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.objects.unstructure import unstructure
from podlaw.properties.lawbook import find_rules

from .conftest import Podlaw

pytestmark = pytest.mark.usefixtures("folder")

SICK = """\
apiVersion: v1
kind: Pod
metadata: {name: sick}
spec:
  terminationGracePeriodSeconds: 20
  initContainers:
  - {name: setup, image: busybox}
  containers:
  - name: app
    image: nginx
    livenessProbe: {exec: {command: [liveness]}, periodSeconds: 5, failureThreshold: 2}
    lifecycle: {preStop: {exec: {command: [preStop]}}}
  - {name: bad, image: bad}
"""
SCRIPT: dict[str, Any] = {
    "setup": {"runs": [{"after": "2s", "exit": 0}]},
    "app": {"exec": {"liveness": ["ok", "fail"], "preStop": [{"takes": "3s", "exit": 0}]}},
    "bad": {"runs": [{"after": "3s", "exit": 1}]},
}


def cluster_of_the_sick(*, why: bool) -> Cluster:
    """Two minutes of a Pod with everything that goes wrong, deleted after 90 seconds."""
    cluster = Cluster(why=why)
    cluster.apply(SICK, {"sick": SCRIPT})
    cluster.at("90s", lambda: cluster.delete("sick"))
    cluster.advance("2m")
    return cluster


@pytest.fixture(scope="module")
def sick() -> Cluster:
    return cluster_of_the_sick(why=True)


def outcomes(cluster: Cluster, rule: str, container: str = "") -> list[str]:
    found = [each.reason for each in cluster.decisions.entries]
    return [each.outcome for each in found if each.rule.id == rule and each.container == container]


def test_asking_why_changes_nothing(sick: Cluster) -> None:
    quiet = cluster_of_the_sick(why=False)
    assert [(e.at, e.type, unstructure(e.object)) for e in quiet.watch] == [
        (e.at, e.type, unstructure(e.object)) for e in sick.watch
    ]
    assert quiet.decisions.entries == []


def test_every_rule_that_a_decision_cites_can_be_explained(sick: Cluster) -> None:
    cited = {each.reason.rule for each in sick.decisions.entries}
    known = {rule for each in cited for rule, _ in find_rules(each.id)}
    assert cited <= known


def test_a_back_off_tells_its_length_and_what_is_left(sick: Cluster) -> None:
    assert outcomes(sick, "B11.2", "bad") == ["start at once"]
    held = outcomes(sick, "B11.3", "bad")
    assert held[0].startswith("back-off 10s restarting failed container=bad: 9.")
    assert held[0].endswith("s left")
    assert outcomes(sick, "B11.4", "bad")[:2] == ["start; the next back-off is 20s", "start; the next back-off is 40s"]


def test_a_probe_tells_how_far_it_is_from_its_threshold(sick: Cluster) -> None:
    assert outcomes(sick, "B12.24", "app")[0] == "liveness probe: failure 1/2"
    assert outcomes(sick, "B12.25", "app")[:2] == [
        "liveness probe: success 1/1, alive",
        "liveness probe: failure 2/2, to be killed",
    ]


def test_a_kill_tells_what_its_grace_is_made_of(sick: Cluster) -> None:
    assert outcomes(sick, "B14.26", "app")[0] == "preStop first"
    assert outcomes(sick, "B14.29", "app")[0] == "stop signal now, SIGKILL 17 s later"
    assert outcomes(sick, "B3.18") == ["kill the Pod with 20 s of grace"]


def test_the_phase_tells_its_row(sick: Cluster) -> None:
    phases = [(e.reason.rule.id, e.reason.outcome) for e in sick.decisions.entries if e.reason.rule.id < "B5"]
    assert list(dict.fromkeys(each for each in phases if each[0].startswith("B4."))) == [
        ("B4.2", "Pending"),
        ("B4.3", "Running"),
        ("B4.5", "Running"),
        ("B4.4", "Failed"),
        ("B4.8", "Failed"),
    ]


def test_scheduler_and_kubelet_tell_why_a_pod_came_to_a_node_or_did_not() -> None:
    cluster = Cluster([NodeShape("small", cpu="1"), NodeShape("big", cpu="8")], why=True)
    asks = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec:\n  %scontainers:\n"
        "  - {name: app, image: a, resources: {requests: {cpu: %s}}}\n"
    )
    cluster.apply(
        asks % ("two", "", 2) + "---\n" + asks % ("none", "", 9) + "---\n" + asks % ("bound", "nodeName: small\n  ", 2)
    )
    cluster.advance(5)
    told = [(each.pod, each.who, each.reason.rule.id, each.reason.outcome) for each in cluster.decisions.entries]
    assert ("two", "default-scheduler", "B21.4", "goes to big") in told
    assert ("none", "default-scheduler", "B21.11", "no node") in told
    assert ("two", "kubelet big", "B17.1", "admitted") in told
    assert ("bound", "kubelet small", "B17.1", "rejected: OutOfcpu") in told


def test_an_eviction_tells_of_its_threshold_and_the_node_why_it_takes_no_other_pod() -> None:
    cluster = Cluster([NodeShape(memory="4Gi")], why=True)
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {nodeName: node-1, containers: [{name: app, image: a}]}\n"
    cluster.apply(pod % "big", {"big": {"app": {"uses": {"memory": "3Gi"}}}})
    cluster.advance(6)
    cluster.set_used("node-1", "memory", int(3.95 * 2**30))
    cluster.advance(20)
    cluster.apply(pod % "late")
    cluster.advance(5)
    told = {(each.pod, each.reason.rule.id): each.reason for each in cluster.decisions.entries}
    assert told["big", "B18.10"].outcome == "evict"
    assert told["big", "B18.10"].inputs["signal"] == "memory.available"
    assert told["big", "B3.6"].outcome == "end the Pod with 1 s of grace"
    assert told["late", "B17.2"].outcome == "rejected: Evicted"
    assert all(find_rules(rule) for _, rule in told)


def test_the_table_tells_each_decision_with_its_rule_and_inputs(podlaw: Podlaw) -> None:
    lines = podlaw("run", "web.yaml", "--why", "--at", "5s:exit:pod/web:code=1").out.splitlines()
    heading = next(line for line in lines if "DECISION" in line)
    assert heading.split() == ["TIME", "WHO", "OBJECT", "RULE", "DECISION", "FROM"]
    again = next(line for line in lines if "B10.5" in line)
    assert again.split("   ")[-1].strip() == "exitCode=1; restartPolicy=Always"
    assert "DECISION" not in podlaw("run", "web.yaml").out


def test_the_document_has_them_all_and_only_if_somebody_asked(podlaw: Podlaw) -> None:
    document = json.loads(podlaw("run", "web.yaml", "--why", "-o", "json").out)
    first = document["decisions"][0]
    assert (first["who"], first["pod"], first["outcome"]) == ("default-scheduler", "web", "goes to node-1")
    assert first["rule"]["id"] == "B21.4"
    assert first["inputs"] == {"nodes": 1, "feasible": ["node-1"]}
    assert "decisions" not in json.loads(podlaw("run", "web.yaml", "-o", "json").out)


def test_a_run_tells_of_probes_hooks_and_back_offs_without_being_asked(podlaw: Podlaw, folder: Path) -> None:
    (folder / "sick.yaml").write_text(SICK, "utf-8")
    (folder / "sick.script.yaml").write_text(json.dumps({"sick": SCRIPT}), "utf-8")
    done = podlaw("run", "sick.yaml", "--until", "60s")
    table = next(each for each in done.out.split("\n\n") if "WHAT HAPPENED" in each)
    told = [" ".join(line.split()[2:]) for line in table.splitlines()[1:]]
    assert "app liveness probe: failure 1/2 (scripted failure)" in told
    assert "app liveness probe: failure 2/2, to be killed (scripted failure)" in told
    assert told.count("app preStop hook: done (3s)") == 3
    assert sum(line.startswith("bad back-off 10s restarting failed container=bad: 9.") for line in told) == 1


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
def test_a_form_without_room_for_decisions_refuses_them(podlaw: Podlaw, folder: Path, form: str) -> None:
    done = podlaw("run", str(folder / "web.yaml"), "--why", "-o", form)
    assert (done.status, done.out) == (2, "")
    assert "'--why': goes with -o table, wide, json" in done.err

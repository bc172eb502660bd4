"""PriorityClasses: they are created before the Pods that name them, each name once, and not those of the system."""

from __future__ import annotations

import pytest

from podlaw.model.apiserver.check import check_manifests
from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.manifest import ManifestError, read_text

CLASS = "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {{name: {}}}\nvalue: {}\n{}---\n"
POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n"
    "spec:\n  priorityClassName: high\n  containers: [{name: app, image: a}]\n---\n"
)
HIGH = CLASS.format("high", 1000, "")


def test_a_pod_gets_the_priority_of_its_class() -> None:
    cluster = Cluster()
    cluster.apply(HIGH + POD)
    assert cluster.pod("web").spec.priority == 1000
    assert cluster.store.get("PriorityClass", "", "high").preemptionPolicy == "PreemptLowerPriority"


def test_a_class_that_does_not_exist_is_refused_with_the_api_servers_words() -> None:
    pod = read_text(POD)[0].object
    with pytest.raises(Rejected) as caught:
        Cluster().create(pod)
    assert (caught.value.code, caught.value.message) == (
        403,
        'pods "web" is forbidden: no PriorityClass with name high was found',
    )


def test_a_class_that_is_taken_is_refused() -> None:
    cluster = Cluster()
    cluster.apply(HIGH)
    for name in ("high", "system-node-critical"):
        made = read_text(CLASS.format(name, 2_000_001_000, ""))[0].object
        with pytest.raises(Rejected, match=f'priorityclasses.scheduling.k8s.io "{name}" already exists'):
            cluster.create(made)


RESERVED = "priority class names with 'system-' prefix are reserved for system use only. error:"
# fmt: off
REFUSED = [
    (POD + HIGH, "c.yaml:5: spec.priorityClassName: forbidden: no PriorityClass with name high was found"),
    (CLASS.format("much", 1_000_000_001, ""),
     "c.yaml:4: value: forbidden: maximum allowed value of a user defined priority is 1000000000"),
    (CLASS.format("system-mine", 1, ""),
     f"c.yaml:3: metadata.name: forbidden: {RESERVED} system-mine is not a known system priority class"),
    (CLASS.format("system-node-critical", 2_000_001_000, ""), "c.yaml:3: metadata.name: duplicate value"),
    (CLASS.format("a", 1, "preemptionPolicy: Maybe\n"),
     'c.yaml:5: preemptionPolicy: unsupported value: supported values: "PreemptLowerPriority", "Never"'),
    (CLASS.format("a", 1, "globalDefault: true\n") + CLASS.format("b", 1, "globalDefault: true\n"),
     "c.yaml:11: globalDefault: forbidden: PriorityClass a is already marked as default. Only one default can exist"),
    ("apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: a}\n",
     "c.yaml:1: value: required field is missing"),
]
# fmt: on


@pytest.mark.parametrize(("text", "problem"), REFUSED)
def test_what_is_wrong_with_a_class_is_said_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(ManifestError) as caught:
        check_manifests(read_text(text, "c.yaml"))
    assert [str(each) for each in caught.value.problems] == [problem]

"""pod gc: which Pods are collected, and why."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.controllers.rules.pod_gc import OUT_OF_SERVICE, Cause, collections
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node, NodeSpec, Taint
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import PodStatus
from podlaw.model.objects.time import Time

DEAD = Node(spec=NodeSpec(taints=(Taint(key=OUT_OF_SERVICE, effect="NoExecute"),)))
NODES = {"n": Node(), "dead": DEAD}


def pod(name: str, phase: str = "Running", *, node: str = "n", deleted: bool = False, reason: str = "") -> Pod:
    return Pod(
        metadata=ObjectMeta(
            name=name, creationTimestamp=Time(ord(name[0])), deletionTimestamp=Time(0) if deleted else None
        ),
        spec=PodSpec(nodeName=node),
        status=PodStatus(phase=phase, reason=reason),
    )


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("podgc")


def test_too_many_ended_pods_go_evicted_ones_first_then_the_oldest() -> None:
    pods = [pod("a", "Succeeded"), pod("b", "Failed"), pod("c", "Failed", reason="Evicted"), pod("d")]
    assert [each.pod.metadata.name for each in collections(pods, NODES, threshold=1)] == ["c", "a"]
    assert collections(pods, NODES, threshold=0) == ()


def test_a_pod_of_a_node_that_is_gone_fails_with_the_condition() -> None:
    (found,) = collections([pod("a", node="gone")], NODES, 0)
    assert (found.cause, found.marks_failed, found.sets_disruption_target) == (Cause.ORPHANED, True, True)
    (ended,) = collections([pod("a", "Succeeded", node="gone")], NODES, 0)
    assert (ended.marks_failed, ended.sets_disruption_target) == (False, False)


def test_a_deleted_pod_goes_when_no_kubelet_will_confirm_it() -> None:
    causes = {
        node: [each.cause for each in collections([pod("a", node=node, deleted=True)], NODES, 0)]
        for node in ("n", "dead", "")
    }
    assert causes == {"n": [], "dead": [Cause.OUT_OF_SERVICE], "": [Cause.UNSCHEDULED]}

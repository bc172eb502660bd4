"""pod storage: the life of one name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve

from podlaw.model.apiserver.rules.pod_storage import bind, create, delete, finalizers_by_policy, update
from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.objects.container import Container
from podlaw.model.objects.delete_options import DeleteOptions
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSchedulingGate, PodSpec
from podlaw.model.objects.time import Millis

NOW = Millis(1_000_000)
SPEC = PodSpec(containers=(Container(name="app", image="nginx:1.25"),))
HOLD = "example.com/hold"


def fresh(*finalizers: str) -> Pod:
    return create(
        None, Pod(metadata=ObjectMeta(name="web", namespace="default", finalizers=finalizers), spec=SPEC), "u"
    )


def reason(request: Callable[[], object]) -> str:
    with pytest.raises(Rejected) as refused:
        request()
    return refused.value.reason


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("life")


def test_a_name_is_taken_once() -> None:
    assert reason(lambda: create(fresh(), fresh(), "v")) == "AlreadyExists"
    assert reason(lambda: bind(None, "n", NOW)) == "NotFound"


def test_a_pod_is_bound_once_and_only_while_it_may_start() -> None:
    pod = bind(fresh(), "n", NOW)
    assert pod.spec.nodeName == "n"
    assert [(each.type, each.status) for each in pod.status.conditions] == [("PodScheduled", "True")]
    assert reason(lambda: bind(pod, "m", NOW)) == "Conflict"
    gated = evolve(fresh(), spec=evolve(SPEC, schedulingGates=(PodSchedulingGate(name="g"),)))
    assert reason(lambda: bind(gated, "n", NOW)) == "Conflict"
    leaving = delete(fresh(HOLD), DeleteOptions(), NOW).pod
    assert reason(lambda: bind(leaving, "n", NOW)) == "Conflict"


def test_a_bound_pod_is_marked_and_removed_when_no_grace_is_left() -> None:
    pod = delete(bind(fresh(), "n", NOW), DeleteOptions(), NOW).pod
    assert pod is not None
    assert (pod.metadata.deletionGracePeriodSeconds, pod.metadata.generation) == (30, 2)
    assert delete(pod, DeleteOptions(), NOW).pod == pod
    assert delete(pod, DeleteOptions(gracePeriodSeconds=0), NOW).immediate
    assert delete(fresh(), DeleteOptions(), NOW).immediate


def test_a_finalizer_holds_a_pod_whose_grace_is_over() -> None:
    pod = delete(fresh(HOLD), DeleteOptions(), NOW).pod
    assert pod is not None
    assert pod.metadata.deletionGracePeriodSeconds == 0
    released = evolve(pod, metadata=evolve(pod.metadata, finalizers=()))
    assert update(pod, released) is None


@pytest.mark.parametrize(
    ("finalizers", "policy", "after"),
    [
        ((HOLD,), None, (HOLD,)),
        ((HOLD,), "Foreground", (HOLD, "foregroundDeletion")),
        (("orphan",), None, ("orphan",)),
        (("orphan", HOLD), "Background", (HOLD,)),
        (("foregroundDeletion", HOLD), "Foreground", ("foregroundDeletion", HOLD)),
        (("foregroundDeletion",), "Orphan", ("orphan",)),
    ],
)
def test_the_policy_of_a_deletion_becomes_a_finalizer(
    finalizers: tuple[str, ...], policy: str | None, after: tuple[str, ...]
) -> None:
    assert finalizers_by_policy(finalizers, policy) == after

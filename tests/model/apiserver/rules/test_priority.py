"""priority: the class decides a new Pod's priority; what the manifest says against it is refused in the API's words."""

from __future__ import annotations

import pytest

from podlaw.model.apiserver.rules.priority import NotAdmitted, second_default, with_priority
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import PodSpec
from podlaw.model.objects.priority_class import PriorityClass


def of(name: str, value: int, *, default: bool = False, policy: str | None = "PreemptLowerPriority") -> PriorityClass:
    return PriorityClass(metadata=ObjectMeta(name=name), value=value, globalDefault=default, preemptionPolicy=policy)


HIGH, MEEK = of("high", 1000), of("meek", 7, default=True, policy="Never")


def given(spec: PodSpec, *classes: PriorityClass) -> tuple[str, int | None, str | None]:
    spec = with_priority(spec, classes)
    return spec.priorityClassName, spec.priority, spec.preemptionPolicy


def test_a_pod_without_a_class_has_priority_0_unless_a_class_is_the_default() -> None:
    assert given(PodSpec(), HIGH) == ("", 0, "PreemptLowerPriority")
    assert given(PodSpec(), HIGH, MEEK) == ("meek", 7, "Never")


def test_of_two_defaults_the_lower_counts() -> None:
    assert given(PodSpec(), MEEK, of("meeker", 3, default=True))[:2] == ("meeker", 3)


@pytest.mark.parametrize(
    ("name", "value"), [("high", 1000), ("system-node-critical", 2000001000), ("system-cluster-critical", 2000000000)]
)
def test_the_class_gives_the_priority_and_the_systems_classes_are_always_there(name: str, value: int) -> None:
    assert given(PodSpec(priorityClassName=name), HIGH) == (name, value, "PreemptLowerPriority")


def test_a_manifest_may_say_what_the_class_says_anyway() -> None:
    spec = PodSpec(priorityClassName="high", priority=1000, preemptionPolicy="PreemptLowerPriority")
    assert given(spec, HIGH) == ("high", 1000, "PreemptLowerPriority")


NOT_IN_SPEC = "must not be provided in pod spec; priority admission controller computed"
REFUSED = [
    (PodSpec(priorityClassName="no"), "spec.priorityClassName", "no PriorityClass with name no was found"),
    (
        PodSpec(priority=5),
        "spec.priority",
        f"the integer value of priority (5) {NOT_IN_SPEC} 0 from the given PriorityClass name",
    ),
    (
        PodSpec(priorityClassName="high", preemptionPolicy="Never"),
        "spec.preemptionPolicy",
        f"the string value of PreemptionPolicy (Never) {NOT_IN_SPEC} PreemptLowerPriority from the given PriorityClass name",
    ),
]


@pytest.mark.parametrize(("spec", "field", "message"), REFUSED)
def test_what_contradicts_the_class_is_refused(spec: PodSpec, field: str, message: str) -> None:
    with pytest.raises(NotAdmitted) as caught:
        with_priority(spec, [HIGH])
    assert (caught.value.field, caught.value.message) == (field, message)


def test_there_is_one_global_default() -> None:
    other = of("other", 1, default=True)
    assert (
        second_default(other, [MEEK]) == "PriorityClass meek is already marked as default. Only one default can exist"
    )
    assert not second_default(other, [HIGH])
    assert not second_default(HIGH, [MEEK])

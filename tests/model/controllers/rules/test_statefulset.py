"""statefulset: one step of its controller."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import evolve

from podlaw.model.controllers.rules.statefulset import Replica, StatefulSet, Step, step

SET = StatefulSet(replicas=3, current_revision="1", update_revision="1")
UPDATED = evolve(SET, update_revision="2")


def replica(ordinal: int, revision: str = "1", *, ready: int | None = 60, phase: str = "Running") -> Replica:
    return Replica(ordinal=ordinal, revision=revision, phase=phase, ready_seconds=ready)


def done(found: Step) -> tuple[list[int], list[int]]:
    return [each.ordinal for each in found.create], [each.ordinal for each in found.delete]


def healthy(ordinals: Iterable[int], revision: str = "1") -> list[Replica]:
    return [replica(ordinal, revision) for ordinal in ordinals]


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("statefulset")


def test_one_pod_is_created_at_a_time_and_in_order() -> None:
    assert done(step(SET, [])) == ([0], [])
    assert done(step(SET, healthy([0]))) == ([1], [])
    assert done(step(SET, [replica(0, ready=None)])) == ([], [])
    assert done(step(evolve(SET, is_parallel=True), [])) == ([0, 1, 2], [])


def test_a_pod_is_available_only_after_its_least_time() -> None:
    slow = evolve(SET, min_ready_seconds=30)
    assert done(step(slow, [replica(0, ready=29)])) == ([], [])
    assert done(step(slow, [replica(0, ready=30)])) == ([1], [])


def test_an_ended_pod_is_deleted_before_anything_else_happens() -> None:
    pods = [replica(0, phase="Failed"), *healthy([1, 2, 7])]
    assert done(step(SET, pods)) == ([], [0])
    assert done(step(SET, [evolve(pods[0], is_deleted=True), *pods[1:]])) == ([], [])


def test_superfluous_pods_go_from_the_top_once_all_is_well() -> None:
    assert done(step(SET, healthy(range(5)))) == ([], [4])
    assert done(step(SET, [*healthy(range(4)), replica(4, ready=None)])) == ([], [4])  # it is the only ill one
    assert done(step(SET, [*healthy([0, 1, 2]), replica(3, ready=None), replica(4, ready=None)])) == ([], [])
    assert done(step(evolve(SET, is_parallel=True), healthy(range(5)))) == ([], [4, 3])


def test_an_update_goes_from_the_top_down_to_the_partition() -> None:
    assert done(step(UPDATED, healthy(range(3)))) == ([], [2])
    rest = [*healthy([0, 1]), replica(2, "2")]
    assert done(step(UPDATED, rest)) == ([], [1])
    assert done(step(evolve(UPDATED, partition=2), rest)) == ([], [])
    assert done(step(evolve(UPDATED, on_delete=True), healthy(range(3)))) == ([], [])
    assert done(step(UPDATED, [*healthy([0, 1]), replica(2, "2", ready=None)])) == ([], [])


def test_below_the_partition_a_missing_pod_comes_back_in_the_old_revision() -> None:
    found = step(evolve(UPDATED, partition=1, is_parallel=True), [])
    assert [each.revision for each in found.create] == ["1", "2", "2"]


def test_a_deleted_set_does_nothing() -> None:
    assert done(step(evolve(SET, is_deleted=True), [])) == ([], [])

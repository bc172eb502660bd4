"""life: a watch becomes one sequence of states for each Pod, and the runs of its containers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from podlaw.properties.replay.life import lives_of
from podlaw.properties.replay.recording import Recording


def seen(at: float, name: str, phase: str, kind: str = "MODIFIED", family: str = "") -> dict[str, Any]:
    metadata = {"name": name, "generateName": family} if family else {"name": name}
    return {"at": at, "kind": "Pod", "type": kind, "object": {"metadata": metadata, "status": {"phase": phase}}}


def test_equal_states_in_a_row_are_one_step() -> None:
    (life,) = lives_of([seen(0, "p", "Pending"), seen(1, "p", "Pending"), seen(2.5, "p", "Running")], 9_000)
    assert [(step.at, step.until, step.state.phase) for step in life.steps] == [
        (0, 2500, "Pending"),
        (2500, 9000, "Running"),
    ]


def test_a_pod_that_is_made_again_under_its_name_goes_on_in_the_same_life() -> None:
    watch = [seen(0, "p", "Running"), seen(1, "p", "Running", "DELETED"), seen(2, "p", "Pending", "ADDED")]
    (life,) = lives_of(watch, 9_000)
    assert [step.state.gone for step in life.steps] == [False, True, False]


def test_generated_names_are_replaced_by_their_order() -> None:
    watch = [seen(0, "web-x7", "Pending", family="web-"), seen(1, "web-a2", "Pending", family="web-")]
    assert [life.name for life in lives_of(watch, 9_000)] == ["web-#0", "web-#1"]


def test_the_numbered_pods_of_a_statefulset_keep_their_names() -> None:
    watch = [seen(0, "db-1", "Pending", family="db-"), seen(1, "db-0", "Pending", family="db-")]
    for entry in watch:
        entry["object"]["metadata"]["ownerReferences"] = [{"kind": "StatefulSet", "name": "db"}]
    assert [(life.name, life.family) for life in lives_of(watch, 9_000)] == [("db-1", ""), ("db-0", "")]


def test_what_comes_after_the_end_is_cut_off() -> None:
    (life,) = lives_of([seen(0, "p", "Pending"), seen(9.5, "p", "Running")], 9_000)
    assert len(life.steps) == 1


def test_runs_are_told_by_restart_counts_and_last_states(recording: Callable[[str], Recording]) -> None:
    one = recording("single-fails-twice-then-completes-onfailure")
    (life,) = lives_of(one.watch, one.scenario.duration)
    assert [(run.number, run.exitCode, run.reason) for run in life.runs] == [
        (0, 1, "Error"),
        (1, 1, "Error"),
        (2, 0, "Completed"),
    ]
    assert all(run.startedAt is not None and run.finishedAt is not None for run in life.runs)

"""compare: a second record of a scenario agrees, and every corrupted copy is found to differ."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from podlaw.model.objects.time import Time, parse_rfc3339, rfc3339
from podlaw.properties.replay.compare import Comparison, compare
from podlaw.properties.replay.life import lives_of
from podlaw.properties.replay.recording import Recording, read_recording

Against = Callable[[str, list[dict[str, Any]]], Comparison]
Corrupted = Callable[[str, Callable[[dict[str, Any]], None]], Comparison]
Read = Callable[[str], Recording]

COPIES = sorted(path.stem for path in (Path(__file__).parents[2] / "data" / "traces").glob("*.json"))
SINGLE_POD_FAMILIES = ("single", "multi", "init", "crashloop", "start", "image", "sandbox", "term")


def sentence(comparison: Comparison) -> str:
    return comparison.difference.sentence if comparison.difference else "agrees"


def containers(entry: dict[str, Any]) -> list[dict[str, Any]]:
    status = entry["object"]["status"]
    return [*status.get("initContainerStatuses", []), *status.get("containerStatuses", [])]


@pytest.mark.parametrize("name", COPIES)
def test_a_second_record_of_a_scenario_agrees_either_way(traces: Path, recording: Read, name: str) -> None:
    one, other = recording(name), read_recording(traces / "repeats" / f"{name}.json")
    end = one.scenario.duration
    first, second = lives_of(one.watch, end), lives_of(other.watch, end)
    assert compare(first, second, ()).difference is None
    assert compare(second, first, ()).difference is None


@pytest.mark.parametrize("name", COPIES)
def test_no_other_scenario_agrees(recording: Read, against: Against, name: str) -> None:
    others = [other for other in COPIES if other != name]
    assert [other for other in others if against(name, list(recording(other).watch)).difference is None] == []


@pytest.mark.parametrize("name", COPIES)
def test_a_long_state_that_is_dropped_is_missed(recording: Read, against: Against, name: str) -> None:
    one = recording(name)
    (life,) = lives_of(one.watch, one.scenario.duration)
    for step in life.steps[:-2]:  # the record may stop before the last states
        if step.length > 2000:
            kept = [entry for entry in one.watch if not step.at <= round(entry["at"] * 1000) < step.until]
            comparison = against(name, kept)
            # Of two pulls that failed one can be missing: then the wait for the other one was too long.
            assert comparison.difference is not None or comparison.late


def test_a_state_of_three_seconds_too_many_is_found(recording: Read, against: Against) -> None:
    watch = copy.deepcopy(list(recording("single-completes-never").watch))
    odd, back = copy.deepcopy(watch[-1]), copy.deepcopy(watch[-1])
    odd["at"], back["at"] = 5.0, 8.5
    odd["object"]["status"]["reason"] = "Evicted"
    assert "replayed from 5.000 s for 3.500 s, never recorded" in sentence(
        against("single-completes-never", [*watch, odd, back])
    )


def test_restart_counts_that_are_too_low_are_found(corrupted: Corrupted) -> None:
    def lower(entry: dict[str, Any]) -> None:
        for container in containers(entry):
            container["restartCount"] = max(0, container["restartCount"] - 1)

    assert corrupted("single-fails-twice-then-completes-onfailure", lower).difference is not None


def test_another_exit_code_is_found(corrupted: Corrupted) -> None:
    def change(entry: dict[str, Any]) -> None:
        for container in containers(entry):
            if "terminated" in container["state"]:
                container["state"]["terminated"]["exitCode"] = 3

    assert corrupted("single-completes-never", change).difference is not None


def test_another_exit_code_is_found_even_where_it_is_shown_only_briefly(corrupted: Corrupted) -> None:
    def change(entry: dict[str, Any]) -> None:
        for container in containers(entry):
            if container["restartCount"] == 0 and "terminated" in container["state"]:
                container["state"]["terminated"]["exitCode"] = 3

    comparison = corrupted("multi-both-succeed-always", change)
    assert sentence(comparison) == "run 0 of a: Completed/0 recorded, Completed/3 replayed"


def test_another_phase_is_found_even_at_the_very_end(recording: Read) -> None:
    watch = copy.deepcopy(list(recording("term-exit143").watch))
    for entry in watch:
        entry["object"]["status"]["phase"] = entry["object"]["status"]["phase"].replace("Failed", "Succeeded")
    end = 8_000  # the Pod is gone for less than two seconds
    comparison = compare(lives_of(recording("term-exit143").watch, end), lives_of(watch, end), ())
    assert sentence(comparison) == "phases Pending → Running → Failed recorded, Pending → Running → Succeeded replayed"


def test_a_phase_that_is_left_out_is_found_even_where_it_is_short(recording: Read) -> None:
    one = recording("single-completes-never")
    brief = [entry for entry in one.watch if entry["object"]["status"]["phase"] != "Running" or entry["at"] > 2.4]
    without = [entry for entry in brief if entry["object"]["status"]["phase"] != "Running"]
    end = one.scenario.duration
    assert lives_of(brief, end)[0].steps[4].length < 2000
    comparison = compare(lives_of(brief, end), lives_of(without, end), ())
    assert sentence(comparison) == "phases Pending → Running → Succeeded recorded, Pending → Succeeded replayed"


def test_a_final_phase_that_is_revived_is_found(recording: Read, against: Against) -> None:
    watch = copy.deepcopy(list(recording("single-completes-never").watch))
    revived = copy.deepcopy(watch[-1])
    revived["at"] = 8.0  # so late that the record may have stopped before
    revived["object"]["status"]["phase"] = "Running"
    assert "a Pod's last phase is final" in sentence(against("single-completes-never", [*watch, revived]))


@pytest.mark.parametrize("part", ["status", "reason"])
def test_another_condition_is_found(corrupted: Corrupted, part: str) -> None:
    def change(entry: dict[str, Any]) -> None:
        for condition in entry["object"]["status"].get("conditions", []):
            if condition["type"] == "Ready":
                condition[part] = "Unknown"

    assert corrupted("init-main-completes-never", change).difference is not None


def test_a_pod_that_never_goes_is_found(recording: Read, against: Against) -> None:
    assert against("term-exit143", list(recording("term-exit143").watch[:-1])).difference is not None


def test_another_grace_period_is_found(corrupted: Corrupted) -> None:
    def change(entry: dict[str, Any]) -> None:
        if entry["object"]["metadata"].get("deletionGracePeriodSeconds") == 5:
            entry["object"]["metadata"]["deletionGracePeriodSeconds"] = 6

    assert corrupted("term-grace-5", change).difference is not None


def moved(watch: list[Any], after: float, seconds: int, start: int) -> list[dict[str, Any]]:
    """A copy in which all that happened later than `after` (seconds since t = 0) happened `seconds` later still."""
    late = copy.deepcopy(watch)
    border = start // 1000 + int(after)
    for entry in late:
        entry["at"] += seconds if entry["at"] > after else 0
        for container in containers(entry):
            for state in ("state", "lastState"):
                for told in container.get(state, {}).values():
                    for field in ("startedAt", "finishedAt"):
                        if field in told and parse_rfc3339(told[field]) > border:
                            told[field] = rfc3339(Time(parse_rfc3339(told[field]) + seconds))
    return late


def test_a_restart_before_the_back_off_is_over_is_found(recording: Read, against: Against) -> None:
    one = recording("single-fails-twice-then-completes-onfailure")
    early = moved(list(one.watch), 9.0, -3, one.scenario.start)
    assert "the back-off is 10 s" in sentence(against(one.scenario.name, early))


def test_a_kill_before_the_grace_is_over_is_found(recording: Read, against: Against) -> None:
    one = recording("term-grace-5")
    early = moved(list(one.watch), 7.0, -2, one.scenario.start)
    assert "at least" in sentence(against(one.scenario.name, early))


def test_a_pull_before_the_back_off_is_over_is_found(recording: Read, against: Against) -> None:
    one = recording("image-pull-fails-never")
    early = moved(list(one.watch), 20.0, -10, one.scenario.start)
    assert "at least" in sentence(against(one.scenario.name, early))


def test_what_is_late_is_reported_and_agrees(recording: Read, against: Against) -> None:
    one = recording("single-completes-never")
    comparison = against(one.scenario.name, moved(list(one.watch), 1.0, 4, one.scenario.start))
    assert comparison.difference is None
    assert len(comparison.late) == 1
    assert "p: " in comparison.late[0]


def test_a_pod_too_few_or_too_many_is_found(recording: Read, against: Against) -> None:
    watch = list(recording("single-completes-never").watch)
    second = copy.deepcopy(watch)
    for entry in second:
        entry["object"]["metadata"]["name"] = "q"
    assert sentence(against("single-completes-never", [])) == "1 recorded, 0 replayed"
    assert sentence(against("single-completes-never", [*watch, *second])) == "0 recorded, 1 replayed"


def test_pods_of_one_generated_name_are_paired_as_they_fit(recording: Read) -> None:
    def generated(name: str, watch: tuple[Any, ...]) -> list[dict[str, Any]]:
        made = copy.deepcopy(list(watch))
        for entry in made:
            entry["object"]["metadata"] |= {"name": name, "generateName": "web-"}
        return made

    one, other = recording("single-completes-never"), recording("term-exit143")
    end = int(timedelta(seconds=12) / timedelta(milliseconds=1))
    here = lives_of([*generated("web-a", one.watch), *generated("web-b", other.watch)], end)
    there = lives_of([*generated("web-x", other.watch), *generated("web-y", one.watch)], end)
    assert compare(here, there, ()).difference is None
    alike = lives_of([*generated("web-x", one.watch), *generated("web-y", one.watch)], end)
    assert compare(here, alike, ()).difference is not None

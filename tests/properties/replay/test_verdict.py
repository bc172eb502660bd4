"""verdict: seeds are tried until one agrees, or counted, and what cannot be replayed differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from podlaw.properties.replay.recording import Entry, Recording
from podlaw.properties.replay.runner import NotModelled
from podlaw.properties.replay.scenario import Scenario
from podlaw.properties.replay.verdict import SEEDS, judge

Read = Callable[[str], Recording]


class Lucky:
    """Plays the recording itself under some seeds and nothing under the others."""

    def __init__(self, recording: Recording, *seeds: int) -> None:
        self.recording, self.seeds, self.asked = recording, seeds, list[int]()

    def __call__(self, scenario: Scenario, seed: int) -> Iterable[Entry]:
        self.asked.append(seed)
        return self.recording.watch if seed in self.seeds else ()


def test_the_first_seed_that_agrees_ends_the_search(recording: Read) -> None:
    one = recording("single-completes-never")
    runner = Lucky(one, 3, 5)
    verdict = judge(one, runner)
    assert (verdict.agrees, verdict.agreeing, verdict.tried, runner.asked) == (True, (3,), 4, [0, 1, 2, 3])


def test_seeds_can_be_counted(recording: Read) -> None:
    one = recording("single-completes-never")
    verdict = judge(one, Lucky(one, 3, 5), seeds=8, count=True)
    assert (verdict.agrees, verdict.agreeing, verdict.tried) == (True, (3, 5), 8)


def test_no_seed_in_sixteen_is_a_difference(recording: Read) -> None:
    one = recording("single-completes-never")
    verdict = judge(one, Lucky(one, SEEDS))
    assert (verdict.agrees, verdict.agreeing, verdict.tried) == (False, (), 16)


def test_the_difference_is_that_of_the_seed_that_came_furthest(recording: Read) -> None:
    one = recording("single-completes-never")

    def replayed(scenario: Scenario, seed: int) -> Iterable[Entry]:
        return one.watch[: seed + 1] if seed < 6 else ()

    verdict = judge(one, replayed)
    assert verdict.difference is not None
    assert verdict.difference.at == 3601
    assert verdict.difference.rows


def test_what_is_not_modelled_is_a_difference_that_no_seed_mends(recording: Read) -> None:
    def refuse(scenario: Scenario, seed: int) -> Iterable[Entry]:
        raise NotModelled("evict")

    verdict = judge(recording("single-completes-never"), refuse)
    assert verdict.difference is not None
    assert (verdict.difference.sentence, verdict.tried) == ("not modelled: evict", 1)


def test_a_replay_that_breaks_off_is_a_difference_that_says_where(recording: Read) -> None:
    def break_off(scenario: Scenario, seed: int) -> Iterable[Entry]:
        raise ValueError("no such edge")

    verdict = judge(recording("single-completes-never"), break_off)
    assert verdict.difference is not None
    assert verdict.difference.sentence.startswith("the replay broke off in test_verdict.py:")
    assert verdict.difference.sentence.endswith("ValueError: no such edge")

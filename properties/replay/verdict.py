"""Verdict: whether one recorded scenario agrees with its replays, and under which seeds."""

from __future__ import annotations

import traceback
from pathlib import Path

from attrs import frozen

from .compare import Comparison, Difference, compare
from .life import lives_of
from .recording import Recording, pods_of, read_recording
from .runner import NotModelled, Runner
from .workloads import compare_courses, courses_of

SEEDS = 16
"""Where the kubelet jitters, a scenario agrees if one of so many fixed seeds (0, 1, …) does."""


@frozen(kw_only=True)
class Verdict:
    """`difference` is None if a seed agreed; else that of the seed that came furthest. `tried` counts seeds."""

    scenario: str
    family: str
    difference: Difference | None = None
    agreeing: tuple[int, ...] = ()
    tried: int = 0
    late: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        return self.difference is None


def judge_file(path: Path, runner: Runner, seeds: int = SEEDS, count: bool = False) -> Verdict:
    """Reads a recording and judges it; the shape that worker processes are given."""
    return judge(read_recording(path), runner, seeds, count)


def judge(recording: Recording, runner: Runner, seeds: int = SEEDS, count: bool = False) -> Verdict:
    """Replays a recording under seeds 0 … `seeds` - 1 until one agrees; with `count` under all of them."""
    scenario = recording.scenario
    agreeing: list[int] = []
    late: tuple[str, ...] = ()
    furthest: Difference | None = None
    tried = 0
    for seed in range(seeds):
        comparison = _replay(recording, runner, seed)
        tried += 1
        if comparison.difference is None:
            late = late if agreeing else comparison.late
            agreeing.append(seed)
            if not count:
                break
        elif furthest is None or comparison.difference.at > furthest.at:
            furthest = comparison.difference
        if comparison.difference is not None and comparison.difference.is_final:
            break
    return Verdict(
        scenario=scenario.name,
        family=scenario.family,
        difference=None if agreeing else furthest,
        agreeing=tuple(agreeing),
        tried=tried,
        late=late,
        not_compared=recording.not_compared,
    )


def _replay(recording: Recording, runner: Runner, seed: int) -> Comparison:
    scenario = recording.scenario
    try:
        everything = tuple(runner(scenario, seed))
        watch, _ = pods_of(everything)
        replayed = lives_of(watch, scenario.duration)
        courses = courses_of(everything, scenario.duration)
    except NotModelled as error:
        return Comparison(Difference("", str(error), is_final=True))
    except Exception as error:  # noqa: BLE001 -- a replay that breaks must not hide the others
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        return Comparison(Difference("", f"the replay broke off in {where}: {type(error).__name__}: {error}"))
    actions = tuple(action.at for action in scenario.actions)
    comparison = compare(lives_of(recording.watch, scenario.duration), replayed, actions)
    if comparison.difference is not None:
        return comparison
    end = scenario.duration
    recorded = courses_of(recording.workloads, end)
    watched = {name: course for name, course in courses.items() if name.partition("/")[0] not in recording.not_watched}
    wrong = compare_courses(recorded, watched, end)
    return comparison if wrong is None else Comparison(Difference("", wrong, at=end))

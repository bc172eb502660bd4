"""gather: what a recording shows becomes bars that neither overlap nor leave gaps, and marks where things happened."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from podlaw.diagrams.timeline.gather import gather
from podlaw.diagrams.timeline.lanes import Chart, Look, Sign
from podlaw.properties.reading import items

DATA = Path(__file__).parents[2] / "data"
RECORDS = DATA / "records"


def charts_of(name: str) -> list[Chart]:
    document = json.loads((RECORDS / f"{name}.json").read_text("utf-8"))
    found = items(document)
    return gather(found, found[-1].at)


@pytest.mark.parametrize(
    "trace", sorted((*RECORDS.glob("*.json"), *(DATA / "traces").glob("*.json"))), ids=lambda path: path.stem
)
def test_bars_of_a_lane_follow_each_other(trace: Path) -> None:
    """What is shown in a lane is one thing at a time; processes lie below the rest and are taken by themselves."""
    found = items(json.loads(trace.read_text("utf-8")))
    for chart in gather(found, found[-1].at):
        for lane in chart.lanes:
            for sort in (False, True):
                bars = [bar for bar in lane.bars if (bar.look is Look.PROCESS) is sort]
                assert all(bar.begin <= bar.end for bar in bars)
                assert all(before.end <= after.begin for before, after in itertools.pairwise(bars))


def test_a_restart_shows_each_end_and_the_back_off_before_the_next() -> None:
    (chart,) = charts_of("single-fails-twice-then-completes-onfailure")
    (app,) = (lane for lane in chart.lanes if lane.name == "app")
    looks = [bar.look for bar in app.bars if bar.look is not Look.PROCESS]
    assert looks[-4:] == [Look.FAILED, Look.BACK_OFF, Look.RUNNING, Look.SUCCEEDED]
    assert sum(bar.look is Look.PROCESS for bar in app.bars) == 3


def test_a_termination_shows_the_grace_and_both_signals() -> None:
    (chart,) = charts_of("term-prestop-long-ignores")
    lanes = {lane.name: lane for lane in chart.lanes}
    assert [bar.text for bar in lanes["deletion"].bars] == ["grace 5s", "grace 0s"]
    assert [mark.sign for mark in lanes["app"].marks] == [Sign.GOOD, Sign.SIGTERM, Sign.SIGKILL]
    assert list(lanes)[:3] == ["phase", "deletion", "sandbox"]

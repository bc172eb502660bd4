"""shares: a figure for each part, and when it suffices."""

from __future__ import annotations

import pytest

from podlaw.properties.recordings.shares import FAMILIES, VECTORS, Figure, replay_figures, vector_figures
from podlaw.properties.replay.compare import Difference
from podlaw.properties.replay.verdict import Verdict
from podlaw.properties.vectors.runner import Outcome


@pytest.mark.parametrize(
    ("agree", "total", "least", "suffices"),
    [(9, 10, 90, True), (89, 100, 90, False), (0, 10, None, True), (0, 0, 90, False), (0, 0, None, True)],
)
def test_a_share_is_reached_or_not(agree: int, total: int, least: int | None, suffices: bool) -> None:
    assert Figure("part", agree, total, least).suffices is suffices


def test_a_required_file_that_is_absent_does_not_suffice() -> None:
    figures = vector_figures([Outcome("phase", 5, 5, True), Outcome("newer", 5, 0, False)])
    wanting = [figure.what for figure in figures if not figure.suffices]
    assert wanting == [f"vectors {name}" for name in VECTORS if name != "phase"]
    assert Figure("vectors newer", 0, 5) in figures


def test_the_required_families_count_together_and_the_others_have_no_share() -> None:
    differs = Difference("p", "it differs")
    verdicts = [Verdict(scenario=f"s{n}", family=FAMILIES[n % 8]) for n in range(9)]
    verdicts += [Verdict(scenario="t", family="term", difference=differs)]
    verdicts += [Verdict(scenario="u", family="cron", difference=differs)]
    figures = {figure.what: figure for figure in replay_figures(verdicts)}
    assert figures["replay, these together"] == Figure("replay, these together", 9, 10, 90)
    assert figures["replay term"] == Figure("replay term", 1, 2)
    assert figures["replay cron"] == Figure("replay cron", 0, 1)

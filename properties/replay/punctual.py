"""punctual: nothing comes earlier than it may, and what comes late is told."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import frozen

from .align import Row
from .life import Life, Step
from .runs import Run
from .times import LONG, MARGIN, RELIST, back_off, bounds


@frozen
class Early:
    """A broken lower bound; `row` is the index of the row that it shows in."""

    sentence: str
    row: int


def punctual(
    recorded: Life, replayed: Life, rows: Sequence[Row], actions: Sequence[int]
) -> tuple[Early | None, tuple[str, ...]]:
    """The first lower bound that the replay breaks, or None, and one sentence for each upper bound that it exceeds.

    A restart obeys at least the back-off that the recorded one obeyed. A state lasts as long as the recorded one, in
    the bounds of `times`, unless it was a user who ended it.
    """
    early = _restarts(recorded, replayed, rows) or _states(rows, actions)
    return early, _late_restarts(recorded, replayed) + _late_states(rows)


def _restarts(recorded: Life, replayed: Life, rows: Sequence[Row]) -> Early | None:
    ours, theirs = _delays(recorded.runs), _delays(replayed.runs)
    for key in sorted(ours.keys() & theirs.keys()):
        least, _ = back_off(ours[key])
        if theirs[key] < least:
            container, number = key
            text = (
                f"run {number} of {container} began {theirs[key]} s after the end before it; the back-off is {least} s"
            )
            return Early(text, len(rows) - 1)
    return None


def _late_restarts(recorded: Life, replayed: Life) -> tuple[str, ...]:
    ours, theirs = _delays(recorded.runs), _delays(replayed.runs)
    return tuple(
        f"run {key[1]} of {key[0]} began {theirs[key]} s after the end before it, recorded {ours[key]} s"
        for key in sorted(ours.keys() & theirs.keys())
        if theirs[key] * 1000 > max(back_off(ours[key])[1], ours[key] * 1000) + MARGIN
    )


def _delays(runs: Sequence[Run]) -> dict[tuple[str, int], int]:
    """Whole seconds from the end of the run before to the start of each run, where both are known."""
    ends = {(run.container, run.number + 1): run.finishedAt for run in runs if run.finishedAt is not None}
    starts = {(run.container, run.number): run.startedAt for run in runs if run.startedAt is not None}
    return {key: starts[key] - ends[key] for key in starts if key in ends}


def _states(rows: Sequence[Row], actions: Sequence[int]) -> Early | None:
    for span in _spans(rows):
        if any(span.recorded.until - RELIST <= at <= span.recorded.until for at in actions):
            continue
        least, _ = bounds(span.recorded.state, span.recorded.length)
        lasted = span.replayed_end - span.replayed.at
        if span.recorded.length > LONG and lasted < least:
            text = f"lasted {lasted / 1000:.3f} s replayed, {span.recorded.length / 1000:.3f} s recorded"
            return Early(f"{text}, at least {least / 1000:.3f} s is due", span.row)
    return None


def _late_states(rows: Sequence[Row]) -> tuple[str, ...]:
    late = []
    for span in _spans(rows):
        lasted = span.recorded_end - span.recorded.at
        if span.replayed.length > bounds(span.recorded.state, lasted)[1]:
            times = f"{span.replayed.length / 1000:.3f} s replayed, {lasted / 1000:.3f} s recorded"
            late.append(f"{times} of {span.recorded.state}")
    return tuple(late)


@frozen
class _Span:
    """Two matched steps and when the next matched ones begin; `row` is their index."""

    row: int
    recorded: Step
    replayed: Step
    recorded_end: int
    replayed_end: int


def _spans(rows: Sequence[Row]) -> tuple[_Span, ...]:
    """The matched rows but the last, which the record's end cuts off; equal partners in a row are one span."""
    matched = [(i, row.recorded, row.replayed) for i, row in enumerate(rows) if row.recorded and row.replayed]
    firsts = matched[:1]
    for (_, a, b), (i, recorded, replayed) in pairwise(matched):
        if recorded is not a and replayed is not b:
            firsts.append((i, recorded, replayed))
    return tuple(_Span(i, a, b, recorded.at, replayed.at) for (i, a, b), (_, recorded, replayed) in pairwise(firsts))

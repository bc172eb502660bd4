"""follow: phases, exit codes and restart counts come in the recorded order, even where a state was short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .align import Row
from .life import Life, Step
from .times import LONG

Key = tuple[str, int]
"""A container's name and the number of its run."""


def follow(recorded: Life, replayed: Life, rows: Sequence[Row]) -> str | None:
    """One sentence about the first phase, exit code or reason of an end that is not as recorded, or None.

    Up to the last row, which both records reach, everything must be there; behind it one side may have come further,
    and no more. A short return to Pending, while init containers run again in a new sandbox, may be missing.
    """
    revived = _revived(replayed)
    if revived is not None:
        return f"{revived} replayed: a Pod's last phase is final"
    a, b = _phases(recorded.steps), _phases(replayed.steps)
    ours_reached = _phases(row.recorded for row in rows if row.recorded)
    if ours_reached != _phases(row.replayed for row in rows if row.replayed) or any(
        x != y for x, y in zip(a, b, strict=False)
    ):
        return f"phases {' → '.join(a)} recorded, {' → '.join(b)} replayed"
    ours, theirs = _ends(recorded), _ends(replayed)
    due = _reached(recorded, (row.recorded for row in rows)) | _reached(replayed, (row.replayed for row in rows))
    for key in sorted(ours.keys() | theirs.keys()):
        if (key in due or (key in ours and key in theirs)) and ours.get(key) != theirs.get(key):
            container, number = key
            return f"run {number} of {container}: {_end(ours.get(key))} recorded, {_end(theirs.get(key))} replayed"
    return None


def _revived(life: Life) -> str | None:
    for before, after in zip(life.steps, life.steps[1:], strict=False):
        left = before.state.phase in ("Succeeded", "Failed") and after.state.phase != before.state.phase
        if left and not before.state.gone:
            return f"phase {before.state.phase} → {after.state.phase} at {after.at / 1000:.3f} s"
    return None


def _phases(steps: Iterable[Step]) -> tuple[str, ...]:
    phases: list[str] = []
    for step in steps:
        phase = step.state.phase
        is_short_return = phase == "Pending" and step.length <= LONG and phases[-1:] == ["Running"]
        if not is_short_return and phases[-1:] != [phase]:
            phases.append(phase)
    return tuple(phases)


def _ends(life: Life) -> dict[Key, tuple[str, int | None]]:
    return {(run.container, run.number): (run.reason, run.exitCode) for run in life.runs if run.seen is not None}


def _reached(life: Life, steps: Iterable[Step | None]) -> frozenset[Key]:
    """The runs whose end was shown when the last of these steps began."""
    last = max((step.at for step in steps if step is not None), default=0)
    return frozenset((run.container, run.number) for run in life.runs if run.seen is not None and run.seen <= last)


def _end(end: tuple[str, int | None] | None) -> str:
    return "no end" if end is None else f"{end[0]}/{end[1]}"

"""follow: phases, exit codes and restart counts come in the recorded order, even where a state was short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .align import Row
from .life import Life, Step
from .times import LONG


def follow(recorded: Life, replayed: Life, rows: Sequence[Row]) -> str | None:
    """One sentence about the first phase, exit code or reason of an end that is not as recorded, or None.

    Judged up to the last row that both records reach. A short return to Pending, while init containers run again
    in a new sandbox, may be missing.
    """
    revived = _revived(replayed)
    if revived is not None:
        return f"{revived} replayed: a Pod's last phase is final"
    a, b = _phases(row.recorded for row in rows), _phases(row.replayed for row in rows)
    if a != b:
        return f"phases {' → '.join(a)} recorded, {' → '.join(b)} replayed"
    ours, theirs = (
        _ends(recorded, _last(row.recorded for row in rows)),
        _ends(replayed, _last(r.replayed for r in rows)),
    )
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            container, number = key
            return f"run {number} of {container}: {_end(ours.get(key))} recorded, {_end(theirs.get(key))} replayed"
    return None


def _revived(life: Life) -> str | None:
    for before, after in zip(life.steps, life.steps[1:], strict=False):
        left = before.state.phase in ("Succeeded", "Failed") and after.state.phase != before.state.phase
        if left and not before.state.gone:
            return f"phase {before.state.phase} → {after.state.phase} at {after.at / 1000:.3f} s"
    return None


def _phases(steps: Iterable[Step | None]) -> tuple[str, ...]:
    phases: list[str] = []
    for step in steps:
        if step is None:
            continue
        phase = step.state.phase
        is_short_return = phase == "Pending" and step.length <= LONG and phases[-1:] == ["Running"]
        if not is_short_return and phases[-1:] != [phase]:
            phases.append(phase)
    return tuple(phases)


def _last(steps: Iterable[Step | None]) -> int:
    """The beginning of the last step: what became visible later was not reached by both records."""
    return max((step.at for step in steps if step is not None), default=0)


def _ends(life: Life, until: int) -> dict[tuple[str, int], tuple[str, int | None]]:
    return {
        (run.container, run.number): (run.reason, run.exitCode)
        for run in life.runs
        if run.seen is not None and run.seen <= until
    }


def _end(end: tuple[str, int | None] | None) -> str:
    return "no end" if end is None else f"{end[0]}/{end[1]}"

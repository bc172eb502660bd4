"""report: verdicts as lines and tables for people, and as JSON for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence

from .compare import Difference
from .life import Step
from .verdict import Verdict


def line(verdict: Verdict, width: int) -> str:
    """One scenario: its summary, then what was late, or the states around the first difference side by side."""
    rest = [f"    late: {text}" for text in verdict.late]
    if verdict.difference is not None:
        rest = side_by_side(verdict.difference, width)
    return "\n".join([summary(verdict), *rest])


def summary(verdict: Verdict) -> str:
    """One line: that the scenario agrees and under which seed, or how it first differs."""
    if verdict.difference is not None:
        return f"{verdict.scenario}: DIFFERS: {_sentence(verdict.difference)}"
    others = f", {len(verdict.agreeing)} of {verdict.tried} seeds" if verdict.tried > 1 else ""
    return f"{verdict.scenario}: agrees (seed {verdict.agreeing[0]}{others})"


def side_by_side(difference: Difference, width: int) -> list[str]:
    """The rows around a difference in two columns, recorded | replayed; `>` marks the one that differs."""
    if not difference.rows:
        return []
    column = max(30, (width - 7) // 2)
    lines = [f"    {'recorded':<{column}} | replayed"]
    for index, row in enumerate(difference.rows):
        cells = [_cell(row.recorded, column), _cell(row.replayed, column)]
        for number in range(max(map(len, cells))):
            left, right = (cell[number] if number < len(cell) else "" for cell in cells)
            mark = ">" if index == difference.marked and number == 0 else " "
            lines.append(f"  {mark} {left:<{column}} | {right}".rstrip())
    return lines


def family_table(verdicts: Iterable[Verdict]) -> str:
    """How many agree in each family, in order of first sight, and in all."""
    rows: dict[str, list[int]] = {}
    for verdict in verdicts:
        for name in (verdict.family, "all"):
            row = rows.setdefault(name, [0, 0])
            row[0] += verdict.agrees
            row[1] += 1
    rows["all"] = rows.pop("all", [0, 0])
    wide = max(len(name) for name in ("family", *rows))
    lines = [f"{'family':<{wide}}  agree  total  share"]
    for name, (agree, total) in rows.items():
        lines.append(f"{name:<{wide}}  {agree:>5}  {total:>5}  {share(agree, total):>5}")
    return "\n".join(lines)


def share(agree: int, total: int) -> str:
    """`7` of `8` -> `87 %`, rounded down, so that 100 % means all."""
    return f"{100 * agree // total} %" if total else "-"


def not_compared(verdicts: Iterable[Verdict]) -> str:
    """A sentence that names the kinds which the recordings have and nothing compared, or an empty one."""
    kinds: dict[str, int] = {}
    for verdict in verdicts:
        for kind in verdict.not_compared:
            kinds[kind] = kinds.get(kind, 0) + 1
    names = ", ".join(f"{kind} (in {kinds[kind]})" for kind in sorted(kinds))
    return f"not compared: {names}" if names else ""


def as_json(verdicts: Sequence[Verdict]) -> str:
    """`{"scenarios": [{"scenario", "family", "agrees", "difference", "seed", "agreeing_seeds", "seeds_tried", …}]}`."""
    scenarios = [
        {
            "scenario": verdict.scenario,
            "family": verdict.family,
            "agrees": verdict.agrees,
            "difference": None if verdict.difference is None else _sentence(verdict.difference),
            "seed": verdict.agreeing[0] if verdict.agreeing else None,
            "agreeing_seeds": list(verdict.agreeing),
            "seeds_tried": verdict.tried,
            "late": list(verdict.late),
            "not_compared": list(verdict.not_compared),
        }
        for verdict in verdicts
    ]
    return json.dumps({"scenarios": scenarios}, indent=1)


def _sentence(difference: Difference) -> str:
    return f"{difference.pod}: {difference.sentence}" if difference.pod else difference.sentence


def _cell(step: Step | None, column: int) -> list[str]:
    if step is None:
        return ["-"]
    text = f"{step.at / 1000:9.3f} {step.state}"
    return textwrap.wrap(text, column, subsequent_indent=" " * 10, break_long_words=True)

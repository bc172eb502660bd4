"""compare: whether a replay is a legal second run of what was recorded, Pod by Pod."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from .align import Row, align
from .follow import follow
from .life import Life, Step
from .punctual import punctual
from .storm import is_storm, without_partner

CONTEXT = 2
"""How many rows before the first difference are shown."""


@frozen
class Difference:
    """The first thing that is not as recorded: one sentence, and the rows around it.

    `marked` is the index of the row that differs, `at` its moment in milliseconds; `is_final` says that no other
    seed can do better.
    """

    pod: str
    sentence: str
    rows: tuple[Row, ...] = ()
    marked: int = 0
    at: int = 0
    is_final: bool = False


@frozen
class Comparison:
    """`difference` is None where the two agree; `late` tells of what took longer than its upper bound."""

    difference: Difference | None
    late: tuple[str, ...] = ()


def compare(recorded: Sequence[Life], replayed: Sequence[Life], actions: Sequence[int]) -> Comparison:
    """Compares two runs of one scenario; `actions` are the moments (milliseconds) of its actions.

    Pods of one generateName are interchangeable: any way to pair them will do; where a
    controller makes very many, only the sorts of their lives count (storm.py). All others are paired by name.
    """
    late: list[str] = []
    for family in dict.fromkeys((life.family, "" if life.family else life.name) for life in (*recorded, *replayed)):
        ours, theirs = _members(recorded, family), _members(replayed, family)
        name = family[0] or family[1]
        if is_storm(ours, theirs):
            stranger = without_partner(ours, theirs, lambda a, b: compare_lives(a, b, actions).difference is None)
            if stranger is not None:
                return Comparison(Difference(name, f"{stranger.name} lives as none of the other run does"))
            continue
        if len(ours) != len(theirs):
            return Comparison(Difference(name, f"{len(ours)} recorded, {len(theirs)} replayed"))
        table = [[compare_lives(a, b, actions) for b in theirs] for a in ours]
        partners = _pair(table)
        if partners is None:
            worst = next((i for i, row in enumerate(table) if row[i].difference), 0)
            return table[worst][worst]
        late += [text for i, j in enumerate(partners) for text in table[i][j].late]
    return Comparison(None, tuple(late))


def compare_lives(recorded: Life, replayed: Life, actions: Sequence[int] = ()) -> Comparison:
    """Compares one Pod's two lives: their states, then phases, runs and restart counts, then times."""
    alignment = align(recorded.steps, replayed.steps)
    if alignment.difference is not None:
        step = alignment.rows[alignment.difference]
        sentence = _only_one_side(step.recorded, step.replayed)
        return _differs(recorded.name, sentence, alignment.rows, alignment.difference)
    wrong = follow(recorded, replayed, alignment.rows)
    if wrong is not None:
        return _differs(recorded.name, wrong, alignment.rows, len(alignment.rows) - 1)
    early, late = punctual(recorded, replayed, alignment.rows, actions)
    if early is not None:
        return _differs(recorded.name, early.sentence, alignment.rows, early.row)
    return Comparison(None, tuple(f"{recorded.name}: {text}" for text in late))


def _members(lives: Sequence[Life], family: tuple[str, str]) -> list[Life]:
    return [life for life in lives if (life.family, "" if life.family else life.name) == family]


def _pair(table: list[list[Comparison]]) -> tuple[int, ...] | None:
    """For each row a column of its own that agrees (augmenting paths), if possible that of its number; or None."""
    partner_of: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in sorted(range(len(table)), key=lambda column: column != i):
            if table[i][j].difference is None and j not in tried:
                tried.add(j)
                if j not in partner_of or place(partner_of[j], tried):
                    partner_of[j] = i
                    return True
        return False

    if not all(place(i, set()) for i in range(len(table))):
        return None
    return tuple(sorted(partner_of, key=lambda j: partner_of[j]))


def _only_one_side(recorded: Step | None, replayed: Step | None) -> str:
    if recorded is not None:
        return f"recorded from {recorded.at / 1000:.3f} s for {recorded.length / 1000:.3f} s, never replayed"
    assert replayed is not None
    return f"replayed from {replayed.at / 1000:.3f} s for {replayed.length / 1000:.3f} s, never recorded"


def _differs(pod: str, sentence: str, rows: tuple[Row, ...], index: int) -> Comparison:
    first = max(0, index - CONTEXT)
    step = rows[index].recorded or rows[index].replayed if rows else None
    at = step.at if step else 0
    return Comparison(Difference(pod, sentence, rows[first : index + 1 + CONTEXT], index - first, at))

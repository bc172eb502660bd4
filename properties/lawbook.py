"""Lawbook: what is told of a law or a rule, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.core.kind import Edge
from ..model.core.rule import Rule
from ..model.decision_rules import DECISION_RULES
from ..model.kinds import KINDS
from .law import Law

Rows = tuple[Rule, tuple[str, ...]]
"""A rule, and the edges that are by it, each in words."""


def index(laws: Sequence[Law]) -> Iterator[str]:
    """One line a law: id, mood, what it speaks of, its sentence; then how many."""
    width = max(len(law.subject.name) for law in laws)
    for law in laws:
        yield f"{law.id:<12} {law.mood.value:<9} {law.subject.name:<{width}}  {law.sentence}"
    yield ""
    yield f"{len(laws)} laws, {len({law.id for law in laws})} ids"


def article(law: Law) -> str:
    """All that is known of one law."""
    breach = law.bites()
    lines = [
        f"{law.id} {law.name.replace('_', ' ')}",
        f"  {law.sentence}",
        f"  speaks of  {about(law)}",
        f"  by         {law.source}",
        f"  broken by  {breach.witness if breach else 'nothing'}",
    ]
    lines += [f"  rule       {rule}" for rule in law.by if isinstance(rule, Rule)]
    return "\n".join(lines)


def about(law: Law) -> str:
    """What the law's subject is, and how it is looked at."""
    words = law.subject.words.rstrip(".")
    return f"{law.subject.name}: {words[0].lower()}{words[1:]} ({law.mood.value})"


def find_rules(word: str) -> tuple[Rows, ...]:
    """The rules with this id, any case, and the edges of all Kinds that are by them; a rule that only decides has none."""
    found: dict[Rule, list[str]] = {}
    for kind in KINDS:
        for edge in kind.edges:
            if edge.by.id.upper() == word.upper():
                found.setdefault(edge.by, []).append(f"{kind.name}: {row(edge)}")
    for rule in DECISION_RULES:
        if rule.id.upper() == word.upper():
            found.setdefault(rule, [])
    return tuple((rule, tuple(rows)) for rule, rows in found.items())


def row(edge: Edge) -> str:
    """An edge with its guard and effect: `Idle --Look [may_sync]--> Looking`."""
    guard = f" [{edge.when.__name__}]" if edge.when else ""
    effect = f" / {edge.then.__name__}" if edge.then else ""
    return f"{edge.source.value} --{edge.event.__name__}{guard}{effect}--> {edge.target.value}"


def rule_article(rule: Rule, rows: Sequence[str]) -> str:
    """A rule and its edges."""
    return "\n".join(
        [f"{rule.id} {rule.words}", f"  by         {rule.source}", *(f"  edge       {one}" for one in rows)]
    )

"""Rows: a Kind's edges in words, where states that have an edge in common are one group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from typing import Any

from attrs import frozen

from ..model.core.event import Event
from ..model.core.kind import Edge, Kind

LEAST_FOR_ANY = 3
"""Sources that a group of states has at least; with fewer, the arrows themselves are easier to read."""

OTHERWISE = "otherwise"
"""The guard of an edge without one that is tried after guarded edges of the same state and event."""


@frozen
class Label:
    """What stands at an arrow; guard and effect are in words, and empty where there is none."""

    event: str
    guard: str
    effect: str
    actor: str
    rule: str
    """The rule's id in the catalogue."""
    words: str
    citation: str
    """Where Kubernetes says so."""

    def __str__(self) -> str:
        return " ".join(self.parts)

    @property
    def parts(self) -> tuple[str, ...]:
        """Event, [guard] and / effect, as far as there are any."""
        guard, effect = f"[{self.guard}]" if self.guard else "", f"/ {self.effect}" if self.effect else ""
        return tuple(part for part in (self.event, guard, effect) if part)


@frozen
class Row:
    """One row of the table; a group as the source of itself means that each of its states stays as it is."""

    source: str
    target: str
    label: Label


@frozen
class Group:
    """All states, or all but one, drawn as one box where they have an edge in common."""

    name: str
    states: tuple[str, ...]


def rows_of(kind: Kind[Any, Any]) -> tuple[tuple[Row, ...], tuple[Group, ...]]:
    """The table's rows, each of what a group has in common being one row; and the groups."""
    rows = tuple(_rows(kind.edges))
    groups: dict[str, Group] = {}
    merged = _merged(tuple(state.value for state in kind.states), rows, groups)
    ordered = _in_order(rows, merged)
    return (ordered, tuple(groups.values())) if ordered else (rows, ())


def in_words(function: Callable[..., object] | None) -> str:
    """The name of a guard or an effect as words; empty where there is none."""
    return getattr(function, "__name__", "").strip("_").replace("_", " ")


def _rows(edges: Iterable[Edge]) -> Iterator[Row]:
    tried: list[tuple[Enum, type[Event]]] = []
    for edge in edges:
        key = (edge.source, edge.event)
        label = Label(
            event=edge.event.__name__,
            guard=in_words(edge.when) or (OTHERWISE if key in tried else ""),
            effect=in_words(edge.then),
            actor=edge.event.actor.value,
            rule=edge.by.id,
            words=edge.by.words,
            citation=edge.by.source,
        )
        tried.append(key)
        yield Row(edge.source.value, edge.target.value, label)


def _merged(states: tuple[str, ...], rows: Sequence[Row], groups: dict[str, Group]) -> list[Row]:
    """For each row the one that stands for it; the groups that these speak of are entered."""
    to_one: dict[object, list[str]] = {}
    to_itself: dict[object, list[str]] = {}
    for row in rows:
        to_one.setdefault((row.target, row.label), []).append(row.source)
        if row.source == row.target:
            to_itself.setdefault(row.label, []).append(row.source)
    merged = []
    for row in rows:
        if group := _group(states, to_one[row.target, row.label]):
            merged.append(Row(group.name, row.target, row.label))
        elif row.source == row.target and (group := _group(states, to_itself[row.label])):
            merged.append(Row(group.name, group.name, row.label))
        else:
            merged.append(row)
        if group:
            groups[group.name] = group
    return merged


def _in_order(rows: Sequence[Row], merged: Sequence[Row]) -> tuple[Row, ...]:
    """The merged rows once each, so that each state tries them in its order; empty where no order does that."""
    after: dict[Row, list[Row]] = {row: [] for row in merged}
    tried: dict[tuple[str, str], list[Row]] = {}
    for row, one in zip(rows, merged, strict=True):
        before = tried.setdefault((row.source, row.label.event), [])
        after[one] += before
        before.append(one)
    ordered: list[Row] = []
    waiting = list(after)
    while waiting:
        ready = next((row for row in waiting if all(other in ordered for other in after[row])), None)
        if ready is None:
            return ()
        waiting.remove(ready)
        ordered.append(ready)
    return tuple(ordered)


def _group(states: tuple[str, ...], sources: Sequence[str]) -> Group | None:
    missing = [state for state in states if state not in sources]
    if len(missing) > 1 or len(states) - len(missing) < LEAST_FOR_ANY:
        return None
    members = tuple(state for state in states if state in sources)
    return Group(f"any but {missing[0]}" if missing else "any state", members)

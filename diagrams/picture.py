"""Picture: what there is to draw of a Kind; the drawing code knows pictures only, and no Kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from typing import Any, cast

import attrs
from attrs import frozen

from ..model.core.event import Actor, Event
from ..model.core.kind import Edge, Kind

LEAST_FOR_ANY = 3
"""Sources that a group of states has at least; with fewer, the arrows themselves are easier to read."""

OTHERWISE = "otherwise"
"""The guard of an edge without one that is tried after guarded edges of the same state and event."""


@frozen
class State:
    name: str
    is_initial: bool = False
    is_final: bool = False
    """No row leads from here to another state; misfortunes that befall a whole group do not count."""


@frozen
class Group:
    """All states, or all but one, drawn as one box where they have an edge in common."""

    name: str
    states: tuple[str, ...]


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
class Arrow:
    """All that leads from one state or group to a state, or that happens in it and leaves it as it is."""

    source: str
    target: str
    labels: tuple[Label, ...]

    @property
    def is_stay(self) -> bool:
        return self.source == self.target


@frozen
class Picture:
    name: str
    """The Kind's name, such as `pod-worker`."""
    title: str
    sentence: str
    file: str
    """Where the table is, from the root of the repository."""
    states: tuple[State, ...]
    """In reading order: as the Kind lists them."""
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    """In the order of the table, in which the edges of one state and event are tried."""
    arrows: tuple[Arrow, ...]
    """One for each pair of source and target: of the groups first, then of the states in reading order."""
    actors: tuple[str, ...]
    """Who acts here, in the order of `Actor`: the legend."""

    @property
    def boxes(self) -> tuple[str, ...]:
        """The names of groups and states, in reading order."""
        return tuple(box.name for box in (*self.groups, *self.states))


def picture_of(kind: Kind[Any, Any]) -> Picture:
    """The picture of this Kind's table: all of it, with guards and effects by their names."""
    states = tuple(state.value for state in kind.states)
    rows, groups = _grouped(states, _rows(kind.edges))
    actors = [row.label.actor for row in rows]
    return Picture(
        name=kind.name,
        title=kind.name.replace("-", " ").capitalize(),
        sentence=kind.words,
        file="/".join(kind.record.__module__.split(".")[1:]) + ".py",
        states=_states(kind, rows, groups),
        groups=groups,
        rows=rows,
        arrows=_arrows([*(group.name for group in groups), *states], rows),
        actors=tuple(actor.value for actor in Actor if actor.value in actors),
    )


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


def _grouped(states: tuple[str, ...], rows: Iterable[Row]) -> tuple[tuple[Row, ...], tuple[Group, ...]]:
    """The rows, where those that a group has in common (to one state, or each to itself) are one row; and the groups."""
    rows = tuple(rows)
    to_one: dict[object, list[str]] = {}
    to_itself: dict[object, list[str]] = {}
    for row in rows:
        to_one.setdefault((row.target, row.label), []).append(row.source)
        if row.source == row.target:
            to_itself.setdefault(row.label, []).append(row.source)
    kept: dict[Row, None] = {}
    groups: dict[str, Group] = {}
    for row in rows:
        group = _group(states, to_one[row.target, row.label])
        target = row.target
        if group is None and row.source == row.target:
            group = _group(states, to_itself[row.label])
            target = group.name if group else target
        if group:
            groups[group.name] = group
        kept[Row(group.name if group else row.source, target, row.label)] = None
    return tuple(kept), tuple(groups.values())


def _group(states: tuple[str, ...], sources: Sequence[str]) -> Group | None:
    missing = [state for state in states if state not in sources]
    if len(missing) > 1 or len(states) - len(missing) < LEAST_FOR_ANY:
        return None
    members = tuple(state for state in states if state in sources)
    return Group(f"any but {missing[0]}" if missing else "any state", members)


def _states(kind: Kind[Any, Any], rows: Iterable[Row], groups: Sequence[Group]) -> tuple[State, ...]:
    members = {group.name: group.states for group in groups}
    left = [
        state
        for row in rows
        if row.source != row.target and not (row.source in members and row.label.actor == Actor.FAULT.value)
        for state in members.get(row.source, (row.source,))
        if state != row.target
    ]
    initial = attrs.fields_dict(cast(Any, kind.record))["state"].default
    return tuple(State(state.value, state is initial, state.value not in left) for state in kind.states)


def _arrows(order: Sequence[str], rows: Iterable[Row]) -> tuple[Arrow, ...]:
    labels: dict[tuple[str, str], list[Label]] = {}
    for row in rows:
        labels.setdefault((row.source, row.target), []).append(row.label)
    return tuple(
        Arrow(source, target, tuple(labels[source, target]))
        for source in order
        for target in order
        if (source, target) in labels
    )

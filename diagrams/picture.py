"""Picture: what there is to draw of a Kind; the drawing code knows pictures only, and no Kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import attrs
from attrs import frozen

from ..model.core.event import Actor
from ..model.core.kind import Kind
from .rows import Group, Label, Row, rows_of


@frozen
class State:
    name: str
    is_initial: bool = False
    is_final: bool = False
    """No row leads from here to another state; misfortunes that befall a whole group do not count."""


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
        return (*(group.name for group in self.groups), *(state.name for state in self.states))


def picture_of(kind: Kind[Any, Any]) -> Picture:
    """The picture of this Kind's table: all of it, with guards and effects by their names."""
    rows, groups = rows_of(kind)
    actors = [row.label.actor for row in rows]
    return Picture(
        name=kind.name,
        title=kind.name.replace("-", " ").capitalize(),
        sentence=kind.words,
        file="/".join(kind.record.__module__.split(".")[1:]) + ".py",
        states=_states(kind, rows, groups),
        groups=groups,
        rows=rows,
        arrows=_arrows([*(group.name for group in groups), *(state.value for state in kind.states)], rows),
        actors=tuple(actor.value for actor in Actor if actor.value in actors),
    )


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

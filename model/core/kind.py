"""Kind: one state machine, given by a literal table of edges.

The table has two readings that must agree: `drive` puts a record through the shared `transitions.Machine`, which is the
reference; `step` looks the edge up. Whatever is not in the table is `Refused`, and then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar, cast

import attrs
from attrs import field, frozen
from transitions import EventData, Machine, MachineError

from .event import Event
from .rule import Rule

Changes = Mapping[str, Any]
"""What an effect returns: the fields that change, and their new values."""

Guard = Callable[[Any, Any, Any], bool]
"""`guard(view, me, event)`: whether the edge may be taken."""

Effect = Callable[[Any, Any, Any], Changes]
"""`effect(view, me, event)`: only what changes besides the state; the core applies it."""


class Record(Protocol):
    """What a machine remembers: a frozen attrs class whose first field is its state."""

    @property
    def state(self) -> Enum: ...


V = TypeVar("V")
R = TypeVar("R", bound=Record)


def become(**changes: Any) -> Changes:
    """Reads well in an effect: `return become(outcome=event.outcome)`."""
    return changes


@frozen
class Nothing:
    """The View of a machine that needs to know nothing of its surroundings."""


@frozen(eq=False)
class Edge:
    """One row: in state `source` the event leads to `target`, by a rule, if the guard holds, with an effect."""

    event: type[Event]
    source: Enum
    target: Enum
    by: Rule = field(kw_only=True)
    when: Guard | None = field(default=None, kw_only=True)
    then: Effect | None = field(default=None, kw_only=True)

    def __str__(self) -> str:
        return f"{self.source.value} --{self.event.__name__}--> {self.target.value} by {self.by.id}"


class Refused(Exception):
    """The model forbids this event here; the record is unchanged."""

    def __init__(self, kind: str, view: object, record: object, event: Event, at: str = "") -> None:
        self.kind, self.view, self.record, self.event, self.at = kind, view, record, event, at
        where = f" at {at}" if at else ""
        super().__init__(f"{kind}{where}: {event} is refused in {record} with {view}")


@frozen(eq=False)
class Kind(Generic[V, R]):
    """A machine: its states, its record, its view, its events and its edges; `words` says in one sentence what it is."""

    name: str
    words: str
    states: type[Enum]
    record: type[R]
    view: type[V]
    events: tuple[type[Event], ...]
    edges: tuple[Edge, ...]
    _rows: dict[tuple[Enum, type[Event]], tuple[Edge, ...]] = field(init=False)
    _names: tuple[str, ...] = field(init=False)

    @_rows.default
    def _index(self) -> dict[tuple[Enum, type[Event]], tuple[Edge, ...]]:
        rows: dict[tuple[Enum, type[Event]], tuple[Edge, ...]] = {}
        for edge in self.edges:
            key = (edge.source, edge.event)
            rows[key] = (*rows.get(key, ()), edge)
        return rows

    @_names.default
    def _field_names(self) -> tuple[str, ...]:
        return tuple(attribute.name for attribute in attrs.fields(cast(Any, self.record)))

    def edge(self, view: V, record: R, event: Event) -> Edge | None:
        """The first edge of the table that this event takes here, or None."""
        for edge in self._rows.get((record.state, type(event)), ()):
            if edge.when is None or edge.when(view, record, event):
                return edge
        return None

    def changes(self, view: V, record: R, event: Event) -> Changes | None:
        """What the event changes, the state included; None where it is refused."""
        edge = self.edge(view, record, event)
        if edge is None:
            return None
        return {"state": edge.target, **(edge.then(view, record, event) if edge.then else {})}

    def step(self, view: V, record: R, event: Event) -> R:
        """The record after the event, by look-up; raises Refused."""
        changes = self.changes(view, record, event)
        if changes is None:
            raise Refused(self.name, view, record, event)
        return self.apply(record, changes)

    def apply(self, record: R, changes: Changes) -> R:
        """The record with these fields changed; the same object where nothing differs."""
        if all(getattr(record, name) is value for name, value in changes.items()):
            return record
        return self.record(**{name: changes.get(name, getattr(record, name)) for name in self._names})

    def drive(self, view: V, record: R, event: Event) -> R:
        """The record after the event, by the shared transitions machine: the reference; raises Refused."""
        cell = Cell(self, view, record, event)
        trigger = self.machine.events.get(type(event).__name__)
        try:
            taken = trigger is not None and trigger.trigger(cell)
        except MachineError:
            taken = False
        if not taken:
            raise Refused(self.name, view, record, event)
        return cell.record  # type: ignore[no-any-return]  # Cell is not generic: transitions knows nothing of R

    @cached_property
    def machine(self) -> Machine:
        """The one transitions machine of this kind; it has no model of its own, cells are passed through it."""
        machine = Machine(
            model=None, states=self.states, initial=None, auto_transitions=False, send_event=True, name=self.name
        )
        for edge in self.edges:
            machine.add_transition(
                edge.event.__name__,
                edge.source,
                edge.target,
                conditions=[_condition(edge.when)] if edge.when else None,
                before=[_before(edge.then)] if edge.then else None,
            )
        return machine


class Cell:
    """The one mutable thing: holds a record while transitions moves its state."""

    __slots__ = ("changes", "event", "kind", "record", "view")

    def __init__(self, kind: Kind[Any, Any], view: Any, record: Any, event: Event) -> None:
        self.kind, self.view, self.record, self.event = kind, view, record, event
        self.changes: Changes = {}

    @property
    def state(self) -> Enum:
        return self.record.state  # type: ignore[no-any-return]  # see Kind.drive

    @state.setter
    def state(self, target: Enum) -> None:
        self.record = self.kind.apply(self.record, {"state": target, **self.changes})


def _condition(guard: Guard) -> Callable[[EventData], bool]:
    def holds(data: EventData) -> bool:
        cell = cast(Cell, data.model)
        return guard(cell.view, cell.record, cell.event)

    return holds


def _before(effect: Effect) -> Callable[[EventData], None]:
    def keep(data: EventData) -> None:
        cell = cast(Cell, data.model)
        cell.changes = effect(cell.view, cell.record, cell.event)

    return keep

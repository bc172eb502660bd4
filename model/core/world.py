"""World: several machines side by side, what each may see of the others, and which events they pass on.

A world is a frozen attrs class whose fields are records, or tuples of groups of records (`containers[2].life`).
A `Composition` gives each place its Kind, each Kind its View, and the coupling table: rows in which an event at one
place makes an event happen at another, in the same step. A `Scope` bounds it: where it starts, what may happen by itself,
what is cut. Everything here reads records by attribute only, so that an explorer may pass in records that watch
what is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import attrs
from attrs import field, frozen

from .event import Event
from .kind import Changes, Kind, Refused
from .rule import Rule

Path = tuple[Any, ...]
"""Where a record is: `("worker",)` or `("containers", 2, "life")`."""

Fact = Callable[[Any, int], Any]
"""`fact(world, index)`: one thing that a machine may know of the world; index is its group's, 0 for single places."""

Firing = tuple[Path, Event]


def spell(path: Path) -> str:
    """`("containers", 2, "life")` -> `containers/2/life`."""
    return "/".join(str(part) for part in path)


def pattern(path: Path) -> str:
    """`("containers", 2, "life")` -> `containers/*/life`: how tables name places."""
    return path[0] if len(path) == 1 else f"{path[0]}/*/{path[2]}"


def at(world: Any, path: Path) -> Any:
    """The record at this place."""
    return getattr(world, path[0]) if len(path) == 1 else getattr(getattr(world, path[0])[path[1]], path[2])


@frozen(eq=False)
class Place:
    """A place's Kind and the facts that make up its View, one for each field of the View."""

    kind: Kind[Any, Any]
    facts: Mapping[str, Fact] = field(factory=dict)


@frozen(eq=False)
class Coupling:
    """When `event` has happened at `on`, and `when` holds, then `fires` happens at `at`, in the same step.

    From a single place to `group/*/part` it fires at every index in order; from a group to the same group at its own index;
    `each` makes it every index there too. `fires` is an event or a function (world, index, event) -> event. Where `may_refuse`
    the other machine's own table decides whether it happens.
    """

    on: str
    event: type[Event]
    at: str
    fires: Event | Callable[[Any, int, Any], Event]
    by: Rule = field(kw_only=True)
    when: Callable[[Any, int, Any], bool] | None = field(default=None, kw_only=True)
    each: bool = field(default=False, kw_only=True)
    may_refuse: bool = field(default=False, kw_only=True)


@frozen(eq=False)
class Composition:
    """How machines make up a world of class `world`: places, couplings; shared by all worlds of any shape."""

    name: str
    world: type
    places: Mapping[str, Place]
    couplings: tuple[Coupling, ...]
    words: str = "a whole world of one Pod"

    @cached_property
    def rows_after(self) -> dict[tuple[str, type[Event]], tuple[Coupling, ...]]:
        """(pattern of a place, event class) -> the couplings that it sets off, in the order of the table."""
        rows: dict[tuple[str, type[Event]], tuple[Coupling, ...]] = {}
        for row in self.couplings:
            rows[row.on, row.event] = (*rows.get((row.on, row.event), ()), row)
        return rows

    @cached_property
    def _factories(self) -> dict[str, tuple[type, tuple[Fact, ...]]]:
        """Per place its View and the facts in the order of the View's fields."""
        return {
            name: (place.kind.view, tuple(place.facts[f.name] for f in attrs.fields(place.kind.view)))
            for name, place in self.places.items()
        }

    def kind(self, path: Path) -> Kind[Any, Any]:
        """The Kind of the machine at this place."""
        return self.places[pattern(path)].kind

    def glance_at(self, world: Any, path: Path) -> Any:
        """The same as `view_of` to guards and effects, which read a few attributes of it: only those facts are asked."""
        return Glance(self.places[pattern(path)].facts, world, path[1] if len(path) == 3 else 0)

    def view_of(self, world: Any, path: Path) -> Any:
        """The View of the machine at this place of this world."""
        view, facts = self._factories[pattern(path)]
        index = path[1] if len(path) == 3 else 0
        return view(*[fact(world, index) for fact in facts])

    def paths(self, world: Any) -> Iterator[Path]:
        """Every place of this world, in the order of its fields."""
        for attribute in attrs.fields(self.world):
            value = getattr(world, attribute.name)
            if isinstance(value, tuple | list):
                for index in range(len(value)):
                    for part in attrs.fields(attribute.metadata["group"]):
                        if f"{attribute.name}/*/{part.name}" in self.places:
                            yield (attribute.name, index, part.name)
            elif attribute.name in self.places:
                yield (attribute.name,)

    def thaw(self, world: Any) -> SimpleNamespace:
        """A draft: the same attributes, to be changed in place while a step is worked out."""
        draft = SimpleNamespace()
        for attribute in attrs.fields(self.world):
            value = getattr(world, attribute.name)
            if "group" in attribute.metadata:
                names = [part.name for part in attrs.fields(attribute.metadata["group"])]
                value = [SimpleNamespace(**{name: getattr(group, name) for name in names}) for group in value]
            setattr(draft, attribute.name, value)
        return draft

    def freeze(self, draft: Any) -> Any:
        """The world that this draft has become."""
        values = {}
        for attribute in attrs.fields(self.world):
            value = getattr(draft, attribute.name)
            group = attribute.metadata.get("group")
            values[attribute.name] = tuple(group(**vars(member)) for member in value) if group else value
        return self.world(**values)

    def fire(self, draft: Any, path: Path, event: Event, stepper: Stepper | None = None) -> list[Firing]:
        """Take the event and all that it is coupled to, in the draft; returns the firings in order.

        Raises Refused where the first event is refused (nothing has changed then) and Uncoupled where a coupled one is, which
        is a mistake in the table.
        """
        stepper = stepper or step
        if not stepper(self, draft, path, event):
            raise Refused(self.kind(path).name, self.view_of(draft, path), at(draft, path), event, spell(path))
        log: list[Firing] = [(path, event)]
        self._pass_on(draft, path, event, stepper, log)
        return log

    def _pass_on(self, draft: Any, path: Path, event: Event, stepper: Stepper, log: list[Firing]) -> None:
        for row in self.rows_after.get((pattern(path), type(event)), ()):
            for target, index in self.targets(draft, row, path):
                if row.when is not None and not row.when(draft, index, event):
                    continue
                passed = row.fires if isinstance(row.fires, Event) else row.fires(draft, index, event)
                if not stepper(self, draft, target, passed):
                    if row.may_refuse:
                        continue
                    raise Uncoupled(path, event, target, passed, at(draft, target))
                log.append((target, passed))
                self._pass_on(draft, target, passed, stepper, log)

    def targets(self, draft: Any, row: Coupling, path: Path) -> list[tuple[Path, int]]:
        """Where the row fires when the event has happened at `path`: each place, and the index that its facts are asked for."""
        if "/" not in row.at:
            return [((row.at,), path[1] if len(path) == 3 else 0)]
        group, _, part = row.at.split("/")
        if len(path) == 3 and path[0] == group and not row.each:
            return [((group, path[1], part), path[1])]
        return [((group, index, part), index) for index in range(len(getattr(draft, group)))]


class Glance:
    """A View whose fields are worked out as they are read; it stands for the world as it is while one machine moves."""

    def __init__(self, facts: Mapping[str, Fact], world: Any, index: int) -> None:
        self._source = facts, world, index

    def __getattr__(self, name: str) -> Any:
        facts, world, index = self._source
        value = self.__dict__[name] = facts[name](world, index)
        return value


Stepper = Callable[[Composition, Any, Path, Event], bool]
"""Moves one machine of a draft; False where it refuses. `step` by look-up, `judge` by the transitions machine."""


def step(composition: Composition, draft: Any, path: Path, event: Event) -> bool:
    """One machine of the draft by look-up."""
    kind, record = composition.kind(path), at(draft, path)
    changes = kind.changes(composition.glance_at(draft, path), record, event)
    if changes is None:
        return False
    put(draft, path, kind.apply(record, changes))
    return True


def judge(composition: Composition, draft: Any, path: Path, event: Event) -> bool:
    """One machine of the draft by its transitions machine."""
    try:
        moved = composition.kind(path).drive(composition.view_of(draft, path), at(draft, path), event)
    except Refused:
        return False
    put(draft, path, moved)
    return True


def put(draft: Any, path: Path, record: Any) -> None:
    """Set the record at this place of a draft."""
    if len(path) == 1:
        setattr(draft, path[0], record)
    else:
        setattr(getattr(draft, path[0])[path[1]], path[2], record)


class Uncoupled(Exception):
    """A coupled event was refused: the coupling table and a Kind's table disagree."""

    def __init__(self, path: Path, event: Event, target: Path, passed: Event, record: object) -> None:
        self.path, self.event, self.target, self.passed, self.record = path, event, target, passed, record
        super().__init__(
            f"{event} at {spell(path)} passes {passed} on to {spell(target)}, which refuses it in {record}"
        )


@frozen(eq=False)
class Spontaneous:
    """Events that may happen by themselves at a place, in every state that allows them."""

    at: str
    events: tuple[Event, ...]


Cut = Mapping[str, Callable[[Any], Any]]
"""Field name -> what its values become: `{"level": lambda level: min(level, 1)}`."""


@frozen(eq=False)
class Scope:
    """A bounded world: where it starts, what may happen by itself, and each thing that was cut.

    Where an `urgent` event is possible nothing else happens before it: the first of the table is taken. `saturated` gives
    the fields of some places fewer values. `cuts` says each of these things, and what else was left out, in words.
    """

    name: str
    words: str
    composition: Composition
    initial: tuple[Any, ...]
    moves: tuple[Spontaneous, ...]
    urgent: tuple[Spontaneous, ...] = ()
    saturated: Mapping[str, Cut] = field(factory=dict)
    cuts: tuple[str, ...] = ()

    @cached_property
    def firings(self) -> tuple[Firing, ...]:
        """Every (path, event) that may happen by itself in this shape, in the order of the table."""
        return self._spread(self.moves)

    @cached_property
    def urgent_firings(self) -> tuple[Firing, ...]:
        """Every (path, event) that does not wait, in the order of the table."""
        return self._spread(self.urgent)

    def _spread(self, rows: tuple[Spontaneous, ...]) -> tuple[Firing, ...]:
        paths = list(self.composition.paths(self.initial[0]))
        return tuple((p, e) for row in rows for p in paths if pattern(p) == row.at for e in row.events)

    def allows(self, world: Any, firing: Firing) -> bool:
        """Whether the machine at this place takes this event here (urgency aside)."""
        path, event = firing
        kind = self.composition.kind(path)
        return kind.edge(self.composition.view_of(world, path), at(world, path), event) is not None

    def enabled(self, world: Any) -> list[Firing]:
        """What may happen next: the first urgent event alone, or all others."""
        for firing in self.urgent_firings:
            if self.allows(world, firing):
                return [firing]
        return [firing for firing in self.firings if self.allows(world, firing)]

    def after(self, world: Any, firing: Firing) -> Any:
        """The world after this firing and all that it is coupled to; raises Refused or Uncoupled."""
        draft = self.composition.thaw(world)
        self.composition.fire(draft, *firing, stepper=self.stepper)
        return self.composition.freeze(draft)

    def successors(self, world: Any) -> Iterator[tuple[Firing, Any]]:
        """Each firing that this world allows, with the world it leads to (which may be the same)."""
        for firing in self.enabled(world):
            yield firing, self.after(world, firing)

    def stepper(self, composition: Composition, draft: Any, path: Path, event: Event) -> bool:
        """`step`, with the fields of this scope saturated."""
        kind, record = composition.kind(path), at(draft, path)
        changes = kind.changes(composition.view_of(draft, path), record, event)
        if changes is None:
            return False
        put(draft, path, kind.apply(record, self.saturate(path, changes)))
        return True

    def saturate(self, path: Path, changes: Changes) -> Changes:
        """The changes as this scope keeps them."""
        cut = self.saturated.get(pattern(path))
        if cut is None:
            return changes
        return {name: cut[name](value) if name in cut else value for name, value in changes.items()}


__all__ = [
    "Changes",
    "Composition",
    "Coupling",
    "Cut",
    "Fact",
    "Firing",
    "Path",
    "Place",
    "Scope",
    "Spontaneous",
    "Stepper",
    "Uncoupled",
    "at",
    "judge",
    "pattern",
    "put",
    "spell",
    "step",
]

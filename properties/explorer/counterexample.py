"""Counterexample: a shortest path to what is broken, as firings that can be replayed and as lines that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
from attrs import frozen

from ...model.core.kind import Edge
from ...model.core.world import Composition, Firing, Path, Scope, Uncoupled, at, spell


@frozen(eq=False)
class Counterexample:
    """What is broken (a law's id and sentence, or the tables), and the moves that lead there from an initial world."""

    scope: Scope
    broken: str
    initial: int
    firings: tuple[Firing, ...]

    def worlds(self) -> Iterator[Any]:
        """The worlds along the path, the initial one first; ends before a move that the tables disagree on."""
        world = self.scope.initial[self.initial]
        yield world
        for firing in self.firings:
            try:
                world = self.scope.after(world, firing)
            except Uncoupled:
                return
            yield world

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """What is broken, then one numbered line a step: who acts, where, the event, what changed, by which rules."""
        yield self.broken
        world = self.scope.initial[self.initial]
        yield f"  0. {', '.join(_shape(self.scope.composition, world)) or 'the initial world'}"
        for number, (path, event) in enumerate(self.firings, 1):
            log = Log(self.scope)
            draft = self.scope.composition.thaw(world)
            error = ""
            try:
                self.scope.composition.fire(draft, path, event, stepper=log.step)
            except Uncoupled as refused:
                error = f"; but {refused}"
            yield f"{number:3}. {event.actor.value}: {spell(path)} {event}{error}"
            yield from (f"       {line}" for line in _changes(self.scope.composition, world, draft, log))
            if error:
                return
            world = self.scope.after(world, (path, event))


class Log:
    """A stepper that remembers which edges were taken."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.taken: list[tuple[Path, Edge]] = []

    def step(self, composition: Composition, draft: Any, path: Path, event: Any) -> bool:
        edge = composition.kind(path).edge(composition.view_of(draft, path), at(draft, path), event)
        if edge is not None:
            self.taken.append((path, edge))
        return self.scope.stepper(composition, draft, path, event)


def _changes(composition: Composition, before: Any, after: Any, log: Log) -> Iterator[str]:
    """One line for each record that took an edge: the fields that changed, and the rules."""
    for path in dict.fromkeys(path for path, _ in log.taken):
        was, now = at(before, path), at(after, path)
        fields = [field.name for field in attrs.fields(type(was))]
        changed = [
            f"{n}: {_say(getattr(was, n))} → {_say(getattr(now, n))}"
            for n in fields
            if getattr(was, n) != getattr(now, n)
        ]
        if changed:
            rules = dict.fromkeys(edge.by.id for where, edge in log.taken if where == path)
            yield f"{spell(path)} {', '.join(changed)}  [{', '.join(rules)}]"


def _shape(composition: Composition, world: Any) -> Iterator[str]:
    """What the shape of the world says: records that are no machines."""
    for attribute in attrs.fields(composition.world):
        value = getattr(world, attribute.name)
        if attribute.name not in composition.places and attrs.has(type(value)):
            yield from (f"{field.name} {_say(getattr(value, field.name))}" for field in attrs.fields(type(value)))


def _say(value: Any) -> str:
    return str(getattr(value, "value", value))

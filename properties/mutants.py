"""Mutants: podlaw with one edge changed, to see whether some law notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Any

from attrs import evolve, frozen

from ..model.core.domain import instances, size
from ..model.core.kind import Edge, Kind
from ..model.core.world import Composition, Scope
from ..model.kubelet import kill_task, start, sync
from ..model.kubelet.kill_task import KILL_TASK, KillState
from ..model.kubelet.start import START
from ..model.kubelet.sync import SYNC, SyncView
from .explorer.explore import Engine, explore
from .law import Breach, Law, Mood


@frozen(eq=False)
class Mutant:
    """A Kind with one edge changed; it keeps its name, so that the laws of the Kind speak of it."""

    name: str
    words: str
    kind: Kind[Any, Any]

    def of(self, composition: Composition) -> Composition:
        """The composition with the changed machine in its places."""
        places = {
            name: evolve(place, kind=self.kind) if place.kind.name == self.kind.name else place
            for name, place in composition.places.items()
        }
        return evolve(composition, places=places)

    def within(self, scope: Scope) -> Scope:
        """The scope with the changed machine in it."""
        return evolve(scope, composition=self.of(scope.composition))


def changed(kind: Kind[Any, Any], old: Edge, *new: Edge) -> Kind[Any, Any]:
    """The Kind with other edges, or none, in the place of this one."""
    edges = [each for edge in kind.edges for each in (new if edge is old else (edge,))]
    return evolve(kind, edges=tuple(edges))


def edge_of(kind: Kind[Any, Any], event: type, source: Any) -> Edge:
    """The first edge that this event takes from this state; raises StopIteration where there is none."""
    return next(edge for edge in kind.edges if edge.event is event and edge.source is source)


def _has_news(view: SyncView, me: Any, event: Any) -> bool:
    return view.has_newer_status


def planted() -> tuple[Mutant, ...]:
    """Three bugs that each checker must be able to see."""
    look = edge_of(SYNC, sync.Look, sync.SyncState.IDLE)
    plan = edge_of(START, start.Plan, start.StartState.NONE)
    sigkill = edge_of(KILL_TASK, kill_task.SigKill, KillState.OVERDUE)
    hasty, unasked = evolve(look, when=_has_news), evolve(plan, when=None)
    early = evolve(sigkill, source=KillState.SIGNALLED)
    return (
        Mutant("restarts-the-deleted", "a sync may begin while the worker terminates", changed(SYNC, look, hasty)),
        Mutant("starts-out-of-turn", "any container may be started at any time", changed(START, plan, unasked)),
        Mutant("kills-early", "SIGKILL may come before the time is over", changed(KILL_TASK, sigkill, sigkill, early)),
    )


def systematic(kinds: Iterable[Kind[Any, Any]]) -> Iterator[Mutant]:
    """Every edge of these Kinds in turn without its guard, without its effect, and left out."""
    for kind in kinds:
        for number, edge in enumerate(kind.edges):
            where = f"{kind.name}/{number}"
            if edge.when is not None:
                unguarded = changed(kind, edge, evolve(edge, when=None))
                yield Mutant(f"{where}/unguarded", f"{edge} without {edge.when.__name__}", unguarded)
            if edge.then is not None:
                idle = changed(kind, edge, evolve(edge, then=None))
                yield Mutant(f"{where}/idle", f"{edge} without {edge.then.__name__}", idle)
            yield Mutant(f"{where}/missing", f"no {edge}", changed(kind, edge))


def kind_breaches(kind: Kind[Any, Any], laws: Iterable[Law], most: int = 100_000) -> Iterator[Breach]:
    """What is broken by the steps of one machine alone, over its views × records × events: all, or every n-th."""
    asked = [law for law in laws if law.mood is Mood.STEP and law.speaks_of(kind)]
    events = [event for cls in kind.events for event in instances(cls)]
    stride = size(kind.view) * size(kind.record) * len(events) // most + 1
    for view, before, event in islice(product(instances(kind.view), instances(kind.record), events), 0, None, stride):
        if asked and (changes := kind.changes(view, before, event)) is not None:
            after = kind.apply(before, changes)
            yield from (breach for law in asked if (breach := law.check(view, before, event, after)) is not None)


@frozen(eq=False)
class Fate:
    """What became of a mutant: the laws that noticed it, in its machine alone or in a world; or that it cannot run."""

    mutant: Mutant
    noticed: tuple[Law, ...]
    where: str

    @property
    def killed(self) -> bool:
        return bool(self.noticed) or self.where == "uncoupled"


def fate(
    mutant: Mutant, laws: Sequence[Law], scopes: Iterable[Scope], *, seconds: float = 60, engine: Engine = "numpy"
) -> Fate:
    """Try the laws on the machine alone, then on each scope, until one notices."""
    if alone := tuple(dict.fromkeys(breach.law for breach in kind_breaches(mutant.kind, laws))):
        return Fate(mutant, alone, mutant.kind.name)
    for scope in scopes:
        result = explore(mutant.within(scope), laws, seconds=seconds, engine=engine)
        if broken := tuple(verdict.law for verdict in result.verdicts if verdict.holds is False):
            return Fate(mutant, broken, scope.name)
        if result.uncoupled is not None:
            return Fate(mutant, (), "uncoupled")
    return Fate(mutant, (), "")


def survivors(
    mutants: Iterable[Mutant], laws: Sequence[Law], scopes: Sequence[Scope], *, seconds: float = 60
) -> tuple[Fate, ...]:
    """Those of these mutants that no law notices: a gap in the laws, or a change that changes nothing."""
    fates = (fate(mutant, laws, scopes, seconds=seconds) for mutant in mutants)
    return tuple(one for one in fates if not one.killed)

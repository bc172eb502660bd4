"""Proofs: what the explorer says of each strategy with one, two and three groups, and the shortest way to get stuck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ...model.core.world import Scope, at
from ...model.scheduler.coscheduling.gang import MemberState
from ...model.scheduler.coscheduling.hoarding import HoarderState
from ...model.scheduler.coscheduling.machines import APP, LOG_COLLECTOR, MACHINES, Machine
from ...properties.explorer.counterexample import Counterexample
from ...properties.explorer.plain import Plain
from ...properties.explorer.verdicts import sort_laws
from ...properties.laws.coscheduling import holders
from ...properties.worlds.coscheduling import LABORATORY

MOST = 1_000_000
"""States: far more than any World of the laboratory has."""


@frozen(eq=False)
class Proof:
    """What was found in one World of the laboratory."""

    name: str
    words: str
    states: int
    finished: bool
    """In some state every group has run to its end."""
    stuck: Counterexample | None
    """The shortest way to a state where nothing more can happen although some group has not ended."""

    @property
    def lines(self) -> Iterator[str]:
        """What was found, and the way to get stuck."""
        verdict = "can get stuck" if self.stuck else "never stuck"
        end = "can run all groups" if self.finished else "cannot run all groups"
        yield f"{self.name}: {self.words}: {self.states:,} states, {verdict}, {end}"
        if self.stuck is not None:
            yield from (f"  {line}" for line in list(self.stuck.lines())[1:])
            yield from (f"  {line}" for line in waits(list(self.stuck.worlds())[-1]))


def prove(scope: Scope) -> Proof:
    """Explore this World of the laboratory."""
    search = Plain(scope, sort_laws(scope, ()))
    search.run(most=MOST, seconds=None, report=None)
    over = [node for node in search.parents if is_over(scope, node[0])]
    stuck = (node for node in search.parents if not is_over(scope, node[0]) and not scope.enabled(node[0]))
    first = next(stuck, None)
    path = None if first is None else Counterexample(scope, "stuck", *search.path((first, None)))
    return Proof(scope.name, scope.words, search.states, bool(over), path)


def prove_all() -> Iterator[Proof]:
    """Each World of the laboratory, in order."""
    for make in LABORATORY.values():
        yield prove(make())


def is_over(scope: Scope, world: Any) -> bool:
    """Every machine of every group is at its end."""
    return all(at(world, path).state.name == "ENDED" for path in scope.composition.paths(world))


def waits(world: Any) -> Iterator[str]:
    """Who waits for whom in a state where nothing more can happen."""
    if hasattr(world.groups[0], "first"):
        yield from _gangs_wait(world)
        return
    if not isinstance(world.groups[0].app.state, HoarderState):
        return
    for machine in MACHINES:
        circle = holders(world, machine)
        for index in circle:
            missing = " and ".join(_missing(world.groups[index], machine))
            others = ", ".join(f"group {other}" for other in circle if other != index)
            if missing and others:
                yield f"group {index} holds room on {machine.value} and waits there for {missing}, which {others} holds"


NAMES: Mapping[str, int] = {"app": APP, "log_collector": LOG_COLLECTOR}


def _missing(group: Any, machine: Machine) -> Iterator[str]:
    held = "has_a" if machine is Machine.A else "has_b"
    for name, memory in NAMES.items():
        if not getattr(getattr(group, name), held):
            yield f"{memory} Mi for {name}"


def _gangs_wait(world: Any) -> Iterator[str]:
    holding = [n for n, gang in enumerate(world.groups) if MemberState.WAITING in (gang.first.state, gang.second.state)]
    for index in holding:
        others = ", ".join(f"gang {other}" for other in holding if other != index)
        yield f"gang {index} holds room for one Pod and waits in Permit for room for the other, which {others} holds"

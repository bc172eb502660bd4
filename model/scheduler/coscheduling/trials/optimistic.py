"""Optimistic: a scheduler for each group plans on a snapshot and commits all or nothing (semantics B32.3)."""

from __future__ import annotations

from .. import optimistic
from ..machines import Machine
from ..optimistic import Planner, PlannerView
from .trial import THINKING, Fate, Strategy
from .workload import Task, Workload

ROOM = PlannerView(fits_on_a=False, fits_on_b=True)


class Optimistic(Strategy):
    """All schedulers think at the same time; in the machine's table Node_B is the machine at hand."""

    def __init__(self, workload: Workload, seed: int) -> None:
        super().__init__(workload, seed)
        self._planners = [Planner() for _ in self.fates]
        self._versions = [0 for _ in self.free]

    def arrives(self, fate: Fate, task: Task) -> None:
        if fate.is_complete:
            self._plan(fate)

    def retry(self, fate: Fate) -> None:
        del self.waiting[fate.number]
        self._plan(fate)

    def _plan(self, fate: Fate) -> None:
        fate.tries += 1
        machine = self.find(fate.group.memory)
        if machine is None:
            self.wait(fate)
            return
        self._step(fate, optimistic.Plan(Machine.B))
        version = self._versions[machine]
        self.simulation.after(THINKING, lambda: self._commit(fate, machine, version))

    def _commit(self, fate: Fate, machine: int, version: int) -> None:
        if self._versions[machine] != version:
            self._step(fate, optimistic.VersionChanges(Machine.B))
            self._step(fate, optimistic.RollBack())
            self.rolled_back += 1
            self._plan(fate)
            return
        self._step(fate, optimistic.Commit(Machine.B))
        self._versions[machine] += 1
        self.launch(fate, machine)

    def end(self, fate: Fate, machine: int) -> None:
        self._step(fate, optimistic.EndOn(Machine.B))
        self._versions[machine] += 1
        super().end(fate, machine)

    def _step(
        self, fate: Fate, event: optimistic.Plan | optimistic.Commit | optimistic.RollBack
        | optimistic.VersionChanges | optimistic.EndOn,
    ) -> None:  # fmt: skip
        self._planners[fate.number] = optimistic.PLANNER.step(ROOM, self._planners[fate.number], event)

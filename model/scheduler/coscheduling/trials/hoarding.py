"""Hoarding: each group keeps what it is offered until one machine is held for all of its tasks (semantics B32.2)."""

from __future__ import annotations

from .. import hoarding
from ..hoarding import Hoarder, HoarderView
from ..machines import Machine
from ..task import End
from .trial import Fate, Strategy
from .workload import Task, Workload


class Hoarding(Strategy):
    """A group that finds no room beside what it holds, holds room elsewhere too, and gives nothing back before it runs.

    In the machine's table Node_B is the machine at hand.
    """

    def __init__(self, workload: Workload, seed: int) -> None:
        super().__init__(workload, seed)
        self._tasks = [[Hoarder() for _ in fate.group.tasks] for fate in self.fates]
        self._holds: list[dict[int, dict[int, None]]] = [{} for _ in self.fates]
        """By group and machine: the tasks that room is held for."""

    def arrives(self, fate: Fate, task: Task) -> None:
        index, tasks = fate.arrived - 1, self._tasks[fate.number]
        tasks[index] = hoarding.HOARDING_TASK.step(HoarderView(), tasks[index], hoarding.Arrive())
        self.retry(fate)

    def retry(self, fate: Fate) -> None:
        fate.tries += fate.is_complete
        holds = self._holds[fate.number]
        for machine in list(holds):
            if self._holds_all(fate, machine):
                break
        else:
            machine_for_all = self.find(sum(task.memory for task in fate.group.tasks[: fate.arrived]))
            if machine_for_all is None or not self._holds_all(fate, machine_for_all):
                self.wait(fate)
                return
            machine = machine_for_all
        if fate.is_complete:
            self._launch(fate, machine)

    def _holds_all(self, fate: Fate, machine: int) -> bool:
        """Hold as much here as there is room for; whether that is all that has arrived."""
        held = self._holds[fate.number].setdefault(machine, {})
        for index in range(fate.arrived):
            memory = fate.group.tasks[index].memory
            if index not in held and self.free[machine] >= memory:
                self._step(fate, index, hoarding.Hold(Machine.B), has_it=False)
                held[index] = None
                self.hold(fate, machine, memory)
        return len(held) == fate.arrived

    def _step(self, fate: Fate, index: int, event: hoarding.Hold | hoarding.Launch | End, *, has_it: bool) -> None:
        tasks = self._tasks[fate.number]
        view = HoarderView(fits_on_a=False, fits_on_b=True, peer_has_b=has_it)
        tasks[index] = hoarding.HOARDING_TASK.step(view, Hoarder(tasks[index].state, has_b=has_it), event)

    def _launch(self, fate: Fate, machine: int) -> None:
        for index in range(len(fate.group.tasks)):
            self._step(fate, index, hoarding.Launch(Machine.B), has_it=True)
        self._holds[fate.number] = {}
        self.launch(fate, machine)

    def end(self, fate: Fate, machine: int) -> None:
        for index in range(len(fate.group.tasks)):
            self._step(fate, index, End(), has_it=True)
        super().end(fate, machine)

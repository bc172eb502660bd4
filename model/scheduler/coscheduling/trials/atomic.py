"""Atomic: one scheduler that binds each group as one Pod (semantics B32.4)."""

from __future__ import annotations

from .. import atomic
from ..atomic import GroupPod, GroupPodView
from ..machines import Machine
from ..task import End
from .queue import Queue
from .trial import Fate, Strategy
from .workload import Task, Workload

ROOM = GroupPodView(fits_on_a=False, fits_on_b=True)


class Atomic(Strategy):
    """A Pod exists when its last task is there; in the machine's table Node_B is the machine at hand."""

    def __init__(self, workload: Workload, seed: int) -> None:
        super().__init__(workload, seed)
        self._queue = Queue(self.simulation, self._decide)
        self._pods = [GroupPod() for _ in self.fates]

    def arrives(self, fate: Fate, task: Task) -> None:
        if fate.is_complete:
            self._queue.add(fate.number)

    def retry(self, fate: Fate) -> None:
        self._queue.add(fate.number)

    def _decide(self, number: int) -> None:
        fate = self.fates[number]
        fate.tries += 1
        machine = self.find(fate.group.memory)
        if machine is None:
            self.wait(fate)
            return
        self._pods[number] = atomic.GROUP_POD.step(ROOM, self._pods[number], atomic.Bind(Machine.B))
        self.launch(fate, machine)

    def end(self, fate: Fate, machine: int) -> None:
        self._pods[fate.number] = atomic.GROUP_POD.step(ROOM, self._pods[fate.number], End())
        super().end(fate, machine)

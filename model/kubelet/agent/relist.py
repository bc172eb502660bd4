"""Relist: one kubelet's listings of its runtime, every second and out of turn (PLEG Relist; semantics B3.21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cluster import timing
from ...core.simulation import Timer
from ...objects.time import Millis

if TYPE_CHECKING:
    from .kubelet import Kubelet


class Relist:
    """Only the listings that can find something new are made; the others are known by their times."""

    def __init__(self, kubelet: Kubelet, base: Millis, length: int) -> None:
        self._kubelet, self._base, self._length = kubelet, base, length
        self._last = kubelet.simulation.now
        self._timer: Timer | None = None
        self._uids: set[str] = set()
        self._asked: Millis | None = None
        """When a listing out of turn was asked for last."""

    def begin(self) -> None:
        """A new process lists at once, and every second from then on."""
        self._base = self._last = self._kubelet.simulation.now

    def wait_for(self, uid: str) -> None:
        """The next listing looks at this Pod: it has changed, or its worker waits for a listing."""
        self._uids.add(uid)
        if self._timer is None:
            elapsed = self._kubelet.simulation.now - self._base
            moment = self._base + (elapsed // self._period + 1) * self._period
            self._timer = self._kubelet.simulation.at(moment, self._regular)

    def soon(self, uid: str) -> None:
        """A listing out of turn, a little later; one serves all Pods that ask at one moment."""
        self._uids.add(uid)
        now = self._kubelet.simulation.now
        if self._asked != now:
            self._asked = now
            self._kubelet.simulation.after(timing.RELIST_ON_DEMAND, self._list)

    def last(self) -> Millis:
        """When the runtime was listed last; a listing that finds nothing new is not simulated, but it was made."""
        now = self._kubelet.simulation.now
        regular = self._base + (now - self._base) // self._period * self._period
        if regular == now and self._timer is not None:
            regular -= self._period  # this moment's listing is still to come
        return Millis(max(regular, self._last))

    @property
    def _period(self) -> int:
        return timing.RELIST + self._length

    def _regular(self) -> None:
        self._timer = None
        self._list()

    def _list(self) -> None:
        self._last = self._kubelet.simulation.now
        uids, self._uids = sorted(self._uids), set()
        for uid in uids:
            agent = self._kubelet.agents.get(uid)
            if agent is not None and agent.has_worked:
                agent.relisted()

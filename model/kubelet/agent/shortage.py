"""Shortage: what one kubelet has observed of its node's thresholds and pressures, and when it will find something new
(EVM synchronize; semantics B18.9, B18.14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cluster import timing
from ...objects.quantity import NANOS, parse_quantity
from ..pressure import PRESSURE, Pressure, PressureState, PressureView, Weigh
from ..process import KubeletRestarts
from ..rules import thresholds as rule
from ..threshold import THRESHOLD, Sample, Threshold, ThresholdState, ThresholdView

if TYPE_CHECKING:
    from .kubelet import Kubelet

PRESSURES = tuple(dict.fromkeys(rule.CONDITIONS.values()))


class Shortage:
    """The looks come every ten seconds, from a phase of the node's own."""

    def __init__(self, kubelet: Kubelet, phase: int) -> None:
        self._kubelet, self._simulation = kubelet, kubelet.simulation
        self.configuration = rule.EvictionConfiguration()
        self._last_look = kubelet.simulation.now - phase
        self._first_met: dict[int, int] = {}
        """When a threshold, by its place in the configuration, was first seen met."""
        self._last_observed: dict[str, int] = {}
        """When a pressure, by its condition, was last observed."""

    def pressures(self) -> tuple[str, ...]:
        """The conditions of shortage that the node is in."""
        return tuple(each for each in PRESSURES if self._pressure(each).state is not PressureState.NONE)

    def due(self) -> list[int]:
        """The thresholds that are to be acted upon, by their places."""
        places = range(len(self.configuration.thresholds))
        return [place for place in places if self._threshold(place).state is ThresholdState.DUE]

    def lose(self) -> None:
        """The kubelet's process ends: what it has observed is forgotten."""
        for place in range(len(self.configuration.thresholds)):
            self._kubelet.life.move(_at(place), THRESHOLD, ThresholdView(), KubeletRestarts())
        for condition in PRESSURES:
            self._kubelet.life.move(_of(condition), PRESSURE, PressureView(), KubeletRestarts())
        self._first_met, self._last_observed = {}, {}

    def start(self) -> None:
        """A new process begins with a look."""
        self._last_look = self._simulation.now + 1 - timing.EVICTION_LOOK

    # what is left

    def capacity(self, signal: str) -> int | None:
        """Bytes that the machine has; None where its Node does not say."""
        node = self._kubelet.stored("Node", "", self._kubelet.node)
        text = None if node is None else node.status.capacity.get(rule.RESOURCES[signal])
        return None if text is None else parse_quantity(text).nanos // NANOS

    def available(self, signal: str, capacity: int) -> int:
        """Bytes that are left."""
        return max(0, capacity - self._kubelet.runtime.in_use(rule.RESOURCES[signal]))

    def _view(self, place: int) -> ThresholdView:
        threshold = self.configuration.thresholds[place]
        capacity = self.capacity(threshold.signal)
        if capacity is None:
            return ThresholdView(is_reclaimed=True)
        available = self.available(threshold.signal, capacity)
        lasted = self._simulation.now - self._first_met.get(place, self._simulation.now)
        return ThresholdView(
            is_met=rule.is_met(threshold, available, capacity),
            is_reclaimed=rule.is_reclaimed(threshold, available, capacity),
            grace_is_over=lasted >= threshold.grace * 1000,
        )

    # a look

    def observe(self) -> None:
        """Move every threshold, then every pressure."""
        now = self._simulation.now
        last = max(self._last_look, now - timing.EVICTION_LOOK)  # the regular look before this one, simulated or not
        self._last_look = now
        observed = []
        for place, threshold in enumerate(self.configuration.thresholds):
            machine = self._kubelet.life.move(_at(place), THRESHOLD, self._view(place), Sample())
            if machine.state is ThresholdState.UNMET:
                self._first_met.pop(place, None)
            else:
                self._first_met.setdefault(place, now)
                observed.append(rule.CONDITIONS[threshold.signal])
        for condition in PRESSURES:
            if self._pressure(condition).state is PressureState.OBSERVED:
                self._last_observed[condition] = last
            lasted = now - self._last_observed.get(condition, now)
            view = PressureView(condition in observed, lasted >= self.configuration.hold * 1000)
            self._kubelet.life.move(_of(condition), PRESSURE, view, Weigh())

    # when to look

    def next_look(self) -> int | None:
        """The first regular look that can find something new, or do something; None if there is none."""
        soon = self._look_after(self._simulation.now + 1)
        found = []
        for place, threshold in enumerate(self.configuration.thresholds):
            state, is_met = self._threshold(place).state, self._view(place).is_met
            if state is ThresholdState.OBSERVED and is_met:
                found.append(self._look_after(max(soon, self._first_met[place] + threshold.grace * 1000)))
            elif state is not ThresholdState.UNMET or is_met:
                found.append(soon)
        for condition, moment in self._last_observed.items():
            if self._pressure(condition).state is PressureState.HELD:
                found.append(self._look_after(max(soon, moment + self.configuration.hold * 1000)))
        return min(found, default=None)

    def _look_after(self, moment: int) -> int:
        """The first regular look at this moment or later."""
        looks = -(-(moment - self._last_look) // timing.EVICTION_LOOK)
        return self._last_look + looks * timing.EVICTION_LOOK

    def _threshold(self, place: int) -> Threshold:
        machine = self._kubelet.life.of(_at(place), THRESHOLD)
        assert isinstance(machine, Threshold)
        return machine

    def _pressure(self, condition: str) -> Pressure:
        machine = self._kubelet.life.of(_of(condition), PRESSURE)
        assert isinstance(machine, Pressure)
        return machine


def _at(place: int) -> tuple[str, str]:
    return ("thresholds", str(place))


def _of(condition: str) -> tuple[str, str]:
    return ("pressures", condition)

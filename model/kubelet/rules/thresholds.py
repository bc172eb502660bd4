"""thresholds: how much of a resource a node must have left, as its kubelet is configured (EVM; semantics B18.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from ...objects.quantity import NANOS, parse_quantity

MEMORY: Final = "memory.available"
DISK: Final = "nodefs.available"
RESOURCES: Mapping[str, str] = {MEMORY: "memory", DISK: "ephemeral-storage"}
"""What Pods are evicted for, by signal."""
CONDITIONS: Mapping[str, str] = {MEMORY: "MemoryPressure", DISK: "DiskPressure"}
"""The node's condition, by signal."""

_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")


@frozen
class EvictionThreshold:
    """Less than `value` (an amount, or a part of the whole such as `10%`) is too little, once it has been so for `grace`
    seconds; then Pods are evicted until there is `reclaim` more than that."""

    signal: str
    value: str
    grace: int = 0
    reclaim: str = "0"

    @property
    def is_hard(self) -> bool:
        """It is acted upon at once, and leaves Pods no time (isHardEvictionThreshold)."""
        return self.grace == 0


@frozen
class EvictionConfiguration:
    """`max_pod_grace`: seconds that a Pod has at most after a soft threshold; `hold`: seconds for which a node's
    condition outlasts its cause (evictionMaxPodGracePeriod, evictionPressureTransitionPeriod)."""

    thresholds: tuple[EvictionThreshold, ...] = (EvictionThreshold(MEMORY, "100Mi"), EvictionThreshold(DISK, "10%"))
    max_pod_grace: int = 0
    hold: int = 300


def read_threshold(text: str, *, grace: int = 0, reclaim: str = "0") -> EvictionThreshold:
    """`memory.available<100Mi`; raises ValueError for what is no threshold, or not one that is modelled."""
    signal, less, value = text.partition("<")
    if not less:
        raise ValueError(f"{text!r} is no threshold; expected for example memory.available<100Mi")
    if signal not in RESOURCES:
        raise ValueError(f"{signal!r} is no signal that is modelled; expected {' or '.join(RESOURCES)}")
    for each in (value, reclaim):
        amount_of(each, 0)
    return EvictionThreshold(signal, value, grace, reclaim)


def amount_of(value: str, capacity: int) -> int:
    """The bytes that this amount, or part of a capacity in bytes, means; a part is cut off (GetThresholdQuantity)."""
    percent = _PERCENT.fullmatch(value)
    if percent is not None:
        return int(capacity * (float(percent[1]) / 100))
    return parse_quantity(value).nanos // NANOS


def is_met(threshold: EvictionThreshold, available: int, capacity: int) -> bool:
    """There is less left than the threshold asks for (thresholdsMet); all in bytes."""
    return available < amount_of(threshold.value, capacity)


def is_reclaimed(threshold: EvictionThreshold, available: int, capacity: int) -> bool:
    """There is as much left again as a threshold that was acted upon asks for: also the minimum to reclaim."""
    return available >= amount_of(threshold.value, capacity) + amount_of(threshold.reclaim, capacity)

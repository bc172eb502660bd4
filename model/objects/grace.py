"""Grace: the stages of a grace period that the machines tell apart; the seconds live beside the records."""

from __future__ import annotations

from enum import Enum


class Grace(Enum):
    """UNSET: no deletion; ZERO: at once; MINIMUM: one second, the kubelet's least; SHORT: less than the spec's; FULL: that or more."""

    UNSET = "unset"
    ZERO = "zero"
    MINIMUM = "minimum"
    SHORT = "short"
    FULL = "full"

    def shorter_than(self, other: Grace) -> bool:
        """Whether this stage ends before the other; any stage is shorter than UNSET, which never ends."""
        return _ORDER[self] < _ORDER[other]


_ORDER = {Grace.ZERO: 0, Grace.MINIMUM: 1, Grace.SHORT: 2, Grace.FULL: 3, Grace.UNSET: 4}


def stage(seconds: int, spec_seconds: int) -> Grace:
    """The stage of a grace period of so many seconds, in a Pod whose spec says `spec_seconds`."""
    if seconds <= 0:
        return Grace.ZERO
    if seconds == 1:
        return Grace.MINIMUM
    return Grace.SHORT if seconds < spec_seconds else Grace.FULL

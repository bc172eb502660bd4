"""Threshold: one eviction threshold of a kubelet: unmet, observed, due (semantics B18.9)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
UNMET = Rule("B18.9", "kubelet/eviction thresholdsMet", "there is enough left")
OBSERVED = Rule(
    "B18.9", "kubelet/eviction thresholdsMetGracePeriod", "a soft threshold is acted upon when its time is over"
)
DUE = Rule("B18.9", "kubelet/eviction synchronize", "while a threshold is due one Pod after the other is evicted")
RECLAIMED = Rule(
    "B18.9", "kubelet/eviction synchronize", "a threshold that was due is so until the minimum to reclaim is there too"
)
FORGOTTEN = Rule("D47", "kubelet Run", "a restarted kubelet has observed nothing")


# States
class ThresholdState(Enum):
    UNMET = "Unmet"
    OBSERVED = "Observed"
    DUE = "Due"


# Record
@frozen
class Threshold:
    state: ThresholdState = ThresholdState.UNMET


# View
@frozen
class ThresholdView:
    is_met: bool = False
    """There is less left than the threshold asks for."""
    is_reclaimed: bool = False
    """There is what the threshold asks for and the minimum to reclaim besides."""
    grace_is_over: bool = False
    """The threshold was first observed as long ago as it may last; at once for a hard one."""


# Events
@frozen
class Sample(Event):
    """The kubelet looks at what is left."""

    actor = Actor.CLOCK


# Guards
def is_met_long_enough(view: ThresholdView, me: Threshold, event: Sample) -> bool:
    return view.is_met and view.grace_is_over


def is_met(view: ThresholdView, me: Threshold, event: Sample) -> bool:
    return view.is_met


def is_reclaimed(view: ThresholdView, me: Threshold, event: Sample) -> bool:
    return view.is_reclaimed


U, S, D = ThresholdState
# fmt: off
THRESHOLD = Kind(
    name="eviction-threshold", words="One eviction threshold of a kubelet: whether a resource is short, and for how long.",
    states=ThresholdState, record=Threshold, view=ThresholdView, events=(Sample, KubeletRestarts),
    edges=(
        Edge(Sample, U, D, by=DUE,       when=is_met_long_enough),
        Edge(Sample, U, S, by=OBSERVED,  when=is_met),
        Edge(Sample, U, U, by=UNMET),
        Edge(Sample, S, D, by=DUE,       when=is_met_long_enough),
        Edge(Sample, S, S, by=OBSERVED,  when=is_met),
        Edge(Sample, S, U, by=UNMET),
        Edge(Sample, D, U, by=RECLAIMED, when=is_reclaimed),
        Edge(Sample, D, D, by=RECLAIMED),
        *(Edge(KubeletRestarts, state, U, by=FORGOTTEN) for state in ThresholdState),
    ),
)
# fmt: on

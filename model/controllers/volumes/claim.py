"""Claim: a PersistentVolumeClaim: it waits for a volume, has one, or has lost the one that it had (B.28)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ...core.event import Actor, Event
from ...core.kind import Edge, Kind
from ...core.rule import Rule

# Rules
BINDS = Rule("B28.8", "volume/persistentvolume syncUnboundClaim", "a claim is bound to one volume that names it too")
KEEPS = Rule("B28.8", "volume/persistentvolume syncBoundClaim", "a bound claim keeps its volume, whatever Pods do")
LOSES = Rule("B28.8", "volume/persistentvolume syncBoundClaim", "a bound claim whose volume is gone is lost")


# States
class ClaimState(Enum):
    PENDING = "Pending"
    BOUND = "Bound"
    LOST = "Lost"


# Record
@frozen
class Claim:
    state: ClaimState = ClaimState.PENDING


# View
@frozen
class ClaimView:
    volume_is_mine: bool = False
    """The volume that the claim names is there, and names this claim."""


# Events
@frozen
class BindClaim(Event):
    actor = Actor.CONTROLLER


@frozen
class LoseVolume(Event):
    actor = Actor.CONTROLLER


# Guards
def volume_is_mine(view: ClaimView, me: Claim, event: BindClaim) -> bool:
    return view.volume_is_mine


def volume_is_not_mine(view: ClaimView, me: Claim, event: LoseVolume) -> bool:
    return not view.volume_is_mine


PENDING, BOUND, LOST = ClaimState

# fmt: off
CLAIM = Kind(
    name="claim", words="A PersistentVolumeClaim, as the binder leaves it.",
    states=ClaimState, record=Claim, view=ClaimView, events=(BindClaim, LoseVolume),
    edges=(
        Edge(BindClaim,  PENDING, BOUND, by=BINDS, when=volume_is_mine),
        Edge(BindClaim,  BOUND,   BOUND, by=KEEPS, when=volume_is_mine),
        Edge(BindClaim,  LOST,    BOUND, by=BINDS, when=volume_is_mine),
        Edge(LoseVolume, PENDING, LOST,  by=LOSES, when=volume_is_not_mine),
        Edge(LoseVolume, BOUND,   LOST,  by=LOSES, when=volume_is_not_mine),
    ),
)
# fmt: on

"""Volume: a PersistentVolume: free, bound to one claim, released when that claim is gone, or failed to be reclaimed (B.28)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ...core.event import Actor, Event
from ...core.kind import Edge, Kind
from ...core.rule import Rule

# Rules
OFFERS = Rule("B28.8", "volume/persistentvolume syncVolume", "a volume without a claim of its own is available")
BINDS = Rule("B28.8", "volume/persistentvolume bind", "a volume is bound once it names a claim by its uid")
RELEASES = Rule("A5.10", "volume/persistentvolume syncVolume", "a volume whose claim is gone is released, not offered")
FAILS = Rule("A5.10", "volume/persistentvolume reclaimVolume", "what cannot be deleted or recycled has failed")


# States
class VolumeState(Enum):
    PENDING = "Pending"
    AVAILABLE = "Available"
    BOUND = "Bound"
    RELEASED = "Released"
    FAILED = "Failed"


# Record
@frozen
class Volume:
    state: VolumeState = VolumeState.PENDING


# View
@frozen
class VolumeView:
    claimed: bool = False
    """It names a claim by its uid."""
    claim_is_there: bool = False
    """The claim of that uid is there."""


# Events
@frozen
class OfferVolume(Event):
    actor = Actor.CONTROLLER


@frozen
class BindVolume(Event):
    actor = Actor.CONTROLLER


@frozen
class ReleaseVolume(Event):
    actor = Actor.CONTROLLER


@frozen
class FailReclaim(Event):
    actor = Actor.CONTROLLER


# Guards
def is_free(view: VolumeView, me: Volume, event: OfferVolume) -> bool:
    return not view.claimed


def has_its_claim(view: VolumeView, me: Volume, event: BindVolume) -> bool:
    return view.claimed and view.claim_is_there


def has_lost_its_claim(view: VolumeView, me: Volume, event: Event) -> bool:
    return view.claimed and not view.claim_is_there


PENDING, AVAILABLE, BOUND, RELEASED, FAILED = VolumeState

# fmt: off
VOLUME = Kind(
    name="volume", words="A PersistentVolume, as the binder leaves it.",
    states=VolumeState, record=Volume, view=VolumeView, events=(OfferVolume, BindVolume, ReleaseVolume, FailReclaim),
    edges=(
        Edge(OfferVolume,   PENDING,   AVAILABLE, by=OFFERS,   when=is_free),
        Edge(OfferVolume,   BOUND,     AVAILABLE, by=OFFERS,   when=is_free),
        Edge(OfferVolume,   RELEASED,  AVAILABLE, by=OFFERS,   when=is_free),
        Edge(OfferVolume,   FAILED,    AVAILABLE, by=OFFERS,   when=is_free),
        Edge(BindVolume,    PENDING,   BOUND,     by=BINDS,    when=has_its_claim),
        Edge(BindVolume,    AVAILABLE, BOUND,     by=BINDS,    when=has_its_claim),
        Edge(BindVolume,    RELEASED,  BOUND,     by=BINDS,    when=has_its_claim),
        Edge(BindVolume,    FAILED,    BOUND,     by=BINDS,    when=has_its_claim),
        Edge(ReleaseVolume, PENDING,   RELEASED,  by=RELEASES, when=has_lost_its_claim),
        Edge(ReleaseVolume, AVAILABLE, RELEASED,  by=RELEASES, when=has_lost_its_claim),
        Edge(ReleaseVolume, BOUND,     RELEASED,  by=RELEASES, when=has_lost_its_claim),
        Edge(FailReclaim,   RELEASED,  FAILED,    by=FAILS,    when=has_lost_its_claim),
    ),
)
# fmt: on

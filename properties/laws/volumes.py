"""Volumes: laws of claims, volumes and what protects them (semantics B.28, C.22); the ids CLAIM-n are podlaw's own."""

from __future__ import annotations

from ...model.apiserver import protected_object as protection
from ...model.apiserver.protected_object import (
    PROTECTED_OBJECT,
    ProtectedObject,
    ProtectedObjectState,
    ProtectedView,
)
from ...model.controllers.volumes import claim, volume
from ...model.controllers.volumes.claim import CLAIM, Claim, ClaimState, ClaimView
from ...model.controllers.volumes.volume import VOLUME, Volume, VolumeState, VolumeView
from ...model.core.event import Event
from ..law import Step, law

LIVE, MARKED, GONE = ProtectedObjectState
BOUND, LOST = Claim(ClaimState.BOUND), Claim(ClaimState.LOST)
OURS = VolumeView(claimed=True, claim_is_there=True)
FREE = VolumeView()


@law(
    "VOL-5", PROTECTED_OBJECT, by=(protection.HOLDS,),
    given=lambda view, before, event, after: isinstance(event, protection.Unprotect),
    witness="its protection went while it was in use, and it was {after.state.value}",
    breach=Step(
        ProtectedView(in_use=True), ProtectedObject(MARKED), protection.Unprotect(others=False),
        ProtectedObject(GONE, finalizers=False),
    ),
)  # fmt: skip
def what_is_in_use_keeps_its_protection(
    view: ProtectedView, before: ProtectedObject, event: Event, after: ProtectedObject
) -> bool:
    """A claim that a scheduled Pod names, or a bound volume, never loses its protection."""
    return not view.in_use


@law(
    "VOL-5", PROTECTED_OBJECT, by=(protection.HOLDS, protection.FREES),
    given=lambda view, before, event, after: (
        isinstance(event, protection.DeleteProtected) and (before.state is LIVE or before.finalizers)
    ),
    witness="a deletion left it {after.state.value}, with finalizers: {before.finalizers}",
    breach=Step(ProtectedView(), ProtectedObject(), protection.DeleteProtected(), ProtectedObject(GONE)),
)  # fmt: skip
def a_deletion_only_marks_what_has_finalizers(
    view: ProtectedView, before: ProtectedObject, event: Event, after: ProtectedObject
) -> bool:
    """A claim or volume is removed at once only if it has no finalizers; else it is marked."""
    return after.state is (MARKED if before.finalizers else GONE)


@law(
    "VOL-5", PROTECTED_OBJECT, by=(protection.FREES,),
    given=lambda view, before, event, after: before.state is MARKED,
    witness="{event} made it {after.state.value} again",
    breach=Step(ProtectedView(), ProtectedObject(MARKED), protection.Protect(), ProtectedObject(LIVE)),
)  # fmt: skip
def what_is_marked_never_lives_again(
    view: ProtectedView, before: ProtectedObject, event: Event, after: ProtectedObject
) -> bool:
    """A claim or volume that is marked for deletion stays marked until it is gone."""
    return after.state in (MARKED, GONE)


@law(
    "CLAIM-1", CLAIM, by=(claim.BINDS, claim.KEEPS),
    given=lambda view, before, event, after: after.state is ClaimState.BOUND,
    witness="it was bound with {view}",
    breach=Step(ClaimView(), Claim(), claim.BindClaim(), BOUND),
)  # fmt: skip
def bound_means_on_both_sides(view: ClaimView, before: Claim, event: Event, after: Claim) -> bool:
    """A claim is bound only to a volume that is there and names it too."""
    return view.volume_is_mine


@law(
    "CLAIM-2", CLAIM, by=(claim.KEEPS, claim.LOSES),
    given=lambda view, before, event, after: before.state is not ClaimState.PENDING,
    witness="{event} took it from {before.state.value} to {after.state.value}",
    breach=Step(ClaimView(volume_is_mine=True), BOUND, claim.LoseVolume(), LOST),
)  # fmt: skip
def a_claim_keeps_its_volume_until_that_is_gone(view: ClaimView, before: Claim, event: Event, after: Claim) -> bool:
    """A claim that was bound never waits for another volume, and is lost only if its own one is gone or another's."""
    return after.state is (ClaimState.BOUND if view.volume_is_mine else ClaimState.LOST)


@law(
    "CLAIM-3", VOLUME, by=(volume.RELEASES, volume.OFFERS),
    given=lambda view, before, event, after: after.state is VolumeState.AVAILABLE,
    witness="it was offered with {view}",
    breach=Step(
        VolumeView(claimed=True), Volume(VolumeState.RELEASED), volume.OfferVolume(), Volume(VolumeState.AVAILABLE)
    ),
)  # fmt: skip
def what_names_a_claim_is_not_offered(view: VolumeView, before: Volume, event: Event, after: Volume) -> bool:
    """A volume that names a claim by its uid is available to no other, even when that claim is gone."""
    return not view.claimed


@law(
    "CLAIM-4", VOLUME, by=(volume.RELEASES, volume.FAILS),
    given=lambda view, before, event, after: after.state in (VolumeState.RELEASED, VolumeState.FAILED),
    witness="it became {after.state.value} with {view}",
    breach=Step(OURS, Volume(VolumeState.BOUND), volume.ReleaseVolume(), Volume(VolumeState.RELEASED)),
)  # fmt: skip
def a_volume_is_reclaimed_only_without_its_claim(view: VolumeView, before: Volume, event: Event, after: Volume) -> bool:
    """A volume is released, or fails to be reclaimed, only when its claim is gone."""
    return view.claimed and not view.claim_is_there


@law(
    "CLAIM-5", VOLUME, by=(volume.BINDS,),
    given=lambda view, before, event, after: after.state is VolumeState.BOUND,
    witness="it was bound with {view}",
    breach=Step(FREE, Volume(VolumeState.AVAILABLE), volume.BindVolume(), Volume(VolumeState.BOUND)),
)  # fmt: skip
def a_bound_volume_names_a_claim(view: VolumeView, before: Volume, event: Event, after: Volume) -> bool:
    """A volume is bound only while it names a claim that is there."""
    return view.claimed and view.claim_is_there

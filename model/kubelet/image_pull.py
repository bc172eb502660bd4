"""ImagePull: how one container comes by its image: present, pulled, or backing off after a failure (semantics B.7)."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from attrs import frozen

from ..core.domain import UpTo
from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
NEVER_PULLED = Rule("B7.1", "kubelet/images imagePullPrecheck", "policy Never pulls nothing: ErrImageNeverPull")
USED = Rule("B7.2", "kubelet/images EnsureImageExists", "an image that is present is used, unless the policy is Always")
PULLING = Rule("B7.3", "kubelet/images pullImage", "an absent image is pulled, and any image under Always")
PULLED = Rule("B7.3", "kubelet/images pullImage", "the image has come")
FAILED = Rule("B7.4", "kubelet/images pullImage", "a failed pull begins or doubles the back-off: 10 s … 300 s")
REFUSED = Rule("B7.5", "kubelet/images pullImage", "inside the back-off nothing is pulled: ImagePullBackOff")
OVER = Rule("B7.5", "client-go flowcontrol IsInBackOffSinceUpdate", "the back-off is over")
EXPIRED = Rule("B7.6", "client-go flowcontrol hasExpired", "a back-off that was idle for 600 s is forgotten")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet has no back-off")

LEVELS = 6


# States
class ImagePullState(Enum):
    NEEDED = "Needed"
    PULLING = "Pulling"
    PRESENT = "Present"
    BACKING_OFF = "Backing off"
    NEVER = "Never pulled"


class ImagePullPolicy(Enum):
    ALWAYS = "Always"
    IF_NOT_PRESENT = "IfNotPresent"
    NEVER = "Never"


# Record
@frozen
class ImagePull:
    state: ImagePullState = ImagePullState.NEEDED
    level: Annotated[int, UpTo(LEVELS)] = 0
    """0: no failure is remembered; n: a delay of min(10 · 2^(n−1), 300) seconds from the last attempt."""


# View
@frozen
class ImagePullView:
    policy: ImagePullPolicy = ImagePullPolicy.IF_NOT_PRESENT
    is_on_node: bool = False
    backs_off: bool = False
    """A pull of this image has failed, for this container of the Pod or another, and its back-off is not over."""


# Events
@frozen
class Ensure(Event):
    """A container is about to be created: its image is needed."""

    actor = Actor.KUBELET


@frozen
class PullEnds(Event):
    actor = Actor.RUNTIME
    succeeded: bool


@frozen
class BackoffOver(Event):
    actor = Actor.CLOCK


@frozen
class Expire(Event):
    actor = Actor.CLOCK


# Guards
def may_use(view: ImagePullView, me: ImagePull, event: Ensure) -> bool:
    return view.is_on_node and view.policy is not ImagePullPolicy.ALWAYS


def must_not_pull(view: ImagePullView, me: ImagePull, event: Ensure) -> bool:
    return view.policy is ImagePullPolicy.NEVER


def backs_off(view: ImagePullView, me: ImagePull, event: Ensure) -> bool:
    return view.backs_off


def has_succeeded(view: ImagePullView, me: ImagePull, event: PullEnds) -> bool:
    return event.succeeded


# Effects
def double(view: ImagePullView, me: ImagePull, event: PullEnds) -> Changes:
    return become(level=min(me.level + 1, LEVELS))


def forget(view: ImagePullView, me: ImagePull, event: Event) -> Changes:
    return become(level=0)


N, P, H, B, X = ImagePullState
# fmt: off
IMAGE_PULL = Kind(
    name="image-pull", words="How one container comes by its image: present, pulled, or backing off after a failure.",
    states=ImagePullState, record=ImagePull, view=ImagePullView,
    events=(Ensure, PullEnds, BackoffOver, Expire, KubeletRestarts),
    edges=(
        *(Edge(Ensure, state, H, by=USED,         when=may_use)       for state in (N, H, X, B)),
        *(Edge(Ensure, state, X, by=NEVER_PULLED, when=must_not_pull) for state in (N, H, X, B)),
        *(Edge(Ensure, state, B, by=REFUSED,      when=backs_off)     for state in (N, H, X)),
        *(Edge(Ensure, state, P, by=PULLING)                          for state in (N, H, X)),
        Edge(Ensure,      B, B, by=REFUSED),
        Edge(PullEnds,    P, H, by=PULLED,  when=has_succeeded),
        Edge(PullEnds,    P, B, by=FAILED,                     then=double),
        Edge(BackoffOver, B, N, by=OVER),
        *(Edge(Expire, state, state, by=EXPIRED, then=forget) for state in (N, H)),
        *(Edge(KubeletRestarts, state, N, by=LOST, then=forget) for state in ImagePullState),
    ),
)
# fmt: on

"""ImagePull: laws of how a container comes by its image (semantics C.7)."""

from __future__ import annotations

from ...model.core.event import Event
from ...model.kubelet import image_pull, start
from ...model.kubelet.image_pull import IMAGE_PULL, ImagePull, ImagePullPolicy, ImagePullState, ImagePullView
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.start import START, StartAttempt, StartState, StartView
from ..law import Step, law

N, P, H, B, X = ImagePullState
ALWAYS, IF_NOT_PRESENT, NEVER = ImagePullPolicy
ABSENT = ImagePullView(IF_NOT_PRESENT)


@law(
    "IMG-1", IMAGE_PULL, by=(image_pull.NEVER_PULLED, image_pull.USED, image_pull.PULLING),
    given=lambda view, before, event, after: after.state is P and before.state is not P,
    witness="it was pulled under {view.policy.value}, with {sight}",
    breach=Step(ImagePullView(NEVER), ImagePull(), image_pull.Ensure(), ImagePull(P)),
)  # fmt: skip
def an_image_is_pulled_as_its_policy_says(
    view: ImagePullView, before: ImagePull, event: Event, after: ImagePull
) -> bool:
    """Under Never no image is pulled, and under IfNotPresent only one that is not on the node."""
    return view.policy is not NEVER and (view.policy is ALWAYS or not view.is_on_node)


@law(
    "IMG-1", IMAGE_PULL, by=(image_pull.PULLING,),
    given=lambda view, before, event, after: isinstance(event, image_pull.Ensure) and view.policy is ALWAYS,
    witness="the image was {after.state.value} at once",
    breach=Step(ImagePullView(ALWAYS, True), ImagePull(), image_pull.Ensure(), ImagePull(H)),
)  # fmt: skip
def always_asks_the_registry(view: ImagePullView, before: ImagePull, event: Event, after: ImagePull) -> bool:
    """Under Always no image is used that was not asked for at the registry, at every start."""
    return after.state in (P, B)


@law(
    "IMG-2", IMAGE_PULL, by=(image_pull.PULLED, image_pull.USED),
    given=lambda view, before, event, after: after.state is H and before.state is not H,
    witness="{event} made it present with {sight}",
    breach=Step(ABSENT, ImagePull(), image_pull.Ensure(), ImagePull(H)),
)  # fmt: skip
def an_image_is_present_or_pulled(view: ImagePullView, before: ImagePull, event: Event, after: ImagePull) -> bool:
    """An image is used only if it is on the node or its pull has succeeded."""
    return view.is_on_node or (isinstance(event, image_pull.PullEnds) and event.succeeded)


@law(
    "IMG-2", START, by=(start.PULLED, start.NOT_PULLED),
    given=lambda view, before, event, after: after.state is StartState.CREATED,
    witness="{event} created it when it was {before.state.value}",
    breach=Step(StartView(), StartAttempt(StartState.PLANNED), start.PullFails(), StartAttempt(StartState.CREATED)),
)  # fmt: skip
def no_container_without_its_image(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """No container is created, and so none is started, without its image."""
    return before.state is StartState.IMAGE_PRESENT


@law(
    "IMG-3", IMAGE_PULL, by=(image_pull.REFUSED,),
    given=lambda view, before, event, after: before.state is B or view.backs_off,
    witness="{event} began a pull inside the back-off",
    breach=Step(ABSENT, ImagePull(B, 1), image_pull.Ensure(), ImagePull(P, 1)),
)  # fmt: skip
def back_off_holds_a_pull(view: ImagePullView, before: ImagePull, event: Event, after: ImagePull) -> bool:
    """After a failed pull, for this container of the Pod or another, there is no other of the image before the back-off
    is over."""
    return after.state is not P or before.state is P


@law(
    "IMG-3", IMAGE_PULL, by=(image_pull.FAILED,),
    given=lambda view, before, event, after: isinstance(event, image_pull.PullEnds) and not event.succeeded,
    witness="a failure took the level from {before.level} to {after.level}",
    breach=Step(ABSENT, ImagePull(P, 1), image_pull.PullEnds(succeeded=False), ImagePull(B, 1)),
)  # fmt: skip
def each_failed_pull_doubles_the_back_off(
    view: ImagePullView, before: ImagePull, event: Event, after: ImagePull
) -> bool:
    """Each failed pull begins the back-off and doubles it, up to 300 seconds."""
    return after.state is B and after.level == min(before.level + 1, image_pull.LEVELS)


@law(
    "IMG-3", IMAGE_PULL, by=(image_pull.EXPIRED,),
    given=lambda view, before, event, after: after.level < before.level,
    witness="{event} took the level from {before.level} to {after.level}",
    breach=Step(ABSENT, ImagePull(P, 2), image_pull.PullEnds(succeeded=True), ImagePull(H, 0)),
)  # fmt: skip
def a_success_forgives_nothing(view: ImagePullView, before: ImagePull, event: Event, after: ImagePull) -> bool:
    """Only time, and the end of the kubelet, makes the back-off of pulls forget; a success does not."""
    return isinstance(event, image_pull.Expire | KubeletRestarts)


@law(
    "IMG-3", IMAGE_PULL, by=(image_pull.EXPIRED, image_pull.LOST),
    given=lambda view, before, event, after: isinstance(event, image_pull.Expire | KubeletRestarts),
    witness="{event} left the level {after.level}",
    breach=Step(ABSENT, ImagePull(N, 3), image_pull.Expire(), ImagePull(N, 3)),
)  # fmt: skip
def time_forgives(view: ImagePullView, before: ImagePull, event: Event, after: ImagePull) -> bool:
    """A back-off that was idle for long, or whose kubelet has restarted, begins at 10 seconds again."""
    return after.level == 0


@law(
    "IMG-3", IMAGE_PULL, by=(image_pull.REFUSED,),
    given=lambda view, before, event, after: (
        isinstance(event, image_pull.Ensure) and after.state is B and before.state is not B
    ),
    witness="it was refused with {sight}",
    breach=Step(ABSENT, ImagePull(), image_pull.Ensure(), ImagePull(B)),
)  # fmt: skip
def only_a_failure_refuses_a_pull(view: ImagePullView, before: ImagePull, event: Event, after: ImagePull) -> bool:
    """A pull is refused only while the back-off of a failed pull of the same image is not over."""
    return view.backs_off

"""Start: one attempt of a sync to start one container: planned, image, create, start; any step may fail (semantics B.6, B.10)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .container_cache import Seen
from .process import KubeletRestarts
from .rules.restart import RestartPolicy, policy_allows_restart

# Rules
FIRST = Rule("B6.1", "kubelet/kuberuntime computePodActions", "a container that was never created is started in its turn")
AGAIN = Rule("B10.5", "kubelet/container ShouldContainerBeRestarted", "an ended container starts again as its policy says")
INIT_AGAIN = Rule("B8.5", "kubelet/kuberuntime computeInitContainerActions", "a failed init container is tried again unless the policy is Never")
SIDECAR_AGAIN = Rule("B9.6", "kubelet/kuberuntime computeInitContainerActions", "a sidecar starts again whatever its exit code and the policy")
REPLACED = Rule("B10.7", "kubelet/kuberuntime computePodActions", "what a failed probe kills starts again in the same sync, unless the policy is Never")
NEW_SANDBOX = Rule("B5.3", "kubelet/kuberuntime computePodActions", "in a new sandbox all start but those that succeeded under OnFailure")
BACKED_OFF = Rule("B6.2", "kubelet/kuberuntime doBackOff", "in back-off it is not started: CrashLoopBackOff")
PULLED = Rule("B7.3", "kubelet/images EnsureImageExists", "the image is on the node before the container is created")
NOT_PULLED = Rule("B6.3", "kubelet/images EnsureImageExists", "without its image it waits: ErrImagePull, ImagePullBackOff")
CREATED = Rule("CTR-5", "kubelet/kuberuntime startContainer", "created, after its image and before its start")
NOT_CREATED = Rule("B6.4", "kubelet/kuberuntime startContainer", "what cannot be created waits: CreateContainerError, CreateContainerConfigError")
STARTED = Rule("B6.6", "kubelet/kuberuntime startContainer", "started")
NOT_STARTED = Rule("B6.5", "kubelet/kuberuntime startContainer", "what cannot be started waits: RunContainerError")
ABORTED = Rule("B8.7", "kubelet/kuberuntime SyncPod", "after an init container that could not start, nothing else starts in this sync")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet has no plan")


# States
class StartState(Enum):
    NONE = "None"
    PLANNED = "Planned"
    IMAGE_PRESENT = "Image present"
    CREATED = "Created"


# Record
@frozen
class StartAttempt:
    state: StartState = StartState.NONE


# View
@frozen
class StartView:
    policy: RestartPolicy = RestartPolicy.ALWAYS
    """The container's own, else the Pod's."""
    is_init: bool = False
    is_sidecar: bool = False
    its_turn: bool = True
    """An init container: the one that is due. A sidecar: its turn has come, now or before. An app container: all of them are done."""
    seen: Seen = Seen.NONE
    """What the last relist has seen of it."""
    failed_probe: bool = False
    """Its startup or liveness probe has failed: this sync kills the instance that runs."""
    makes_sandbox: bool = False
    """This sync has made, or makes, a new sandbox."""
    backs_off: bool = False
    """Its crash-loop back-off is not over."""
    is_next: bool = True
    """The sync has tried all containers before it."""
    sandbox_is_ready: bool = True


# Events
@frozen
class Plan(Event):
    actor = Actor.KUBELET


@frozen
class BackOff(Event):
    actor = Actor.KUBELET


@frozen
class PullSucceeds(Event):
    actor = Actor.RUNTIME


@frozen
class PullFails(Event):
    actor = Actor.RUNTIME


@frozen
class CreateSucceeds(Event):
    actor = Actor.RUNTIME


@frozen
class CreateFails(Event):
    actor = Actor.RUNTIME


@frozen
class StartSucceeds(Event):
    actor = Actor.RUNTIME


@frozen
class StartFails(Event):
    actor = Actor.RUNTIME


@frozen
class Abort(Event):
    actor = Actor.KUBELET


# Guards
def is_new(view: StartView, me: StartAttempt, event: Plan) -> bool:
    return view.its_turn and not view.makes_sandbox and view.seen in (Seen.NONE, Seen.CREATED)


def sidecar_is_down(view: StartView, me: StartAttempt, event: Plan) -> bool:
    return view.its_turn and not view.makes_sandbox and view.is_sidecar and view.seen.has_exited


def is_replaced(view: StartView, me: StartAttempt, event: Plan) -> bool:
    restarts = view.is_sidecar or view.policy is not RestartPolicy.NEVER
    return view.its_turn and not view.makes_sandbox and view.seen is Seen.RUNNING and view.failed_probe and restarts


def restart_is_due(view: StartView, me: StartAttempt, event: Plan) -> bool:
    return (
        view.its_turn
        and not view.makes_sandbox
        and not view.is_init
        and not view.is_sidecar
        and view.seen.has_exited
        and (view.seen.has_rule or policy_allows_restart(view.policy, view.seen.has_succeeded))
    )


def init_retry_is_due(view: StartView, me: StartAttempt, event: Plan) -> bool:
    return (
        view.its_turn
        and not view.makes_sandbox
        and view.is_init
        and view.seen.has_exited
        and not view.seen.has_succeeded
        and (view.seen.has_rule or policy_allows_restart(view.policy, succeeded=False))
    )


def is_due_in_new_sandbox(view: StartView, me: StartAttempt, event: Plan) -> bool:
    is_app = not view.is_init and not view.is_sidecar
    done = is_app and view.policy is RestartPolicy.ON_FAILURE and view.seen.has_succeeded
    return view.its_turn and view.makes_sandbox and not done


def is_backed_off(view: StartView, me: StartAttempt, event: BackOff) -> bool:
    return view.is_next and view.backs_off


def may_start(view: StartView, me: StartAttempt, event: Event) -> bool:
    return view.is_next and not view.backs_off


def sandbox_is_ready(view: StartView, me: StartAttempt, event: Event) -> bool:
    return view.sandbox_is_ready


N, P, I, C = StartState  # noqa: E741 -- I is "image present"; the table is read beside its states
# fmt: off
START = Kind(
    name="start", words="One attempt of a sync to start one container: its image, its creation, its start.",
    states=StartState, record=StartAttempt, view=StartView,
    events=(Plan, BackOff, PullSucceeds, PullFails, CreateSucceeds, CreateFails, StartSucceeds, StartFails, Abort, KubeletRestarts),
    edges=(
        Edge(Plan,           N, P, by=FIRST,       when=is_new),
        Edge(Plan,           N, P, by=AGAIN,       when=restart_is_due),
        Edge(Plan,           N, P, by=INIT_AGAIN,  when=init_retry_is_due),
        Edge(Plan,           N, P, by=SIDECAR_AGAIN, when=sidecar_is_down),
        Edge(Plan,           N, P, by=REPLACED,    when=is_replaced),
        Edge(Plan,           N, P, by=NEW_SANDBOX, when=is_due_in_new_sandbox),
        Edge(BackOff,        P, N, by=BACKED_OFF,  when=is_backed_off),
        Edge(PullSucceeds,   P, I, by=PULLED,      when=may_start),
        Edge(PullFails,      P, N, by=NOT_PULLED,  when=may_start),
        Edge(CreateSucceeds, I, C, by=CREATED,     when=sandbox_is_ready),
        Edge(CreateFails,    I, N, by=NOT_CREATED),
        Edge(StartSucceeds,  C, N, by=STARTED,     when=sandbox_is_ready),
        Edge(StartFails,     C, N, by=NOT_STARTED),
        Edge(Abort,          P, N, by=ABORTED),
        *(Edge(KubeletRestarts, state, N, by=LOST) for state in StartState),
    ),
)
# fmt: on

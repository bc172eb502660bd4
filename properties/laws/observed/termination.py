"""Termination: laws of how containers are stopped, as the API and the runtime show it (semantics C.14)."""

from __future__ import annotations

from ....model.objects.container import is_sidecar
from ....model.objects.pod import Pod, is_terminal
from ....model.objects.status import ContainerStatus
from ...law import RECORD, Mood, law
from ...record import Call, Item, Observation
from ...story import EXITED, RUNNING, SLACK, Instance, Story
from .container import restarts_all, statuses
from .examples import STORY, TIMED, created, did, ended, exited, pod, seen, status
from .phase import is_collected
from .pod_object import MARKED
from .sandbox import calls

KILL = "kubelet/kuberuntime killContainer"
STOP = "CRI StopContainer"
LEAST = 2
"""Seconds that StopContainer gives at least."""
LATE = 3.0
"""Seconds after its grace at which a container is dead in any case, whole seconds being cut off on the way."""
JITTER = 1.0
"""Seconds that a call may take to arrive."""
CUT_OFF = 2.0
"""Seconds: of the hook's time and of the time that a sidecar waits for its turn whole seconds count."""
RUNS = (seen(pod("Running", status(), spec={"terminationGracePeriodSeconds": 5}), 0.5), *created(1.0))


def _instance(story: Story, item: Item) -> Instance | None:
    """The newest instance of the container that this call is about."""
    return story.instances.get(item.container) if isinstance(item, Call) else None


def _graces(story: Story, item: Item) -> list[int]:
    """Every grace period that may be meant, in seconds."""
    if story.pod is None or not isinstance(item, Call):
        return []
    spec, marked = story.pod.spec.terminationGracePeriodSeconds, story.longest_grace
    container = story.container(item.container)
    probes = [container.livenessProbe, container.startupProbe] if container else []
    probe_graces = [probe.terminationGracePeriodSeconds for probe in probes if probe is not None]
    return [grace for grace in (spec, marked, *probe_graces) if grace is not None]


@law(
    "TERM-1", RECORD, by=(STOP,), **TIMED, given=lambda story, item: calls(item, "SIGKILL"),
    witness="{item}, which did not run or whose time was not over",
    breach=(*RUNS, did("StopContainer", 2.0, timeout=5), did("SIGTERM", 2.0), did("SIGKILL", 5.0)),
)  # fmt: skip
def sigkill_waits_for_the_grace(story: Story, item: Item) -> bool:
    """SIGKILL comes only after the stop signal, when the time of StopContainer is over and the container still runs."""
    one = _instance(story, item)
    if one is None or one.signal is None or one.deadline is None:
        return False
    return one.state == RUNNING and item.at >= one.deadline - SLACK


def _is_hooked(story: Story, item: Item) -> bool:
    """This is the first stop of a container whose hook has begun, by one and the same kubelet, with a known grace."""
    one = _instance(story, item)
    if one is None or not calls(item, "StopContainer") or story.kubelet_restarts:
        return False
    return one.hook is not None and one.stop is None and bool(_graces(story, item))


@law(
    "TERM-1", RECORD, by=(KILL, "kubelet/kuberuntime executePreStopHook"), **TIMED,
    given=lambda story, item: (
        _is_hooked(story, item) and (one := story.instances.get(item.container)) is not None and one.hook is not None
        and not one.hook_is_over and story.marked is not None and one.hook > story.marked
    ),
    witness="{item}, while its hook ran and there was grace left",
    breach=(
        *RUNS, seen(pod("Running", status(), meta=MARKED), 1.5), did("ExecSync", 2.0, cmd="preStop", answer="hang"),
        did("StopContainer", 3.0, timeout=4),
    ),
)  # fmt: skip
def the_signal_waits_for_the_hook(story: Story, item: Item) -> bool:
    """While a preStop hook of a deleted Pod runs the stop signal comes only when the grace is spent."""
    one = _instance(story, item)
    return one is None or one.hook is None or item.at >= one.hook + min(_graces(story, item)) - JITTER


@law(
    "TERM-2", RECORD, by=(KILL,), **TIMED, given=_is_hooked,
    witness="{item}, with {item.detail[timeout]} s",
    breach=(*RUNS, did("ExecSync", 2.0, cmd="preStop"), did("StopContainer", 5.0, timeout=5)),
)  # fmt: skip
def the_hook_is_part_of_the_grace(story: Story, item: Item) -> bool:
    """The time of a preStop hook is taken from the grace period."""
    one = _instance(story, item)
    if one is None or one.hook is None or not isinstance(item, Call):
        return True
    left = max(_graces(story, item)) - (item.at - one.hook)
    return bool(item.detail["timeout"] <= max(LEAST, left + CUT_OFF))


@law(
    "TERM-3", RECORD, by=("kubelet/kuberuntime minimumGracePeriodInSeconds",), **STORY,
    given=lambda story, item: calls(item, "StopContainer"),
    witness="{item}, with {item.detail[timeout]} s",
    breach=(*RUNS, did("StopContainer", 2.0, timeout=1)),
)  # fmt: skip
def a_signal_has_two_seconds(story: Story, item: Item) -> bool:
    """Between stop signal and SIGKILL there are at least two seconds."""
    return isinstance(item, Call) and item.detail["timeout"] >= LEAST


@law(
    "TERM-4", RECORD, by=(KILL, STOP), **TIMED,
    given=lambda story, item: (
        calls(item, "exit") and (one := _instance(story, item)) is not None and one.stop is not None
        and bool(_graces(story, item)) and story.kubelet_restarts == 0
    ),
    witness="{item}, too late",
    breach=(*RUNS, did("StopContainer", 2.0, timeout=5), exited(137, 30.0, cause="SIGKILL")),
)  # fmt: skip
def the_killed_are_dead_in_time(story: Story, item: Item) -> bool:
    """A container that is killed is dead three seconds after its grace at the latest, hook and turn included."""
    one = _instance(story, item)
    if one is None or one.stop is None:
        return True
    begun = one.stop if one.hook is None else min(one.hook, one.stop)
    return item.at <= begun + max(LEAST, *_graces(story, item)) + LATE + JITTER


@law(
    "TERM-6", RECORD, by=("kubelet/kuberuntime executePreStopHook",), **TIMED, given=_is_hooked,
    witness="{item}, long after its hook began",
    breach=(*RUNS, did("ExecSync", 2.0, cmd="preStop", answer="hang"), did("StopContainer", 20.0, timeout=2)),
)  # fmt: skip
def no_hook_blocks_a_kill(story: Story, item: Item) -> bool:
    """A hook that fails or hangs holds the stop signal up no longer than the grace."""
    one = _instance(story, item)
    return one is None or one.hook is None or item.at <= one.hook + max(_graces(story, item)) + JITTER


@law(
    "TERM-7", RECORD, by=("kubelet/kuberuntime killContainer",), **STORY,
    given=lambda story, item: isinstance(item, Call) and story.pod is not None and restarts_all(story.pod),
    witness="{item}",
    breach=(
        seen(pod("Running", status(ended(42)), conditions={"AllContainersRestarting": "True"}), 1.0),
        did("ExecSync", 2.0, cmd="preStop"),
    ),
)  # fmt: skip
def without_grace_no_hook(story: Story, item: Item) -> bool:
    """A kill without grace, as for RestartAllContainers, runs no preStop hook."""
    return not (calls(item, "ExecSync") and isinstance(item, Call) and item.detail.get("cmd") == "preStop")


def _is_removed_ended(story: Story, item: Item) -> bool:
    gone = isinstance(item, Observation) and item.after is None and story.pod is not None
    return gone and story.pod is not None and is_terminal(story.pod.status.phase) and not is_collected(story.pod)


@law(
    "TERM-9", RECORD, by=("kubelet SyncTerminatingPod", "kubelet/status TerminatePod"), **STORY,
    given=_is_removed_ended,
    witness="{item}, and its last status shows a container running",
    breach=(seen(pod("Failed", status()), 1.0), seen(None, 2.0, pod("Failed", status()))),
)  # fmt: skip
def the_last_status_has_ends(story: Story, item: Item) -> bool:
    """In the last status of a Pod that has ended no container is running."""
    return story.pod is not None and not any(one.state.running for one in statuses(story.pod))


def _known_ends(story: Story) -> list[tuple[Instance, ContainerStatus]]:
    """The instances that the last status shows, and that are known to have exited, with what it shows of them."""
    if story.pod is None:
        return []
    shown = [(story.instances.get(one.name), one) for one in statuses(story.pod)]
    return [(one, its) for one, its in shown if one and one.state == EXITED and its.containerID.endswith(one.id)]


@law(
    "TERM-9", RECORD, by=("kubelet SyncTerminatingPod",), **STORY,
    given=lambda story, item: _is_removed_ended(story, item) and bool(_known_ends(story)),
    witness="{item}, and its last status does not show an exit code that is known",
    breach=(
        *created(1.0), exited(3, 2.0), seen(pod("Failed", status(ended(4), containerID="cri://app-0")), 3.0),
        seen(None, 4.0, pod("Failed", status())),
    ),
)  # fmt: skip
def the_last_status_has_every_exit_code(story: Story, item: Item) -> bool:
    """The last status of a Pod that has ended shows the exit code with which each of its containers exited: in its
    state, or in its lastState if it waited for its restart."""
    return all(_shows(shown, one.exit_code) for one, shown in _known_ends(story))


def _shows(shown: ContainerStatus, code: int) -> bool:
    """A container in CrashLoopBackOff counts as one without a known end; what ended before is its lastState."""
    end, before = shown.state.terminated, shown.lastState.terminated
    if end is not None and end.reason == "ContainerStatusUnknown" and before is not None:
        return before.exitCode == code
    return end is not None and end.exitCode == code


@law(
    "TERM-9", RECORD, by=("kubelet/status TerminatePod",), mood=Mood.ALWAYS,
    given=lambda shown: any(
        one.state.terminated is not None and one.state.terminated.reason == "ContainerStatusUnknown"
        for one in statuses(shown)
    ),
    witness="a container of {pod.metadata.name} with an unknown end has another code",
    breach=pod("Failed", status(ended(0, reason="ContainerStatusUnknown"))),
)  # fmt: skip
def an_unknown_end_is_137(shown: Pod) -> bool:
    """An end that nobody knows has exit code 137."""
    ends = [one.state.terminated for one in statuses(shown) if one.state.terminated]
    return all(end.exitCode == 137 for end in ends if end.reason == "ContainerStatusUnknown")


@law(
    "TERM-11", RECORD, by=("kubelet/status mergePodStatus", "kubectl printers"), **STORY,
    given=lambda story, item: (
        isinstance(item, Observation) and item.after is not None and not is_collected(item.after)
        and story.marked is not None
        and any((story.instances[name].started or 0.0) < item.at - SLACK for name in story.running)
    ),
    witness="{item}",
    breach=(*RUNS, seen(pod("Running", status(), meta=MARKED), 2.0), seen(pod("Failed", status(), meta=MARKED), 3.0)),
)  # fmt: skip
def terminating_is_no_phase(story: Story, item: Item) -> bool:
    """While a deleted Pod runs its phase stays Pending or Running: Terminating is none."""
    shown = item.after if isinstance(item, Observation) else None
    return shown is None or shown.status.phase in ("Pending", "Running") or story.ended is not None


@law(
    "TERM-13", RECORD, by=("kubelet/kuberuntime setTerminationGracePeriod",), **STORY,
    given=lambda story, item: (
        calls(item, "StopContainer") and story.marked is not None and item.at > story.marked + SLACK
        and story.longest_grace is not None and not _was_begun(story) and not _may_end_otherwise(story)
    ),
    witness="{item}, with {item.detail[timeout]} s",
    breach=(*RUNS, seen(pod("Running", status(), meta={**MARKED, "deletionGracePeriodSeconds": 3}), 2.0),
            did("StopContainer", 3.0, timeout=5)),
)  # fmt: skip
def the_deletions_grace_counts(story: Story, item: Item) -> bool:
    """The containers of a deleted Pod are stopped with the deletion's grace, not with the spec's."""
    return isinstance(item, Call) and item.detail["timeout"] <= max(LEAST, story.longest_grace or 0)


def _was_begun(story: Story) -> bool:
    """A kill had begun before the deletion was shown; it keeps its time."""
    begun = [at for one in story.instances.values() for at in (one.stop, one.hook) if at is not None]
    return story.marked is not None and any(at < story.marked + SLACK for at in begun)


def _may_end_otherwise(story: Story) -> bool:
    """A deadline, or the end of the containers before sidecars, may have begun a kill that no call shows yet."""
    spec = story.pod.spec if story.pod else None
    return spec is None or spec.activeDeadlineSeconds is not None or any(map(is_sidecar, spec.initContainers))

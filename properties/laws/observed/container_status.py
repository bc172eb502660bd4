"""ContainerStatus: laws of what a status says of one instance as long as it is the same, as the API shows it (semantics C.6)."""

from __future__ import annotations

from collections.abc import Mapping

from ....model.kubelet.rules.restart import RESTARTING_ALL_CONTAINERS
from ....model.objects.pod import Pod, all_containers, is_terminal
from ....model.objects.status import ContainerStatus
from ...law import RECORD, Change, Mood, law
from ...record import Call, Item
from .conditions import is_false
from .container import pairs, some, statuses
from .examples import ended, exited, pod, seen, status, waits

KP = "kubelet convertToAPIContainerStatuses"


def names_only_its_containers(shown: Pod) -> bool:
    """Whether every status is of a container of the spec, and no two are of the same."""
    status = shown.status
    every = (*status.initContainerStatuses, *status.containerStatuses, *status.ephemeralContainerStatuses)
    names = [one.name for one in every]
    return len(set(names)) == len(names) and {one.name for one in all_containers(shown.spec)}.issuperset(names)


@law(
    "CTR-1", RECORD, by=(KP,), mood=Mood.ALWAYS, given=lambda shown: bool(shown.status.containerStatuses),
    witness="{pod.metadata.name} has a status of no container, or two of one",
    breach=pod("Running", status(name="app"), status(name="app")),
)  # fmt: skip
def a_status_has_its_container(shown: Pod) -> bool:
    """Every container status is of a container of the spec, and no two are of the same."""
    return names_only_its_containers(shown)


def _same(old: ContainerStatus, new: ContainerStatus) -> bool:
    return bool(old.containerID) and old.containerID == new.containerID


def _runs_on(old: ContainerStatus, new: ContainerStatus) -> bool:
    return _same(old, new) and old.state.running is not None and new.state.running is not None


def _is_over(old: ContainerStatus, new: ContainerStatus) -> bool:
    return _same(old, new) and old.state.terminated is not None


def _is_removed(one: ContainerStatus) -> bool:
    """To restart all containers: the end of its instance is made up."""
    ends = (one.state.terminated, one.lastState.terminated)
    return any(end is not None and end.reason == RESTARTING_ALL_CONTAINERS for end in ends)


def _begins_to_wait(old: ContainerStatus, new: ContainerStatus) -> bool:
    return (old.state.running is not None or old.state.terminated is not None) and new.state.waiting is not None


def _is_refused(shown: Pod) -> bool:
    """Its kubelet, restarted perhaps, has refused it and shows nothing else."""
    return is_terminal(shown.status.phase) and bool(shown.status.reason)


FIRST = pod("Running", status(containerID="c://app-0"))


@law(
    "CTR-2", RECORD, by=(KP,), given=some(_runs_on),
    witness="a container of {after.metadata.name} runs on with another count or another start",
    breach=Change(FIRST, pod("Running", status(containerID="c://app-0", restartCount=1))),
)  # fmt: skip
def an_instance_is_counted_once(before: Pod, after: Pod) -> bool:
    """As long as an instance runs its restartCount and its startedAt stay."""
    on = [(old, new) for old, new in pairs(before, after) if _runs_on(old, new)]
    return all(old.restartCount == new.restartCount and old.state.running == new.state.running for old, new in on)


@law(
    "CTR-6", RECORD, by=(KP,),
    given=some(_is_over),
    witness="an ended instance of {after.metadata.name} runs again, or ended otherwise",
    breach=Change(pod("Running", status(ended(1), containerID="c://app-0")), FIRST),
)  # fmt: skip
def an_instance_ends_once(before: Pod, after: Pod) -> bool:
    """The end of an instance stays as it was first shown: its exit code and its times never change, unless
    it is removed to restart all containers."""
    over = [(old.state.terminated, new) for old, new in pairs(before, after) if _is_over(old, new)]
    return all(end in (new.state.terminated, new.lastState.terminated) or _is_removed(new) for end, new in over)


@law(
    "CTR-3", RECORD, by=(KP,), given=some(_begins_to_wait),
    witness="a container of {after.metadata.name} waits and nothing is shown of the run before",
    breach=Change(FIRST, pod("Pending", status(waits()))),
)  # fmt: skip
def who_has_run_waits_after_an_end(before: Pod, after: Pod) -> bool:
    """A container that has run waits only with the end of its last run as its lastState."""
    begun = [new for old, new in pairs(before, after) if _begins_to_wait(old, new)]
    return all(new.lastState.terminated is not None for new in begun)


@law(
    "CTR-3", RECORD, by=(KP,), mood=Mood.ALWAYS, given=lambda shown: any(map(_waits_after_a_run, statuses(shown))),
    witness="a container of {pod.metadata.name} waits, and its lastState is not the end of its last instance",
    breach=pod("Running", status(waits("CrashLoopBackOff"), containerID="c://app-0")),
)  # fmt: skip
def who_waits_shows_its_last_end(shown: Pod) -> bool:
    """A waiting container of which an instance is known shows the end of that instance as its lastState."""
    known = [one for one in statuses(shown) if _waits_after_a_run(one)]
    ends = [(one.containerID, one.lastState.terminated) for one in known]
    return all(end is not None and end.containerID == instance for instance, end in ends)


def _waits_after_a_run(one: ContainerStatus) -> bool:
    return one.state.waiting is not None and bool(one.containerID) and not _is_removed(one)


@law(
    "CTR-4", RECORD, by=("kubelet/status mergePodStatus", KP),
    given=lambda before, after: bool(before.status.containerStatuses) and not _is_refused(after),
    witness="{after.metadata.name} lost the status of a container",
    breach=Change(FIRST, pod("Running", hostIP="192.0.2.1")),
)  # fmt: skip
def a_status_stays(before: Pod, after: Pod) -> bool:
    """A container that has a status keeps one, unless a restarted kubelet begins with a status without containers and
    addresses."""
    is_new = not statuses(after) and not after.status.hostIP
    return is_new or {one.name for one in statuses(before)} <= {one.name for one in statuses(after)}


@law(
    "CTR-1", RECORD, by=(KP, "kubelet/prober UpdatePodStatus"), mood=Mood.ALWAYS,
    given=lambda shown: any(one.ready for one in shown.status.containerStatuses),
    witness="a container of {pod.metadata.name} is ready and does not run",
    breach=pod("Running", status(waits(), ready=True)),
)  # fmt: skip
def only_what_runs_is_ready(shown: Pod) -> bool:
    """An app container is ready only while it runs."""
    return all(one.state.running for one in shown.status.containerStatuses if one.ready)


def _with_exit(ends: Mapping[str, int], item: Item) -> Mapping[str, int]:
    """The exit code of each instance that has ended, by its id."""
    if isinstance(item, Call) and item.call == "exit":
        return {**ends, item.detail["id"]: item.detail["exit"]}
    return ends


def _shown_ends(ends: Mapping[str, int], item: Item) -> list[tuple[int, int]]:
    """The exit code that is shown and that of the runtime, of each instance whose end is known to both."""
    if isinstance(item, Call) or item.after is None or not ends:
        return []
    shown = [end for one in statuses(item.after) for end in (one.state.terminated, one.lastState.terminated) if end]
    known = [(end.exitCode, ends.get(end.containerID.rpartition("/")[2])) for end in shown]
    return [(said, was) for said, was in known if was is not None]


@law(
    "CTR-6", RECORD, by=("kubelet/kuberuntime toKubeContainerStatus",), mood=Mood.ORDER, initial={}, follow=_with_exit,
    given=lambda ends, item: bool(_shown_ends(ends, item)),
    witness="{item}, and a container is said to have ended with another exit code than it did",
    breach=(exited(1, 2.0), seen(pod("Failed", status(ended(0, containerID="c://app-0"))), 3.0)),
)  # fmt: skip
def an_exit_code_is_the_runtimes(ends: Mapping[str, int], item: Item) -> bool:
    """The exit code that is shown of an instance is the one with which it ended."""
    return all(said == was for said, was in _shown_ends(ends, item))


@law(
    "INIT-3", RECORD, by=("kubelet/status GeneratePodInitializedCondition", "kubelet/kuberuntime computePodActions"),
    mood=Mood.ALWAYS,
    given=lambda shown: bool(shown.spec.initContainers) and any(map(_has_run, shown.status.containerStatuses)),
    witness="an app container of {pod.metadata.name} has run before the Pod was initialized",
    breach=pod("Pending", status(), init=(status(name="first"),), conditions={"Initialized": "False"}),
)  # fmt: skip
def who_has_run_was_initialized(shown: Pod) -> bool:
    """An app container is shown to run, or to have run, only in a Pod that has initialized."""
    return not is_false(shown, "Initialized")


def _has_run(one: ContainerStatus) -> bool:
    return one.state.running is not None


def _has_one_sandbox(before: Pod, after: Pod) -> bool:
    """It has an address, and a container runs on, and with it its sandbox."""
    return some(_runs_on)(before, after) and bool(before.status.podIP) and not after.spec.hostNetwork


@law(
    "SBX-3", RECORD, by=("kubelet/kuberuntime SyncPod",), given=_has_one_sandbox,
    witness="the address went from {before.status.podIP} to {after.status.podIP} while a container ran on",
    breach=Change(
        pod("Running", status(containerID="c://app-0"), podIP="10.0.0.1"),
        pod("Running", status(containerID="c://app-0"), podIP="10.0.0.2"),
    ),
)  # fmt: skip
def an_address_lasts_as_its_containers(before: Pod, after: Pod) -> bool:
    """A Pod keeps its address as long as one of its containers runs on."""
    return before.status.podIP == after.status.podIP

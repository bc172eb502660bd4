"""Container: laws of one container's instances, as the API and the runtime show them (semantics C.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ....model.kubelet.rules.restart import all_containers_could_restart, container_should_restart
from ....model.objects.container import Container
from ....model.objects.pod import Pod, every_container
from ....model.objects.status import ContainerState, ContainerStatus
from ....model.objects.time import Time
from ...law import RECORD, Change, Mood, law
from ...record import Call, Item
from ...story import CREATED, EXITED, Story
from .examples import RUNS, STORY, created, did, ended, exited, pod, status, waits
from .pod_object import condition
from .sandbox import calls

KP = "kubelet convertToAPIContainerStatuses"
KRC = "kubelet/kuberuntime startContainer"
NEVER = {"restartPolicy": "Never"}


def statuses(shown: Pod) -> tuple[ContainerStatus, ...]:
    """Those of init containers, then those of app containers."""
    return (*shown.status.initContainerStatuses, *shown.status.containerStatuses)


def pairs(before: Pod, after: Pod) -> Iterator[tuple[ContainerStatus, ContainerStatus]]:
    """Each container's status before and after, where both are there."""
    new = {one.name: one for one in statuses(after)}
    return ((old, new[old.name]) for old in statuses(before) if old.name in new)


def some(premise: Callable[[ContainerStatus, ContainerStatus], bool]) -> Callable[[Pod, Pod], bool]:
    """The premise that this holds of some container."""
    return lambda before, after: any(premise(old, new) for old, new in pairs(before, after))


def _sides(state: ContainerState) -> int:
    return sum(side is not None for side in (state.waiting, state.running, state.terminated))


def _is_new(old: ContainerStatus, new: ContainerStatus) -> bool:
    return bool(old.containerID) and bool(new.containerID) and old.containerID != new.containerID


def _has_run(old: ContainerStatus) -> bool:
    """It was shown to run or to have ended; one that was only created leaves no end behind."""
    return old.state.running is not None or old.state.terminated is not None


def restarts_all(shown: Pod) -> bool:
    """RestartAllContainers is in progress."""
    restarting = condition(shown, "AllContainersRestarting")
    return restarting is not None and restarting.status == "True"


def _ended(old: ContainerStatus, new: ContainerStatus) -> bool:
    return old.state.terminated is not None


@law(
    "CTR-1", RECORD, by=("api/core/v1 ContainerState",), mood=Mood.ALWAYS, given=lambda shown: bool(statuses(shown)),
    witness="a container of {pod.metadata.name} is in two states or in none",
    breach=pod("Running", status(ContainerState(running=RUNS.running, terminated=ended().terminated))),
)  # fmt: skip
def a_container_is_in_one_state(shown: Pod) -> bool:
    """A container is waiting, running or terminated: exactly one of the three."""
    return all(_sides(one.state) == 1 and _sides(one.lastState) <= 1 for one in statuses(shown))


@law(
    "CTR-2", RECORD, by=(KP,), given=lambda before, after: bool(statuses(before)),
    witness="the count of a container of {after.metadata.name} fell",
    breach=Change(pod("Running", status(restartCount=2)), pod("Running", status(restartCount=1))),
)  # fmt: skip
def restarts_are_never_uncounted(before: Pod, after: Pod) -> bool:
    """The restartCount of a container never falls."""
    return all(new.restartCount >= old.restartCount for old, new in pairs(before, after))


@law(
    "CTR-2", RECORD, by=(KP, KRC),
    given=lambda before, after: some(_is_new)(before, after) and not all_containers_could_restart(after.spec),
    witness="an instance of {after.metadata.name} is new and was not counted",
    breach=Change(pod("Running", status(containerID="a")), pod("Running", status(containerID="b"))),
)  # fmt: skip
def every_new_instance_is_counted(before: Pod, after: Pod) -> bool:
    """A new instance of an app container raises its restartCount, unless all containers may restart: one that waits then is
    not counted."""
    apps = {one.name for one in after.spec.containers}
    new = [(old, one) for old, one in pairs(before, after) if _is_new(old, one) and old.name in apps]
    return all(one.restartCount > old.restartCount for old, one in new)


@law(
    "CTR-3", RECORD, by=(KP,), given=some(lambda old, new: _is_new(old, new) and _has_run(old)),
    witness="an instance of {after.metadata.name} is new and nothing is shown of the one before",
    breach=Change(
        pod("Running", status(containerID="a")), pod("Running", status(containerID="b", restartCount=1))
    ),
)  # fmt: skip
def the_last_end_is_kept(before: Pod, after: Pod) -> bool:
    """A new instance that has not ended itself shows the end of the one before it as its lastState, if that one has run."""
    new = [one for old, one in pairs(before, after) if _is_new(old, one) and _has_run(old)]
    lasting = [one.lastState for one in new if one.state.terminated is None]
    return all(last.terminated is not None or last.waiting is not None for last in lasting)


@law(
    "CTR-3", RECORD, by=(KP,),
    given=some(lambda old, new: old.state.terminated is not None and new.restartCount == old.restartCount + 1),
    witness="the lastState of a container of {after.metadata.name} is not the end that was shown",
    breach=Change(
        pod("Running", status(ended(3), containerID="a")),
        pod("Running", status(lastState=ended(4), containerID="b", restartCount=1)),
    ),
)  # fmt: skip
def the_last_state_is_the_end_that_was_shown(before: Pod, after: Pod) -> bool:
    """The first restart after an end that was shown has exactly that end as its lastState."""
    return all(
        new.lastState.terminated is None or new.lastState.terminated.exitCode == old.state.terminated.exitCode
        for old, new in pairs(before, after)
        if old.state.terminated is not None and new.state.running and new.restartCount == old.restartCount + 1
    )


def _spec(shown: Pod, name: str) -> Container:
    return next(one for one in every_container(shown.spec) if one.name == name)


def _stays(before: Pod, old: ContainerStatus) -> bool:
    """It has ended in a way that neither its policy nor a rule answers with a restart; under the Pod's Always nobody asks."""
    end = old.state.terminated
    if end is None or before.spec.restartPolicy == "Always":
        return False
    return not container_should_restart(_spec(before, old.name), before.spec.restartPolicy, end.exitCode)


@law(
    "CTR-4", RECORD, by=("core/validation ValidateContainerStateTransition",),
    given=lambda before, after: some(_ended)(before, after) and not all_containers_could_restart(after.spec),
    witness="a container of {after.metadata.name} left its end under {after.spec.restartPolicy}",
    breach=Change(
        pod("Running", status(ended(0)), spec=NEVER), pod("Running", status(restartCount=1), spec=NEVER)
    ),
)  # fmt: skip
def a_final_end_stays(before: Pod, after: Pod) -> bool:
    """A container that has ended and is not to be restarted stays terminated, unless all containers may restart."""
    return all(new.state.terminated is not None for old, new in pairs(before, after) if _stays(before, old))


@law(
    "CTR-5", RECORD, by=(KRC,), **STORY, given=lambda story, item: calls(item, "StartContainer"),
    witness="{item}, which had not been created or had been started before",
    breach=(did("RunPodSandbox", 0.5), *created(1.0), exited(1, 2.0), did("StartContainer", 3.0)),
)  # fmt: skip
def only_the_created_start(story: Story, item: Item) -> bool:
    """An instance is started once, after it was created."""
    instance = story.instances.get(item.container) if isinstance(item, Call) else None
    return instance is not None and instance.state == CREATED and instance.id == item.detail["id"]  # type: ignore[union-attr]  # given says that it is a call


def _is_hook(item: Item, name: str) -> bool:
    return calls(item, "ExecSync") and isinstance(item, Call) and item.detail.get("cmd") == name


@law(
    "CTR-5", RECORD, by=(KRC,), **STORY,
    given=lambda story, item: _is_hook(item, "postStart"),
    witness="{item}, which did not run",
    breach=(created(1.0)[0], did("ExecSync", 2.0, cmd="postStart")),
)  # fmt: skip
def post_start_follows_the_start(story: Story, item: Item) -> bool:
    """A postStart hook runs only in an instance that was started."""
    instance = story.instances.get(item.container) if isinstance(item, Call) else None
    return instance is not None and instance.started is not None


@law(
    "CTR-6", RECORD, by=("kubelet/kuberuntime toKubeContainerStatus",), mood=Mood.ALWAYS,
    given=lambda shown: any(one.state.terminated for one in statuses(shown)),
    witness="a container of {pod.metadata.name} ended before it started",
    breach=pod("Failed", status(ended(1, startedAt=Time(9), finishedAt=Time(8)))),
)  # fmt: skip
def an_end_follows_its_start(shown: Pod) -> bool:
    """No container ends before it starts."""
    ends = [one.state.terminated for one in statuses(shown)] + [one.lastState.terminated for one in statuses(shown)]
    known = [end for end in ends if end is not None and end.startedAt and end.finishedAt]
    return all((end.startedAt or 0) <= (end.finishedAt or 0) for end in known)


@law(
    "CTR-7", RECORD, by=("kubelet/kuberuntime killContainer",), **STORY,
    given=lambda story, item: _is_hook(item, "preStop"),
    witness="{item}, which did not run any more",
    breach=(*created(1.0), exited(1, 2.0), did("ExecSync", 3.0, cmd="preStop")),
)  # fmt: skip
def no_hook_after_the_end(story: Story, item: Item) -> bool:
    """A preStop hook never runs for a container that has ended by itself."""
    instance = story.instances.get(item.container) if isinstance(item, Call) else None
    return instance is not None and instance.state != EXITED


@law(
    "CTR-7", RECORD, by=("kubelet/kuberuntime killContainer",), **STORY,
    given=lambda story, item: calls(item, "CreateContainer") and _hooked(story, item),
    witness="{item}, whose instance before had run its preStop hook and was not stopped",
    breach=(*created(1.0), did("ExecSync", 2.0, cmd="preStop"), exited(1, 9.0), created(10.0)[0]),
)  # fmt: skip
def a_hook_is_followed_by_a_stop(story: Story, item: Item) -> bool:
    """What has run its preStop hook is being killed: it is stopped, and not just restarted."""
    instance = story.instances.get(item.container) if isinstance(item, Call) else None
    return instance is not None and instance.stop is not None


def _hooked(story: Story, item: Item) -> bool:
    instance = story.instances.get(item.container) if isinstance(item, Call) else None
    return instance is not None and instance.hook is not None and story.kubelet_restarts == 0


@law(
    "CTR-8", RECORD, by=("kubelet generateAPIPodStatus",), mood=Mood.ALWAYS,
    given=lambda shown: any(_reason(one) in ("PodInitializing", "ContainerCreating") for one in statuses(shown)),
    witness="a container of {pod.metadata.name} waits for the wrong reason",
    breach=pod("Pending", status(waits("PodInitializing"))),
)  # fmt: skip
def the_first_reason_says_what_is_awaited(shown: Pod) -> bool:
    """A container of which nothing is known yet waits with PodInitializing if the Pod has init containers, and with
    ContainerCreating if not."""
    wrong = "ContainerCreating" if shown.spec.initContainers else "PodInitializing"
    return not any(_reason(one) == wrong for one in statuses(shown))


def _reason(one: ContainerStatus) -> str:
    return one.state.waiting.reason if one.state.waiting else ""

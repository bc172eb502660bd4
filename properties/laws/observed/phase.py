"""Phase: laws of the phase in the API (semantics C.4)."""

from __future__ import annotations

from collections.abc import Iterator

from ....model.kubelet.rules.restart import container_should_restart
from ....model.objects.container import Container, is_sidecar
from ....model.objects.pod import Pod, every_container, is_static, is_terminal
from ....model.objects.status import ContainerStatus
from ...law import RECORD, Change, Mood, law
from ...record import Call, Item, Observation
from ...story import SLACK, Story
from .examples import STORY, created, ended, exited, pod, seen, status, waits
from .pod_object import MARKED, condition

KP = "kubelet getPhase"
PHASES = ("Pending", "Running", "Succeeded", "Failed")
FAILED = pod("Failed", status(ended(1)), spec={"restartPolicy": "Never"})


def apps(shown: Pod) -> Iterator[tuple[Container, ContainerStatus]]:
    """Each app container that has a status, with its status."""
    statuses = {one.name: one for one in shown.status.containerStatuses}
    return ((one, statuses[one.name]) for one in shown.spec.containers if one.name in statuses)


def inits(shown: Pod) -> Iterator[tuple[Container, ContainerStatus]]:
    """Each init container, sidecars with them, that has a status, with its status."""
    statuses = {one.name: one for one in shown.status.initContainerStatuses}
    return ((one, statuses[one.name]) for one in shown.spec.initContainers if one.name in statuses)


def has_succeeded(one: ContainerStatus) -> bool:
    return one.state.terminated is not None and one.state.terminated.exitCode == 0


def has_failed_for_good(container: Container, one: ContainerStatus, policy: str) -> bool:
    """It is terminated otherwise than with 0 (or by lack of memory) and no policy or rule starts it again."""
    end = one.state.terminated
    if end is None or (end.exitCode == 0 and end.reason != "OOMKilled"):
        return False
    return not container_should_restart(container, policy, end.exitCode)


def is_collected(shown: Pod) -> bool:
    """Pod garbage collection, not the kubelet, wrote its end: it leaves the container statuses as they were."""
    target = condition(shown, "DisruptionTarget")
    if target is None or target.reason == "TerminationByKubelet":
        return False
    still_running = any(one.state.running for one in shown.status.containerStatuses)
    return target.reason == "DeletionByPodGC" or still_running


def ended_naturally(shown: Pod) -> bool:
    """Nobody deleted, evicted, rejected or preempted it, and no deadline ended it."""
    undisturbed = condition(shown, "DisruptionTarget") is None and shown.metadata.deletionTimestamp is None
    return is_terminal(shown.status.phase) and not shown.status.reason and undisturbed and not is_static(shown)


@law(
    "POD-PHASE-1", RECORD, by=("api/core/v1 PodPhase",), mood=Mood.ALWAYS,
    witness="it was {pod.status.phase}", breach=pod("Unknown"),
)  # fmt: skip
def there_are_four_phases(shown: Pod) -> bool:
    """The phase is Pending, Running, Succeeded or Failed, and never Unknown."""
    return shown.status.phase in PHASES


@law(
    "POD-PHASE-2", RECORD, by=("kubelet generateAPIPodStatus",),
    given=lambda before, after: is_terminal(before.status.phase),
    witness="it went from {before.status.phase} to {after.status.phase}",
    breach=Change(FAILED, pod("Running", status())),
)  # fmt: skip
def the_end_is_final(before: Pod, after: Pod) -> bool:
    """A terminal phase never changes."""
    return after.status.phase == before.status.phase


@law(
    "POD-PHASE-3", RECORD, by=("kubelet/status mergePodStatus",), **STORY,
    given=lambda story, item: (
        isinstance(item, Observation) and item.after is not None and story.ended is None
        and is_terminal(item.after.status.phase) and not is_collected(item.after)
    ),
    witness="{item}, while a container had been running for longer",
    breach=(*created(1.0), seen(FAILED, 5.0)),
)  # fmt: skip
def the_ended_run_nothing(story: Story, item: Item) -> bool:
    """The API shows a terminal phase only when no container of the Pod runs, garbage collection aside."""
    return not any((story.instances[name].started or 0.0) < item.at - SLACK for name in story.running)


@law(
    "POD-PHASE-4", RECORD, by=(KP,), mood=Mood.ALWAYS, given=lambda shown: shown.status.phase == "Succeeded",
    witness="an app container has no exit with 0",
    breach=pod("Succeeded", status(ended(1))),
)  # fmt: skip
def success_is_of_all(shown: Pod) -> bool:
    """A Pod has succeeded only if every app container is terminated with 0."""
    statuses = shown.status.containerStatuses
    return len(statuses) == len(shown.spec.containers) and all(has_succeeded(one) for one in statuses)


@law(
    "POD-PHASE-5", RECORD, by=(KP,), mood=Mood.ALWAYS,
    given=lambda shown: shown.status.phase == "Failed" and ended_naturally(shown),
    witness="no container has failed for good under {pod.spec.restartPolicy}",
    breach=pod("Failed", status(ended(0))),
)  # fmt: skip
def failure_has_a_cause(shown: Pod) -> bool:
    """A Pod fails by itself only if an app or init container has failed that nothing starts again."""
    policy = shown.spec.restartPolicy
    failed = [has_failed_for_good(container, one, policy) for container, one in apps(shown)]
    failed += [has_failed_for_good(c, one, policy) for c, one in inits(shown) if not is_sidecar(c)]
    return any(failed)


def _is_plain(story: Story, item: Item) -> bool:
    """A Pod with the plain policy Always, and neither a deletion nor a reason why it should end."""
    if isinstance(item, Call) or item.after is None:
        return False
    shown = item.after
    own = [c.restartPolicy for c in every_container(shown.spec) if not is_sidecar(c)]
    plain = shown.spec.restartPolicy == "Always" and all(policy is None for policy in own)
    undisturbed = shown.metadata.deletionTimestamp is None and condition(shown, "DisruptionTarget") is None
    return plain and undisturbed and not shown.status.reason and story.calls > 0


@law(
    "POD-PHASE-6", RECORD, by=(KP, "api/v1/pod ContainerShouldRestart"), **STORY, given=_is_plain,
    witness="{item}, and the kubelet had not killed it",
    breach=(*created(1.0), exited(0, 2.0), seen(pod("Succeeded", status(ended(0))), 3.0)),
)  # fmt: skip
def always_means_always(story: Story, item: Item) -> bool:
    """Under the policy Always a Pod ends only if the kubelet kills it, containers and sandbox: it was deleted, evicted,
    rejected, preempted or shut down."""
    if not isinstance(item, Observation) or item.after is None or not is_terminal(item.after.status.phase):
        return True
    return not story.sandbox_is_ready and any(instance.stop is not None for instance in story.instances.values())


@law(
    "POD-PHASE-7", RECORD, by=(KP,), mood=Mood.ALWAYS,
    given=lambda shown: shown.status.phase == "Running" and bool(shown.status.containerStatuses),
    witness="an app container has never been started, or the Pod has no node",
    breach=pod("Running", status(waits())),
)  # fmt: skip
def running_means_started(shown: Pod) -> bool:
    """A Running Pod is bound, and every app container runs, has ended, or waits after an end."""
    statuses = shown.status.containerStatuses
    begun = [one.state.running or one.state.terminated or one.lastState.terminated for one in statuses]
    return bool(shown.spec.nodeName) and len(statuses) == len(shown.spec.containers) and all(begun)


@law(
    "POD-PHASE-7", RECORD, by=(KP, "registry/core/pod strategy PrepareForCreate"), mood=Mood.ALWAYS,
    given=lambda shown: shown.status.phase == "Running", witness="{pod.metadata.name} has no node",
    breach=pod("Running", spec={"nodeName": ""}),
)  # fmt: skip
def running_means_bound(shown: Pod) -> bool:
    """A Running Pod is bound to a node."""
    return bool(shown.spec.nodeName)


@law(
    "POD-PHASE-9", RECORD, by=(KP,), mood=Mood.ALWAYS,
    given=lambda shown: any(map(is_sidecar, shown.spec.initContainers)) and is_terminal(shown.status.phase)
    and not shown.status.reason and not is_collected(shown) and bool(shown.status.containerStatuses),
    witness="the phase is {pod.status.phase}",
    breach=pod(
        "Failed", status(ended(0)), init=(status(ended(137), "proxy"),),
        spec={"initContainers": (Container(name="proxy", restartPolicy="Always"),)},
    ),
)  # fmt: skip
def sidecars_do_not_decide(shown: Pod) -> bool:
    """How sidecars ended never decides between Succeeded and Failed: the app and init containers alone do."""
    deciding = [one for _, one in apps(shown)]
    if shown.status.phase == "Succeeded":
        return all(map(has_succeeded, deciding))
    deciding += [one for container, one in inits(shown) if not is_sidecar(container)]
    return not all(map(has_succeeded, deciding))


@law(
    "POD-PHASE-10", RECORD, by=(KP, "kubelet/status TerminatePod"),
    given=lambda before, after: (
        before.metadata.deletionTimestamp is not None and not is_terminal(before.status.phase)
        and is_terminal(after.status.phase) and not after.status.reason and not is_collected(after)
    ),
    witness="it became {after.status.phase}",
    breach=Change(
        pod("Running", status(), meta=MARKED), pod("Failed", status(ended(0)), meta=MARKED)
    ),
)  # fmt: skip
def the_deleted_end_by_their_exits(before: Pod, after: Pod) -> bool:
    """A deleted Pod ends Succeeded if all its app containers have exited with 0, and Failed otherwise."""
    statuses = after.status.containerStatuses
    succeeded = len(statuses) == len(after.spec.containers) and all(has_succeeded(one) for one in statuses)
    return (after.status.phase == "Succeeded") is succeeded

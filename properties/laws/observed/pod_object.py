"""PodObject: laws of creation, binding and deletion, as a watcher of the API sees them (semantics C.1, C.2)."""

from __future__ import annotations

from ....model.objects.pod import Pod, PodSchedulingGate, is_terminal
from ....model.objects.status import PodCondition
from ....model.objects.time import Time
from ...law import RECORD, Change, law
from ...record import Call, Item, Observation
from ...story import SLACK, Story
from .examples import STORY, created, pod, seen, status

NEW = pod("Pending", spec={"nodeName": ""})
RDEL = "registry/rest BeforeDelete"
STRAT = "registry/core/pod CheckGracefulDelete"
MARKED = {"deletionTimestamp": Time(130), "deletionGracePeriodSeconds": 30, "generation": 2}


def condition(shown: Pod, kind: str) -> PodCondition | None:
    """The condition of this type."""
    return next((one for one in shown.status.conditions if one.type == kind), None)


def _is_creation(story: Story, item: Item) -> bool:
    return isinstance(item, Observation) and item.before is None and story.pod is None


def _is_marked(before: Pod, after: Pod) -> bool:
    """The first deletion is shown."""
    return before.metadata.deletionTimestamp is None and after.metadata.deletionTimestamp is not None


@law(
    "API-6", RECORD, by=("registry/core/pod strategy PrepareForCreate",), **STORY, given=_is_creation,
    witness="{item}, in generation {item.after.metadata.generation}",
    breach=(seen(pod("Running")),),
)  # fmt: skip
def a_created_pod_is_pending(story: Story, item: Item) -> bool:
    """A created Pod is Pending, in generation 1, and has no container status, whatever its creator said."""
    shown = item.after if isinstance(item, Observation) else None
    if shown is None:
        return True
    status = shown.status
    nothing_ran = not status.containerStatuses and not status.initContainerStatuses
    return status.phase == "Pending" and shown.metadata.generation == 1 and nothing_ran


@law(
    "API-7", RECORD, by=("registry/core/pod setPodNodeAndMetadata",),
    given=lambda before, after: bool(before.spec.nodeName),
    witness="it moved from {before.spec.nodeName} to {after.spec.nodeName}",
    breach=Change(pod("Pending"), pod("Pending", spec={"nodeName": "node-2"})),
)  # fmt: skip
def a_pod_never_moves(before: Pod, after: Pod) -> bool:
    """A Pod that has a node keeps it."""
    return after.spec.nodeName == before.spec.nodeName


@law(
    "API-7", RECORD, by=("registry/core/pod setPodNodeAndMetadata",),
    given=lambda before, after: not before.spec.nodeName and bool(after.spec.nodeName),
    witness="PodScheduled was not True when nodeName became {after.spec.nodeName}",
    breach=Change(NEW, pod("Pending")),
)  # fmt: skip
def binding_says_scheduled(before: Pod, after: Pod) -> bool:
    """The binding sets nodeName and PodScheduled in one write."""
    scheduled = condition(after, "PodScheduled")
    return scheduled is not None and scheduled.status == "True"


@law(
    "API-8", RECORD, by=("registry/core/pod assignPod",),
    given=lambda before, after: not before.spec.nodeName and bool(after.spec.nodeName),
    witness="it was bound to {after.spec.nodeName} while it was being deleted or gated",
    breach=Change(
        pod("Pending", spec={"nodeName": "", "schedulingGates": (PodSchedulingGate(name="quota"),)}), pod("Pending")
    ),
)  # fmt: skip
def no_node_for_the_deleted_or_gated(before: Pod, after: Pod) -> bool:
    """No Pod is bound that is being deleted or has a scheduling gate."""
    return before.metadata.deletionTimestamp is None and not before.spec.schedulingGates


@law(
    "API-10", RECORD, by=("kubelet syncLoopIteration", "kubelet/kuberuntime startContainer"), **STORY,
    given=lambda story, item: isinstance(item, Observation) and item.after is not None and bool(story.instances),
    witness="the API shows it as unbound although the runtime has started its containers",
    breach=(*created(1.0), seen(NEW, 2.0)),
)  # fmt: skip
def containers_come_after_the_binding(story: Story, item: Item) -> bool:
    """A container is started only after its Pod was bound."""
    starts = [one.started for one in story.instances.values() if one.started is not None]
    unbound = isinstance(item, Observation) and item.after is not None and not item.after.spec.nodeName
    return not (unbound and any(start < item.at - SLACK for start in starts))


@law(
    "API-10", RECORD, by=("kubelet/status syncPod",), **STORY,
    given=lambda story, item: (
        isinstance(item, Observation) and item.after is not None and bool(story.instances) and story.pod is not None
    ),
    witness="{item}, and shows a container running that was not started",
    breach=(seen(pod("Pending"), 0.5), created(1.0)[0], seen(pod("Running", status()), 2.0)),
)  # fmt: skip
def a_status_follows_its_container(story: Story, item: Item) -> bool:
    """A container is shown running only after it was started."""
    if isinstance(item, Call) or item.after is None:
        return True
    statuses = (*item.after.status.initContainerStatuses, *item.after.status.containerStatuses)
    known = [story.instances[one.name] for one in statuses if one.state.running and one.name in story.instances]
    return all(instance.started is not None or instance.starts > 1 for instance in known)


@law(
    "DEL-1", RECORD, by=(RDEL,),
    given=lambda before, after: before.metadata.deletionTimestamp is not None,
    witness="the grace went from {before.metadata.deletionGracePeriodSeconds} to "
    "{after.metadata.deletionGracePeriodSeconds}, or the deletion to a later time",
    breach=Change(pod("Running", meta=MARKED), pod("Running", meta={**MARKED, "deletionGracePeriodSeconds": 60})),
)  # fmt: skip
def a_deletion_stands(before: Pod, after: Pod) -> bool:
    """A deletion is never taken back, its grace never grows, and its time moves later only to now."""
    old, new = before.metadata, after.metadata
    if old.deletionTimestamp is None or new.deletionTimestamp is None:
        return False
    grace, shorter = old.deletionGracePeriodSeconds or 0, new.deletionGracePeriodSeconds or 0
    return shorter < grace or (shorter == grace and new.deletionTimestamp <= old.deletionTimestamp)


@law(
    "DEL-2", RECORD, by=(STRAT,), given=_is_marked,
    witness="its grace was {after.metadata.deletionGracePeriodSeconds}",
    breach=Change(NEW, pod("Pending", spec={"nodeName": ""}, meta=MARKED)),
)  # fmt: skip
def the_unbound_and_ended_get_no_grace(before: Pod, after: Pod) -> bool:
    """A deletion always names a grace: 0 for a Pod that is unbound or has ended, and never less."""
    grace = after.metadata.deletionGracePeriodSeconds
    none_is_due = not before.spec.nodeName or is_terminal(before.status.phase)
    return grace is not None and (grace == 0 if none_is_due else grace >= 0)


@law(
    "DEL-3", RECORD, by=("registry/generic updateForGracefulDeletionAndFinalizers",), **STORY,
    given=lambda story, item: isinstance(item, Observation) and item.after is None,
    witness="the last revision that was seen had the grace {item.before.metadata.deletionGracePeriodSeconds}",
    breach=(seen(None, before=pod("Running", meta=MARKED)),),
)  # fmt: skip
def only_what_has_no_grace_goes(story: Story, item: Item) -> bool:
    """A Pod is removed only when its grace is 0 and nobody's finalizer but the last one's holds it."""
    last = item.before if isinstance(item, Observation) else None
    return last is not None and last.metadata.deletionGracePeriodSeconds == 0 and len(last.metadata.finalizers) < 2


@law(
    "DEL-4", RECORD, by=(RDEL,), given=_is_marked,
    witness="the generation went from {before.metadata.generation} to {after.metadata.generation}",
    breach=Change(pod("Running"), pod("Running", meta={**MARKED, "generation": 1})),
)  # fmt: skip
def a_deletion_is_a_generation(before: Pod, after: Pod) -> bool:
    """The deletion mark raises the generation by exactly one."""
    return after.metadata.generation == before.metadata.generation + 1


@law(
    "LBL-2", RECORD, by=("kubelet HandlePodUpdates", "controller/endpointslice podEndpointsChanged"),
    given=lambda before, after: before.metadata.labels != after.metadata.labels,
    witness="with its labels something of it was stopped, moved or restarted",
    breach=Change(pod("Running", status()), pod("Running", status(restartCount=1), meta={"labels": {"app": "b"}})),
)  # fmt: skip
def labels_change_membership_only(before: Pod, after: Pod) -> bool:
    """A change of a Pod's labels neither stops, moves nor restarts anything of it."""
    if before.metadata.deletionTimestamp != after.metadata.deletionTimestamp:
        return False
    if before.spec.nodeName and before.spec.nodeName != after.spec.nodeName:
        return False
    counts = ([each.restartCount for each in shown.status.containerStatuses] for shown in (before, after))
    return next(counts) == next(counts)

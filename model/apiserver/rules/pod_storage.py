"""Pod storage: what each request on one name makes of the Pod stored there (registry Store; semantics B.1)."""

from __future__ import annotations

from attrs import evolve, frozen

from ...objects.delete_options import DeleteOptions
from ...objects.meta import ObjectMeta
from ...objects.pod import Pod
from ...objects.status import PodCondition
from ...objects.time import Millis, to_api
from ..defaults import default_pod
from ..prepare import prepare_for_create
from .deletion import delete_pod
from .rejection import Rejected
from .update import update_pod

ORPHAN = "orphan"
FOREGROUND = "foregroundDeletion"
"""The finalizers by which the garbage collector is told of a propagationPolicy."""


@frozen
class Deleted:
    """The answer of a DELETE: the Pod that stays, marked, or None."""

    pod: Pod | None

    @property
    def immediate(self) -> bool:
        """It was removed in this request."""
        return self.pod is None


def found(stored: Pod | None) -> Pod:
    """The stored Pod; raises Rejected, NotFound."""
    if stored is None:
        raise Rejected("NotFound", "there is no such Pod")
    return stored


def create(stored: Pod | None, manifest: Pod, uid: str) -> Pod:
    """POST: the Pod with its defaults and a new uid; raises Rejected, AlreadyExists."""
    if stored is not None:
        raise Rejected("AlreadyExists", f'pods "{manifest.metadata.name}" already exists')
    pod = prepare_for_create(default_pod(manifest))
    return evolve(pod, metadata=evolve(pod.metadata, uid=uid))


def bind(stored: Pod | None, node: str, now: Millis) -> Pod:
    """POST binding: node and PodScheduled in one write; raises Rejected, Conflict, for a Pod that has a node, is being
    deleted or still has gates (B1.2)."""
    pod = found(stored)
    if pod.metadata.deletionTimestamp is not None:
        raise Rejected("Conflict", f"pod {pod.metadata.name} is being deleted, cannot be assigned to a host")
    if pod.spec.nodeName:
        raise Rejected("Conflict", f'pod {pod.metadata.name} is already assigned to node "{pod.spec.nodeName}"')
    if pod.spec.schedulingGates:
        raise Rejected("Conflict", f"pod {pod.metadata.name} has non-empty .spec.schedulingGates")
    scheduled = PodCondition(type="PodScheduled", status="True", lastTransitionTime=to_api(now))
    others = tuple(each for each in pod.status.conditions if each.type != "PodScheduled")
    return evolve(
        pod,
        spec=evolve(pod.spec, nodeName=node),
        status=evolve(pod.status, conditions=(*others, scheduled)),
    )


def update(stored: Pod | None, new: Pod, subresource: str = "") -> Pod | None:
    """PUT: the Pod as it is stored then; None: it is gone, since the last finalizer went and its grace is over (B1.10).
    Raises Rejected."""
    old = found(stored)
    updated = update_pod(old, new, subresource)
    is_over = old.metadata.deletionGracePeriodSeconds == 0 and not updated.metadata.finalizers
    return None if is_over else updated


def delete(stored: Pod | None, options: DeleteOptions, now: Millis) -> Deleted:
    """DELETE: the Pod is marked, or removed if no grace is left and no finalizer holds it (B1.6 to B1.11). Raises
    Rejected."""
    pod = found(stored)
    deletion = delete_pod(pod, options, now)
    if deletion.pending:
        return Deleted(pod)
    finalizers = finalizers_by_policy(pod.metadata.finalizers, options.propagationPolicy)
    if deletion.graceful:
        marked = evolve(deletion.metadata, finalizers=finalizers)
        return Deleted(evolve(pod, metadata=marked) if finalizers or deletion.grace else None)
    return Deleted(evolve(pod, metadata=_over(pod.metadata, finalizers, now)) if finalizers else None)


def _over(metadata: ObjectMeta, finalizers: tuple[str, ...], now: Millis) -> ObjectMeta:
    """Only finalizers still hold the Pod: its grace ends now (markAsDeleting)."""
    deadline = metadata.deletionTimestamp
    return evolve(
        metadata,
        finalizers=finalizers,
        deletionTimestamp=to_api(now) if deadline is None else min(deadline, to_api(now)),
        deletionGracePeriodSeconds=0,
    )


def finalizers_by_policy(finalizers: tuple[str, ...], policy: str | None) -> tuple[str, ...]:
    """The finalizers with what the policy of a deletion adds or takes away; without a policy those that are there say
    it (deletionFinalizersForGarbageCollection)."""
    if policy is None:
        policy = "Orphan" if ORPHAN in finalizers else "Foreground" if FOREGROUND in finalizers else "Background"
    others = tuple(each for each in finalizers if each not in (ORPHAN, FOREGROUND))
    wanted = {"Orphan": (*others, ORPHAN), "Foreground": (*others, FOREGROUND)}.get(policy, others)
    return finalizers if set(wanted) == set(finalizers) else wanted

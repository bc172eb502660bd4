"""deployment: how far each ReplicaSet of a Deployment is scaled, and whether the rollout moves on (B.23; DUTIL, ROLL)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from ...objects.deployment import Deployment, DeploymentCondition, DeploymentStatus
from ...objects.pod_template import PodTemplateSpec
from ...objects.replica_set import ReplicaSet
from ...objects.time import Millis, to_api

REVISION = "deployment.kubernetes.io/revision"
HISTORY = "deployment.kubernetes.io/revision-history"
DESIRED = "deployment.kubernetes.io/desired-replicas"
MOST = "deployment.kubernetes.io/max-replicas"
HASH = "pod-template-hash"

NO_DEADLINE = 2**31 - 1


@frozen
class Scale:
    """So many replicas for this ReplicaSet."""

    replica_set: ReplicaSet
    replicas: int


def resolved(value: int | str | None, replicas: int, *, up: bool) -> int:
    """`25%` of the replicas, rounded; a number as it is (intstr GetScaledValueFromIntOrPercent)."""
    if isinstance(value, str):
        part = int(value.removesuffix("%")) * replicas / 100
        return math.ceil(part) if up else math.floor(part)
    return value or 0


def fenceposts(deployment: Deployment) -> tuple[int, int]:
    """maxSurge and maxUnavailable as numbers: the first rounded up, the second down, and never both 0 (B23.2)."""
    rolling = deployment.spec.strategy.rollingUpdate
    if deployment.spec.strategy.type != "RollingUpdate" or rolling is None:
        return 0, 0
    replicas = replicas_of(deployment)
    surge = resolved(rolling.maxSurge, replicas, up=True)
    unavailable = resolved(rolling.maxUnavailable, replicas, up=False)
    return surge, 1 if surge == unavailable == 0 else unavailable


def max_unavailable(deployment: Deployment) -> int:
    """How many of the replicas may be missing."""
    return min(fenceposts(deployment)[1], replicas_of(deployment))


def replicas_of(obj: Deployment | ReplicaSet) -> int:
    return 1 if obj.spec.replicas is None else obj.spec.replicas


def total(replica_sets: Iterable[ReplicaSet]) -> int:
    """What they are to have, all together."""
    return sum(replicas_of(each) for each in replica_sets)


def same_template(one: PodTemplateSpec, other: PodTemplateSpec) -> bool:
    """Equal but for the hash (EqualIgnoreHash)."""
    return _without_hash(one) == _without_hash(other)


def _without_hash(template: PodTemplateSpec) -> PodTemplateSpec:
    labels = {key: value for key, value in template.metadata.labels.items() if key != HASH}
    return evolve(template, metadata=evolve(template.metadata, labels=labels))


def by_age(replica_sets: Iterable[ReplicaSet]) -> list[ReplicaSet]:
    """The oldest first."""
    return sorted(replica_sets, key=lambda each: (each.metadata.creationTimestamp or 0, each.metadata.name))


def revision_of(replica_set: ReplicaSet) -> int:
    text = replica_set.metadata.annotations.get(REVISION, "")
    return int(text) if text.isdecimal() else 0


def size_of_new(deployment: Deployment, others: Sequence[ReplicaSet], now: int) -> int:
    """The next size of the new ReplicaSet, which has `now` replicas (NewRSNewReplicas; B23.3)."""
    wanted = replicas_of(deployment)
    if deployment.spec.strategy.type != "RollingUpdate":
        return wanted
    room = wanted + fenceposts(deployment)[0] - total(others) - now
    return now if room <= 0 else now + min(room, wanted - now)


def shrink_old(deployment: Deployment, new: ReplicaSet, old: Sequence[ReplicaSet]) -> list[Scale]:
    """How the old ReplicaSets shrink now (reconcileOldReplicaSets; B23.4): first what is ill of them, the oldest first,
    then the rest as long as enough is available."""
    if total(old) == 0:
        return []
    least = replicas_of(deployment) - max_unavailable(deployment)
    missing = replicas_of(new) - new.status.availableReplicas
    most = total([*old, new]) - least - missing
    if most <= 0:
        return []
    sizes = {each.metadata.name: replicas_of(each) for each in old}
    for each in by_age(old):
        ill = min(most, max(0, sizes[each.metadata.name] - each.status.availableReplicas))
        sizes[each.metadata.name] -= ill
        most -= ill
    spare = sum(each.status.availableReplicas for each in (*old, new)) - least
    for each in by_age(old):
        healthy = min(max(0, spare), sizes[each.metadata.name])
        sizes[each.metadata.name] -= healthy
        spare -= healthy
    return [
        Scale(each, sizes[each.metadata.name]) for each in by_age(old) if sizes[each.metadata.name] != replicas_of(each)
    ]


def proportional(deployment: Deployment, new: ReplicaSet | None, old: Sequence[ReplicaSet]) -> list[Scale]:
    """How a changed size is shared out among the ReplicaSets (deployment/sync.go scale)."""
    wanted = replicas_of(deployment)
    everyone = [*old, *((new,) if new is not None else ())]
    active = [each for each in everyone if replicas_of(each) > 0]
    if len(active) <= 1:
        target = active[0] if active else new or (by_age(old)[-1] if old else None)
        return [Scale(target, wanted)] if target is not None and replicas_of(target) != wanted else []
    if new is not None and _is_saturated(deployment, new):
        return [Scale(each, 0) for each in old if replicas_of(each) > 0]
    if deployment.spec.strategy.type != "RollingUpdate":
        return []
    surge = fenceposts(deployment)[0]
    add = (wanted + surge if wanted > 0 else 0) - total(active)
    # the largest first; of equals the newer where they grow, the older where they shrink
    older_first = sorted(by_age(active), key=lambda each: -replicas_of(each))
    newer_first = by_age(active)[::-1]
    newer_first.sort(key=lambda each: -replicas_of(each))
    order = newer_first if add > 0 else older_first
    sizes, added = {}, 0
    for each in order:
        share = _share(deployment, each, wanted + surge, add, added) if add else 0
        sizes[each.metadata.name] = replicas_of(each) + share
        added += share
    if add:
        first = order[0].metadata.name
        sizes[first] = max(0, sizes[first] + add - added)
    return [Scale(each, sizes[each.metadata.name]) for each in order]


def _share(deployment: Deployment, each: ReplicaSet, most: int, add: int, added: int) -> int:
    """GetReplicaSetProportion."""
    if replicas_of(each) == 0 or add == added:
        return 0
    if replicas_of(deployment) == 0:
        fraction = -replicas_of(each)
    else:
        text = each.metadata.annotations.get(MOST, "")
        before = int(text) if text.isdecimal() else deployment.status.replicas
        fraction = math.floor(replicas_of(each) * most / before + 0.5) - replicas_of(each) if before else 0
    left = add - added
    return min(fraction, left) if add > 0 else max(fraction, left)


def _is_saturated(deployment: Deployment, new: ReplicaSet) -> bool:
    wanted = replicas_of(deployment)
    desired = new.metadata.annotations.get(DESIRED, "")
    return desired == str(wanted) and replicas_of(new) == wanted and new.status.availableReplicas == wanted


def status_of(
    deployment: Deployment, new: ReplicaSet | None, old: Sequence[ReplicaSet], now: Millis
) -> DeploymentStatus:
    """The counts and the condition Available (calculateStatus)."""
    everyone = [*old, *((new,) if new is not None else ())]
    available = sum(each.status.availableReplicas for each in everyone)
    status = evolve(
        deployment.status,
        observedGeneration=deployment.metadata.generation,
        replicas=sum(each.status.replicas for each in everyone),
        updatedReplicas=0 if new is None else new.status.replicas,
        readyReplicas=sum(each.status.readyReplicas for each in everyone),
        availableReplicas=available,
        unavailableReplicas=max(0, total(everyone) - available),
        terminatingReplicas=sum(each.status.terminatingReplicas or 0 for each in everyone),
    )
    if available >= replicas_of(deployment) - max_unavailable(deployment):
        words = ("True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
    else:
        words = ("False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.")
    return with_condition(status, "Available", *words, now=now)


def with_condition(
    status: DeploymentStatus, kind: str, value: str, reason: str, message: str, *, now: Millis, again: bool = False
) -> DeploymentStatus:
    """The condition goes last when it changes; `again`: also when only its time does (SetDeploymentCondition)."""
    known = condition_of(status, kind)
    if known is not None and not again and (known.status, known.reason) == (value, reason):
        return status
    moved = to_api(now) if known is None or known.status != value else known.lastTransitionTime
    new = DeploymentCondition(
        type=kind, status=value, lastUpdateTime=to_api(now), lastTransitionTime=moved, reason=reason, message=message
    )
    others = tuple(each for each in status.conditions if each.type != kind)
    return evolve(status, conditions=(*others, new))


def without_condition(status: DeploymentStatus, kind: str) -> DeploymentStatus:
    return evolve(status, conditions=tuple(each for each in status.conditions if each.type != kind))


def condition_of(status: DeploymentStatus, kind: str) -> DeploymentCondition | None:
    return next((each for each in status.conditions if each.type == kind), None)


def has_deadline(deployment: Deployment) -> bool:
    return deployment.spec.progressDeadlineSeconds not in (None, NO_DEADLINE)


def is_complete(deployment: Deployment, status: DeploymentStatus) -> bool:
    """B23.6."""
    wanted = replicas_of(deployment)
    counts = (status.updatedReplicas, status.replicas, status.availableReplicas)
    return counts == (wanted,) * 3 and status.observedGeneration >= deployment.metadata.generation


def is_progressing(old: DeploymentStatus, new: DeploymentStatus) -> bool:
    """More new Pods, fewer old ones, more that are ready or available (DeploymentProgressing)."""
    return (
        new.updatedReplicas > old.updatedReplicas
        or new.replicas - new.updatedReplicas < old.replicas - old.updatedReplicas
        or new.readyReplicas > old.readyReplicas
        or new.availableReplicas > old.availableReplicas
    )


def overdue_at(deployment: Deployment, status: DeploymentStatus) -> Millis | None:
    """When the deadline for progress is over; None where there is nothing to wait for (B23.7)."""
    known = condition_of(status, "Progressing")
    seconds = deployment.spec.progressDeadlineSeconds
    if known is None or seconds is None or known.reason in ("NewReplicaSetAvailable", "ProgressDeadlineExceeded"):
        return None
    return Millis(((known.lastUpdateTime or 0) + seconds) * 1000)

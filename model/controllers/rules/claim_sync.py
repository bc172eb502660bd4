"""claim_sync: what the binder does with a claim: bind it, call it lost, ask for a volume, or wait (volume/persistentvolume syncClaim)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from ...objects.persistent_volume import PersistentVolume
from ...objects.persistent_volume_claim import BIND_COMPLETED, BOUND_BY_CONTROLLER, SELECTED_NODE, PersistentVolumeClaim
from ...objects.storage_class import WAITS, StorageClass, default_class
from .volume_match import CLASS, best_match, class_of, is_bound_to, why_not

IN_TREE = "kubernetes.io/"
"""No provisioner of this prefix is left in Kubernetes."""


@frozen
class Bind:
    volume: PersistentVolume


@frozen
class Lose:
    """The claim had a volume and has it no more."""

    reason: str
    message: str


@frozen
class Wait:
    """The claim stays Pending, and an event says why, if there is a reason."""

    kind: str = ""
    reason: str = ""
    message: str = ""


@frozen
class AskProvisioner:
    """The annotations ask this external provisioner for a volume."""

    provisioner: str


@frozen
class TakeClass:
    """A claim that names no class gets the default one, which came later."""

    name: str


ClaimStep = Bind | Lose | Wait | AskProvisioner | TakeClass


def claim_step(
    claim: PersistentVolumeClaim,
    volumes: Iterable[PersistentVolume],
    named: PersistentVolume | None,
    classes: Mapping[str, StorageClass],
    waiting_pods: Sequence[str],
) -> ClaimStep:
    """The one step for this claim; `named` is the volume of its volumeName, `waiting_pods` are Pods without a node that use it."""
    if BIND_COMPLETED in claim.metadata.annotations:
        return _bound(claim, named)
    if claim.spec.volumeName:
        return _asks_by_name(claim, named)
    waits = is_delayed(claim, classes)
    volume = best_match(claim, volumes, delayed=waits)
    if volume is not None:
        return Bind(volume)
    fallback = default_class(classes.values())
    if claim.spec.storageClassName is None and CLASS not in claim.metadata.annotations and fallback is not None:
        return TakeClass(fallback.metadata.name)
    if waits:
        return _waits_for_consumer(waiting_pods)
    name = class_of(claim)
    if not name:
        text = "no persistent volumes available for this claim and no storage class is set"
        return Wait("Normal", "FailedBinding", text)
    return _provision(name, classes.get(name))


def _bound(claim: PersistentVolumeClaim, named: PersistentVolume | None) -> ClaimStep:
    if not claim.spec.volumeName:
        text = "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!"
        return Lose("ClaimLost", text)
    if named is None:
        return Lose("ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!")
    if named.spec.claimRef is None or is_bound_to(named, claim):
        return Bind(named)
    return Lose("ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly")


def _asks_by_name(claim: PersistentVolumeClaim, named: PersistentVolume | None) -> ClaimStep:
    if named is None:
        return Wait()
    if named.spec.claimRef is None:
        problem = why_not(named, claim)
        if problem:
            text = f'Cannot bind to requested volume "{named.metadata.name}": {problem}'
            return Wait("Warning", "VolumeMismatch", text)
        return Bind(named)
    if is_bound_to(named, claim):
        return Bind(named)
    if BOUND_BY_CONTROLLER in claim.metadata.annotations:
        return Wait()
    return Wait("Warning", "FailedBinding", f'volume "{named.metadata.name}" already bound to a different claim.')


def _waits_for_consumer(pods: Sequence[str]) -> Wait:
    if not pods:
        text = "waiting for first consumer to be created before binding"
        return Wait("Normal", "WaitForFirstConsumer", text)
    noun = "pod" if len(pods) == 1 else "pods"
    return Wait("Normal", "WaitForPodScheduled", f"waiting for {noun} {','.join(pods)} to be scheduled")


def _provision(name: str, of: StorageClass | None) -> ClaimStep:
    if of is None:
        return Wait("Warning", "ProvisioningFailed", f'storageclass.storage.k8s.io "{name}" not found')
    if of.provisioner.startswith(IN_TREE):
        return Wait("Warning", "ProvisioningFailed", f"no volume plugin matched name: {of.provisioner}")
    return AskProvisioner(of.provisioner)


def is_delayed(claim: PersistentVolumeClaim, classes: Mapping[str, StorageClass]) -> bool:
    """The claim waits until the scheduler has chosen the node of a Pod that uses it (IsDelayBindingMode)."""
    of = classes.get(class_of(claim))
    return of is not None and of.volumeBindingMode == WAITS and SELECTED_NODE not in claim.metadata.annotations

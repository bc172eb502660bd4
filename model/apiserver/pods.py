"""Pods: the API server's requests on Pods: create, bind, write status, delete (semantics B.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from attrs import evolve

from ..cluster.pod_life import PodLife
from ..core.simulation import Simulation
from ..kubelet.phase import Phase, PhaseGivenUp, PhaseSent
from ..kubelet.status_manager import Send
from ..objects.delete_options import DeleteOptions, Preconditions
from ..objects.grace import stage
from ..objects.meta import OwnerReference
from ..objects.pod import Pod, PodSpec
from ..objects.status import PodCondition, PodStatus
from ..objects.time import to_api
from .admission import Admission
from .defaults import default_pod, default_spec
from .pod_object import AddFinalizers, Bind, Create, Delete, FinalDelete, PodObjectState, RemoveFinalizers
from .prepare import prepare_for_create
from .rules.deletion import delete_pod
from .rules.node_capacity import check_node_capacity
from .rules.rejection import Rejected
from .rules.update import Invalid, update_pod
from .store import Store
from .strategic_merge import patched
from .validation.pod import validate_pod

POD = ("pod",)
STATUS = ("status",)
API_PHASE = ("api_phase",)


class Pods:
    """The requests on Pods. Each is carried out at once; what it changes goes through the PodObject machine."""

    def __init__(
        self, simulation: Simulation, store: Store, admission: Admission, new_life: Callable[[Pod], PodLife]
    ) -> None:
        self.lives: dict[str, PodLife] = {}
        self._simulation, self._store, self._admission, self._new_life = simulation, store, admission, new_life

    def get(self, namespace: str, name: str) -> Pod:
        """The Pod; raises Rejected NotFound."""
        pod = self._store.get("Pod", namespace, name)
        if not isinstance(pod, Pod):
            raise Rejected("NotFound", f'pods "{name}" not found')
        return pod

    def by_uid(self, uid: str, namespace: str, name: str) -> Pod | None:
        """The Pod of this name if it is still this one."""
        pod = self._store.get("Pod", namespace, name)
        return pod if isinstance(pod, Pod) and pod.metadata.uid == uid else None

    def create(self, manifest: Pod) -> Pod:
        """POST: defaults, uid, generation 1, phase Pending; raises Rejected AlreadyExists, Forbidden, Invalid."""
        name = manifest.metadata.name or manifest.metadata.generateName + self._suffix()
        self._admission.check_namespace(evolve(manifest, metadata=evolve(manifest.metadata, name=name)))
        pod = prepare_for_create(self._admission.with_defaults(default_pod(manifest), name))
        errors = validate_pod(pod)
        if errors:
            raise Invalid(errors)
        metadata = evolve(
            pod.metadata,
            name=name,
            namespace=pod.metadata.namespace or "default",
            uid=str(UUID(int=self._simulation.random.getrandbits(128), version=4)),
            creationTimestamp=to_api(self._simulation.now),
            deletionTimestamp=None,
            deletionGracePeriodSeconds=None,
        )
        pod = evolve(pod, metadata=metadata)
        self._admission.check(pod)
        if self._store.get("Pod", metadata.namespace, name) is not None:
            raise Rejected("AlreadyExists", f'pods "{name}" already exists')
        life = self._new_life(pod)
        self.lives[metadata.uid] = life
        life.fire(POD, Create(bound=bool(pod.spec.nodeName), finalizers=bool(metadata.finalizers)))
        return self._store.create(pod)  # type: ignore[no-any-return]  # a store holds objects of any kind

    def life_of_static(self, pod: Pod) -> PodLife:
        """The machines of a static Pod, which is never in the API; the same uid goes on with the same ones."""
        if pod.metadata.uid not in self.lives:
            self.lives[pod.metadata.uid] = self._new_life(pod)
        return self.lives[pod.metadata.uid]

    def _suffix(self) -> str:
        """Five letters and digits, as the API server appends them to generateName."""
        return "".join(self._simulation.random.choices("bcdfghjklmnpqrstvwxz2456789", k=5))

    def bind(self, namespace: str, name: str, node: str) -> Pod:
        """POST binding: the node's name and PodScheduled in one write; raises Rejected (API-8)."""
        pod = self.get(namespace, name)
        life = self.lives[pod.metadata.uid]
        if life.machines.pod.state is not PodObjectState.UNBOUND:
            why = (
                "is being deleted"
                if pod.metadata.deletionTimestamp
                else f"is already assigned to node {pod.spec.nodeName!r}"
            )
            raise Rejected("Conflict", f"pod {name} {why}")
        life.fire(POD, Bind())
        scheduled = PodCondition(type="PodScheduled", status="True", lastTransitionTime=to_api(self._simulation.now))
        others = tuple(c for c in pod.status.conditions if c.type != "PodScheduled")
        status = evolve(pod.status, conditions=(*others, scheduled), nominatedNodeName="")
        bound = evolve(pod, spec=evolve(pod.spec, nodeName=node), status=status)
        return self._store.update(bound)  # type: ignore[no-any-return]  # see create

    def write_condition(
        self, namespace: str, name: str, condition: PodCondition, *, nominated: str | None = None
    ) -> None:
        """PATCH status with one condition (the scheduler's PodScheduled=False); its time moves when its status does.

        `nominated` sets nominatedNodeName as well, empty clears it.
        """
        pod = self.get(namespace, name)
        status = self._with_condition(pod.status, condition)
        node = status.nominatedNodeName if nominated is None else nominated
        self._store.update(evolve(pod, status=evolve(status, nominatedNodeName=node)))

    def _with_condition(self, status: PodStatus, condition: PodCondition) -> PodStatus:
        old = next((c for c in status.conditions if c.type == condition.type), None)
        moved = old is None or old.status != condition.status
        time = to_api(self._simulation.now) if moved or old is None else old.lastTransitionTime
        others = tuple(c for c in status.conditions if c.type != condition.type)
        return evolve(status, conditions=(*others, evolve(condition, lastTransitionTime=time)))

    def give_up(self, namespace: str, name: str, mark: PodCondition | None) -> None:
        """PATCH status by the Pod garbage collector: the phase is Failed; `mark` says why, if anything does (B20.2, B20.3)."""
        pod = self.get(namespace, name)
        self.lives[pod.metadata.uid].fire(API_PHASE, PhaseGivenUp())
        status = evolve(pod.status, phase="Failed", observedGeneration=pod.metadata.generation)
        self._store.update(evolve(pod, status=self._with_condition(status, mark) if mark is not None else status))

    def clear_nomination(self, namespace: str, name: str) -> None:
        """PATCH status without nominatedNodeName."""
        pod = self.get(namespace, name)
        self._store.update(evolve(pod, status=evolve(pod.status, nominatedNodeName="")))

    def nominate(self, namespace: str, name: str, node: str) -> None:
        """PATCH status.nominatedNodeName: where the scheduler expects the Pod to go; raises Rejected NotFound."""
        pod = self.get(namespace, name)
        self._store.update(evolve(pod, status=evolve(pod.status, nominatedNodeName=node)))

    def write_status(self, pod: Pod, status: PodStatus) -> None:
        """PATCH status by the kubelet; the PodLife hears of it whether or not a byte changes."""
        self.lives[pod.metadata.uid].fire(STATUS, Send())
        self._store.update(evolve(pod, status=status))

    def write_mirror_status(self, mirror: Pod, status: PodStatus) -> None:
        """PATCH status of a mirror Pod by its kubelet, which has the Pod itself from elsewhere."""
        self.lives[mirror.metadata.uid].fire(API_PHASE, PhaseSent(Phase(status.phase)))
        self._store.update(evolve(mirror, status=status))

    def status_was_for_nobody(self, uid: str) -> None:
        """The kubelet's PATCH found no Pod: the status is dropped."""
        self.lives[uid].fire(STATUS, Send())

    def delete(self, namespace: str, name: str, options: DeleteOptions, *, by_kubelet: bool = False) -> Pod:
        """DELETE (B1.6–B1.11): mark, shorten, or remove; raises Rejected NotFound, Conflict."""
        pod = self.get(namespace, name)
        result = delete_pod(pod, options, self._simulation.now)
        life = self.lives[pod.metadata.uid]
        spec_grace = pod.spec.terminationGracePeriodSeconds or 0
        if by_kubelet:
            life.fire(POD, FinalDelete())
        else:
            kept = pod.metadata if result.pending else result.metadata
            life.fire(POD, Delete(stage(kept.deletionGracePeriodSeconds or 0, spec_grace)))
        if result.pending:
            return pod
        if result.graceful:
            pod = self._store.update(evolve(pod, metadata=result.metadata))
        if life.machines.pod.state is PodObjectState.GONE:
            return self._store.remove(pod)  # type: ignore[no-any-return]  # see create
        return pod

    def set_images(self, namespace: str, name: str, images: Mapping[str, str]) -> Pod:
        """PATCH spec: other images for containers, by name; the generation goes up if one differs (B31.1)."""
        pod = self.get(namespace, name)
        spec = evolve(
            pod.spec,
            containers=tuple(evolve(c, image=images.get(c.name, c.image)) for c in pod.spec.containers),
            initContainers=tuple(evolve(c, image=images.get(c.name, c.image)) for c in pod.spec.initContainers),
        )
        return self._update_spec(pod, spec)

    def set_deadline(self, namespace: str, name: str, seconds: int) -> Pod:
        """PATCH spec.activeDeadlineSeconds: it may be set, then only lowered (B31.4); raises Rejected Invalid."""
        pod = self.get(namespace, name)
        old = pod.spec.activeDeadlineSeconds
        if old is not None and seconds > old:
            raise Rejected("Invalid", f"must be less than or equal to previous value {old}")
        self.lives[pod.metadata.uid].gets_deadline()
        return self._update_spec(pod, evolve(pod.spec, activeDeadlineSeconds=seconds))

    def open_gates(self, namespace: str, name: str) -> Pod:
        """PATCH spec.schedulingGates: none is left."""
        pod = self.get(namespace, name)
        return self._update_spec(pod, evolve(pod.spec, schedulingGates=()))

    def patch(self, namespace: str, name: str, patch: Mapping[str, Any], subresource: str) -> Pod:
        """PATCH of a subresource, resize or ephemeralcontainers, by strategic merge; it takes what it owns (B31.8, B31.9).

        Raises Rejected, also Invalid, and Forbidden for a resize beyond what the node can give.
        """
        pod = self.get(namespace, name)
        wanted = patched(pod, patch)
        updated = update_pod(pod, evolve(wanted, spec=default_spec(wanted.spec)), subresource)
        node = self._store.get("Node", "", pod.spec.nodeName) if pod.spec.nodeName else None
        if subresource == "resize" and updated.spec != pod.spec and node is not None:
            check_node_capacity(updated, node)
        if subresource == "resize":
            self._admission.check(updated, before=pod)
        return self._store.update(updated)  # type: ignore[no-any-return]  # see create

    def _update_spec(self, pod: Pod, spec: PodSpec) -> Pod:
        if spec == pod.spec:
            return pod
        metadata = evolve(pod.metadata, generation=pod.metadata.generation + 1)
        return self._store.update(evolve(pod, metadata=metadata, spec=spec))  # type: ignore[no-any-return]  # see create

    def set_owners(self, namespace: str, name: str, owners: tuple[OwnerReference, ...]) -> Pod:
        """PATCH metadata.ownerReferences: adoption, release, orphaning. Raises Rejected NotFound."""
        pod = self.get(namespace, name)
        return self._store.update(evolve(pod, metadata=evolve(pod.metadata, ownerReferences=owners)))  # type: ignore[no-any-return]  # see create

    def set_labels(self, namespace: str, name: str, labels: Mapping[str, str | None]) -> Pod:
        """PATCH metadata.labels: these are set; None takes one away. Raises Rejected NotFound."""
        pod = self.get(namespace, name)
        merged = {**pod.metadata.labels, **labels}
        kept = {key: value for key, value in merged.items() if value is not None}
        return self._store.update(evolve(pod, metadata=evolve(pod.metadata, labels=kept)))  # type: ignore[no-any-return]  # see create

    def set_finalizers(self, namespace: str, name: str, finalizers: tuple[str, ...]) -> None:
        """PATCH metadata.finalizers; the last one's removal lets a Pod go whose grace is over. Raises Rejected Invalid."""
        pod = self.get(namespace, name)
        new = [each for each in finalizers if each not in pod.metadata.finalizers]
        if new and pod.metadata.deletionTimestamp is not None:
            listed = ", ".join(f'"{each}"' for each in new)
            raise Rejected(
                "Invalid",
                f'Pod "{name}" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object '
                f"is being deleted, found new finalizers []string{{{listed}}}",
            )
        pod = self._store.update(evolve(pod, metadata=evolve(pod.metadata, finalizers=finalizers)))
        life = self.lives[pod.metadata.uid]
        if finalizers and not life.machines.pod.finalizers:
            life.fire(POD, AddFinalizers())
        if not finalizers and life.machines.pod.finalizers:
            life.fire(POD, RemoveFinalizers())
            if life.machines.pod.state is PodObjectState.GONE:
                self._store.remove(pod)


def with_uid(uid: str, grace: int) -> DeleteOptions:
    """The kubelet's options: this very Pod, with this grace."""
    return DeleteOptions(gracePeriodSeconds=grace, preconditions=Preconditions(uid=uid))

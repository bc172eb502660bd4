"""EndpointSliceController: keeps the EndpointSlices of each Service as its own, late sight of the Pods says (B.15)."""

from __future__ import annotations

from typing import Any, Final

from attrs import evolve

from ..apiserver.store import WatchEvent
from ..objects.endpoint_slice import Endpoint, EndpointSlice, TargetRef, labels_of
from ..objects.meta import ObjectMeta
from ..objects.pod import Pod
from ..objects.service import HEADLESS, Service
from .context import ControllerContext
from .endpoint import ENDPOINT, EndpointState, EndpointView, LookAtPod, conditions_of
from .machinery.informer import Informer
from .machinery.ownership import reference_to
from .machinery.work_queue import Key, WorkQueue
from .rules.endpoints import Plan, belongs, by_ports, is_ready, may_matter, planned, ports_of, selects

SOURCE: Final = "endpoint-slice-controller"


class EndpointSliceController:
    """One for all Services. A Service's slices go with it, by the garbage collector."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._queue = WorkQueue(context.simulation, self._sync)
        self._slices: dict[str, list[str]] = {}
        """By uid of the Service the names of the slices that were made for it, oldest first."""
        self._known: dict[str, dict[str, None]] = {}
        """By uid of the Service the uids of its endpoints, in order of first sight."""
        random = context.simulation.stream(SOURCE)
        self._informer = Informer(context.simulation, context.store, ("Service", "Pod"), random, self._hear)

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "Service":
            self._queue.add(_key(event.object))
            return
        before = event.before
        if event.type == "MODIFIED" and not may_matter(before, event.object):
            return
        for service in self._informer.all_of("Service", event.object.metadata.namespace):
            if any(pod is not None and selects(service, pod) for pod in (before, event.object)):
                self._queue.add(_key(service))

    def _sync(self, key: Key) -> None:
        service = self._informer.get("Service", *key)
        if service is None or not service.spec.selector or service.spec.type == "ExternalName":
            return
        uid = service.metadata.uid
        pods = [each for each in self._informer.all_of("Pod", key[0]) if selects(service, each)]
        self._forget_all_but(uid, pods)
        desired = by_ports(
            (ports_of(service, pod), self._endpoint(service, pod)) for pod in pods if self._sees(service, pod)
        )
        self._carry_out(service, planned(self._existing(service), desired))

    def _forget_all_but(self, uid: str, pods: list[Pod]) -> None:
        """Pods that are gone, or are selected no more, are endpoints no more."""
        there = {pod.metadata.uid for pod in pods}
        known = self._known.setdefault(uid, {})
        for gone in [each for each in known if each not in there]:
            self._context.lives.fire(ENDPOINT, (uid, gone), LookAtPod(), EndpointView())
            self._context.lives.forget(ENDPOINT, (uid, gone))
            del known[gone]

    def _sees(self, service: Service, pod: Pod) -> bool:
        """Whether the Pod is an endpoint; its life as one is told what was seen."""
        meta = pod.metadata
        view = EndpointView(belongs(service, pod), is_ready(pod), meta.deletionTimestamp is not None)
        life = self._context.lives.fire(ENDPOINT, (service.metadata.uid, meta.uid), LookAtPod(), view)
        self._known[service.metadata.uid].setdefault(meta.uid)
        return life.state is not EndpointState.ABSENT

    def _endpoint(self, service: Service, pod: Pod) -> Endpoint:
        """B15.2 podToEndpoint."""
        meta, spec = pod.metadata, pod.spec
        life = self._context.lives.of(ENDPOINT, (service.metadata.uid, meta.uid))
        is_named = bool(spec.hostname) and spec.subdomain == service.metadata.name
        return Endpoint(
            addresses=(pod.status.podIP,),
            conditions=conditions_of(life, publishes_not_ready=service.spec.publishNotReadyAddresses),
            hostname=spec.hostname if is_named else None,
            targetRef=TargetRef(namespace=meta.namespace, name=meta.name, uid=meta.uid),
            nodeName=spec.nodeName or None,
        )

    def _existing(self, service: Service) -> list[EndpointSlice]:
        names = self._slices.get(service.metadata.uid, [])
        found = (self._context.store.get("EndpointSlice", service.metadata.namespace, name) for name in names)
        return [each for each in found if each is not None]

    def _carry_out(self, service: Service, plan: Plan) -> None:
        objects, names = self._context.plain_objects, self._slices.setdefault(service.metadata.uid, [])
        for ports, endpoints in plan.created:
            metadata = ObjectMeta(
                generateName=f"{service.metadata.name}-",
                namespace=service.metadata.namespace,
                generation=1,
                labels=labels_of(
                    service.metadata.name, service.metadata.labels, headless=service.spec.clusterIP == HEADLESS
                ),
                ownerReferences=(reference_to(service),),
            )
            names.append(
                objects.create(EndpointSlice(metadata=metadata, ports=ports, endpoints=endpoints)).metadata.name
            )
        for each in plan.changed:
            metadata = evolve(each.metadata, generation=each.metadata.generation + 1)
            self._context.store.update(evolve(each, metadata=metadata))
        for each in plan.deleted:
            self._context.store.remove(each)
            names.remove(each.metadata.name)


def _key(obj: Any) -> Key:
    return obj.metadata.namespace, obj.metadata.name

"""PodControl: how controllers make Pods from templates, delete them, and tell of it (controller_utils RealPodControl)."""

from __future__ import annotations

from typing import Any

from attrs import evolve, frozen

from ...apiserver.pods import Pods
from ...apiserver.rules.rejection import Rejected
from ...apiserver.validation.names import dns_subdomain
from ...kubelet.agent.events import Recorder
from ...objects.delete_options import DeleteOptions, Preconditions
from ...objects.meta import ObjectMeta, OwnerReference
from ...objects.pod import Pod
from ...objects.pod_template import PodTemplateSpec
from .ownership import Claim, reference_to, with_owner, without_owner


def pod_from(template: PodTemplateSpec, owner: Any) -> Pod:
    """A Pod of this owner, to be created (GetPodFromTemplate)."""
    prefix = f"{owner.metadata.name}-"
    if list(dns_subdomain(prefix.removesuffix("-"))):
        prefix = owner.metadata.name
    metadata = ObjectMeta(
        generateName=prefix,
        namespace=owner.metadata.namespace,
        labels=dict(template.metadata.labels),
        annotations=dict(template.metadata.annotations),
        finalizers=template.metadata.finalizers,
        ownerReferences=(reference_to(owner),),
    )
    return Pod(metadata=metadata, spec=template.spec)


@frozen
class PodControl:
    """The requests on Pods by the controller of this name."""

    pods: Pods
    recorder: Recorder
    source: str

    def create(self, owner: Any, pod: Pod) -> Pod:
        """Create it, with an event about the owner either way; raises Rejected."""
        try:
            created = self.pods.create(pod)
        except Rejected as error:
            self.tell(owner, "Warning", "FailedCreate", f"Error creating: {error.message}")
            raise
        self.tell(owner, "Normal", "SuccessfulCreate", f"Created pod: {created.metadata.name}")
        return created

    def delete(self, owner: Any, pod: Pod) -> None:
        """Delete this very Pod, with an event about the owner; raises Rejected NotFound where it is gone."""
        self.delete_quietly(pod)
        self.tell(owner, "Normal", "SuccessfulDelete", f"Deleted pod: {pod.metadata.name}")

    def delete_quietly(self, pod: Pod) -> None:
        """Delete this very Pod; raises Rejected NotFound where it is gone."""
        meta = pod.metadata
        stored = self.pods.get(meta.namespace, meta.name)
        if stored.metadata.uid != meta.uid:
            raise Rejected("NotFound", f'pods "{meta.name}" not found')
        self.pods.delete(meta.namespace, meta.name, DeleteOptions(preconditions=Preconditions(uid=meta.uid)))

    def tell(self, owner: Any, kind: str, reason: str, message: str) -> None:
        """An event about the owner."""
        self.recorder.write_about(owner, kind, reason, message, self.source)

    def settle(self, owner: Any, claim: Claim) -> list[Pod]:
        """Adopt and release as the claim says; the Pods that are the owner's then."""
        for pod in claim.release:
            self._set_owners(pod, without_owner(pod, owner.metadata.uid))
        adopted = []
        for pod in claim.adopt:
            owners = with_owner(pod, owner)
            if self._set_owners(pod, owners):
                adopted.append(evolve(pod, metadata=evolve(pod.metadata, ownerReferences=owners)))
        return [*claim.mine, *adopted]

    def _set_owners(self, pod: Pod, owners: tuple[OwnerReference, ...]) -> bool:
        meta = pod.metadata
        if self.pods.by_uid(meta.uid, meta.namespace, meta.name) is None:
            return False
        self.pods.set_owners(meta.namespace, meta.name, owners)
        return True

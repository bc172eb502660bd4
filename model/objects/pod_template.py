"""PodTemplateSpec: what the Pods of a controller are made from (core/v1); attribute names are the API's own."""

from __future__ import annotations

from attrs import frozen

from .meta import ObjectMeta
from .pod import Pod, PodSpec


@frozen(kw_only=True)
class PodTemplateSpec:
    metadata: ObjectMeta = ObjectMeta()
    spec: PodSpec = PodSpec()

    def as_pod(self) -> Pod:
        """A Pod that looks like the template, for the rules that read Pods."""
        return Pod(metadata=self.metadata, spec=self.spec)

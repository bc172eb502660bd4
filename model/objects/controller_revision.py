"""ControllerRevision: a template that a StatefulSet or DaemonSet has had (apps/v1); names are the API's own."""

from __future__ import annotations

from attrs import frozen

from .meta import ObjectMeta
from .pod_template import PodTemplateSpec


@frozen(kw_only=True)
class ControllerRevision:
    """`revision` counts up; `data` is the template itself, where Kubernetes keeps a patch of it."""

    apiVersion: str = "apps/v1"
    kind: str = "ControllerRevision"
    metadata: ObjectMeta = ObjectMeta()
    data: PodTemplateSpec = PodTemplateSpec()
    revision: int = 0

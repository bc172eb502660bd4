"""Namespace check: manifests that name a namespace which nobody creates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..apiserver.namespaces import FIRST
from ..objects.manifest import Manifest, Problem
from ..objects.meta import CLUSTER_SCOPED


def missing_namespaces(manifests: Sequence[Manifest]) -> Iterator[Problem]:
    """A problem for each object in a namespace that is neither one of the first four nor among the manifests."""
    known = {*FIRST, *(each.object.metadata.name for each in manifests if each.object.kind == "Namespace")}
    for each in manifests:
        name = each.object.metadata.namespace
        if name and name not in known and each.object.kind not in CLUSTER_SCOPED:
            words = f'namespaces "{name}" not found; expected a Namespace manifest of this name'
            yield each.problem("metadata.namespace", words)

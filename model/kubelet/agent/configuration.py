"""Configuration: the ConfigMaps and Secrets that a container's environment takes its values from (semantics B6.4)."""

from __future__ import annotations

from collections.abc import Iterator

from ...apiserver.store import Store
from ...objects.container import Container
from ...objects.pod import Pod

KINDS = {"configMapKeyRef": "ConfigMap", "secretKeyRef": "Secret", "configMapRef": "ConfigMap", "secretRef": "Secret"}


def references(container: Container) -> Iterator[tuple[str, str, str]]:
    """(kind, name, key) of each one that is not optional; the key is empty where the whole object is taken."""
    for entry in container.env:
        for member, reference in (entry.get("valueFrom") or {}).items():
            if member in KINDS and reference and not reference.get("optional"):
                yield KINDS[member], reference.get("name", ""), reference.get("key", "")
    for entry in container.envFrom:
        for member, reference in entry.items():
            if member in KINDS and isinstance(reference, dict) and not reference.get("optional"):
                yield KINDS[member], reference.get("name", ""), ""


def missing_configuration(store: Store, pod: Pod, container: Container) -> str:
    """The kubelet's message for the first thing that is missing, or nothing (KRC generateContainerConfig)."""
    for kind, name, key in references(container):
        found = store.get(kind, pod.metadata.namespace, name)
        if found is None:
            return f'{kind.lower()} "{name}" not found'
        if key and key not in {**(getattr(found, "data", None) or {}), **(getattr(found, "binaryData", None) or {})}:
            return f"couldn't find key {key} in {kind} {pod.metadata.namespace}/{name}"
    return ""

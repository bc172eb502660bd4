"""Volume sources: the ConfigMaps and Secrets that a Pod mounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ..objects.pod import Pod

ALWAYS_THERE = ("kube-root-ca.crt",)
"""The ConfigMap that the control plane puts into every namespace."""


@frozen
class Source:
    """What the volume of this index takes from where: `path` is its place in the spec, `keys` what must be in it."""

    index: int
    path: str
    kind: str
    name: str
    keys: tuple[str, ...]


def sources(pod: Pod) -> Iterator[Source]:
    """Those that are not optional."""
    for index, volume in enumerate(pod.spec.volumes):
        path = f"spec.volumes[{index}]"
        yield from _source(index, f"{path}.configMap", "ConfigMap", volume.get("configMap"), "name")
        yield from _source(index, f"{path}.secret", "Secret", volume.get("secret"), "secretName")
        projected = (volume.get("projected") or {}).get("sources") or ()
        for number, each in enumerate(projected):
            inner = f"{path}.projected.sources[{number}]"
            yield from _source(index, f"{inner}.configMap", "ConfigMap", each.get("configMap"), "name")
            yield from _source(index, f"{inner}.secret", "Secret", each.get("secret"), "name")


def _source(index: int, path: str, kind: str, data: Mapping[str, Any] | None, name: str) -> Iterator[Source]:
    if data and data.get(name) and not data.get("optional") and data[name] not in ALWAYS_THERE:
        yield Source(index, path, kind, data[name], tuple(each.get("key", "") for each in data.get("items") or ()))

"""Volume sources: ConfigMaps and Secrets that a Pod mounts; to wait for one is not modelled yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ..objects.config import ConfigMap, Secret
from ..objects.manifest import Manifest, Problem
from ..objects.pod import Pod

ALWAYS_THERE = ("kube-root-ca.crt",)
"""The ConfigMap that the control plane puts into every namespace."""

NOT_YET = "waiting for volumes is not modelled yet"


@frozen
class Source:
    """What a volume takes from where: `path` is its place in spec.volumes, `keys` what must be in it."""

    path: str
    kind: str
    name: str
    keys: tuple[str, ...]


def sources(pod: Pod) -> Iterator[Source]:
    """Those that are not optional."""
    for index, volume in enumerate(pod.spec.volumes):
        path = f"spec.volumes[{index}]"
        yield from _source(f"{path}.configMap", "ConfigMap", volume.get("configMap"), "name")
        yield from _source(f"{path}.secret", "Secret", volume.get("secret"), "secretName")
        projected = (volume.get("projected") or {}).get("sources") or ()
        for number, each in enumerate(projected):
            inner = f"{path}.projected.sources[{number}]"
            yield from _source(f"{inner}.configMap", "ConfigMap", each.get("configMap"), "name")
            yield from _source(f"{inner}.secret", "Secret", each.get("secret"), "name")


def _source(path: str, kind: str, data: Mapping[str, Any] | None, name: str) -> Iterator[Source]:
    if data and data.get(name) and not data.get("optional") and data[name] not in ALWAYS_THERE:
        yield Source(path, kind, data[name], tuple(each.get("key", "") for each in data.get("items") or ()))


def missing_sources(manifests: Sequence[Manifest], present: Sequence[Manifest]) -> Iterator[Problem]:
    """A problem for each volume of a Pod whose source is not `present` from the beginning."""
    there = {
        (each.object.kind, each.object.metadata.namespace or "default", each.object.metadata.name): each.object
        for each in present
        if isinstance(each.object, ConfigMap | Secret)
    }
    for manifest in manifests:
        pod = manifest.object
        if not isinstance(pod, Pod):
            continue
        namespace = pod.metadata.namespace or "default"
        for source in sources(pod):
            found = there.get((source.kind, namespace, source.name))
            what = f'{source.kind} "{source.name}"'
            if found is None:
                yield manifest.problem(source.path, f"{what} is not among the manifests; {NOT_YET}")
                continue
            for key in source.keys:
                if key not in _keys(found):
                    yield manifest.problem(source.path, f'{what} has no key "{key}"; {NOT_YET}')


def _keys(source: ConfigMap | Secret) -> tuple[str, ...]:
    if isinstance(source, ConfigMap):
        return (*source.data, *source.binaryData)
    return (*source.data, *source.stringData)

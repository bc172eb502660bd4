"""Describe environment: a container's environment variables as `kubectl describe pod` prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..objects.container import Container
from ..objects.pod import Pod
from ..objects.quantity import parse_quantity

_SUBSCRIPT: Final = re.compile(r"metadata\.(labels|annotations)\['(.+)'\]")
NOTHING: Final = "0"
ALL_OF_THE_NODE: Final = "node allocatable"


def environment_lines(pod: Pod, container: Container) -> Iterator[str]:
    """What comes from whole ConfigMaps and Secrets, then the single variables."""
    if container.envFrom:
        yield "    Environment Variables from:"
        yield from (f"      {_from(each)}" for each in container.envFrom)
    yield "    Environment:" if container.env else "    Environment:\t<none>"
    for variable in container.env:
        if variable.get("valueFrom") is None:
            first, *others = str(variable.get("value") or "").split("\n")
            yield f"      {variable['name']}:\t{first}"
            yield from (f"      \t{line}" for line in others)
        else:
            yield f"      {variable['name']}:\t{_value(pod, container, variable['valueFrom'])}"


def _from(source: Mapping[str, Any]) -> str:
    kind = "ConfigMap" if source.get("configMapRef") is not None else "Secret"
    reference = source.get("configMapRef") or source.get("secretRef") or {}
    prefix = f" with prefix '{source['prefix']}'" if source.get("prefix") else ""
    return f"{reference.get('name', '')}\t{kind}{prefix}\t{_optional(reference)}"


def _value(pod: Pod, container: Container, source: Mapping[str, Any]) -> str:
    if source.get("fieldRef") is not None:
        field = source["fieldRef"]
        path = field["fieldPath"]
        return f"{_field(pod, path)} ({field.get('apiVersion', 'v1')}:{path})"
    if source.get("resourceFieldRef") is not None:
        resource = source["resourceFieldRef"]["resource"]
        amount = _amount(container, source["resourceFieldRef"])
        is_whole_node = amount == NOTHING and resource in ("limits.cpu", "limits.memory")
        return f"{ALL_OF_THE_NODE if is_whole_node else amount} ({resource})"
    if source.get("secretKeyRef") is not None:
        key = source["secretKeyRef"]
        return f"<set to the key '{key['key']}' in secret '{key.get('name', '')}'>\t{_optional(key)}"
    key = source.get("configMapKeyRef")
    if key is None:
        return ""
    return f"<set to the key '{key['key']}' of config map '{key.get('name', '')}'>\t{_optional(key)}"


def _optional(reference: Mapping[str, Any]) -> str:
    return f"Optional: {'true' if reference.get('optional') else 'false'}"


def _field(pod: Pod, path: str) -> str:
    """What kubectl can tell by itself: the metadata; the rest only the kubelet knows."""
    meta = pod.metadata
    found = _SUBSCRIPT.fullmatch(path)
    if found is not None:
        values = meta.labels if found[1] == "labels" else meta.annotations
        return values.get(found[2], "")
    plain = {"metadata.name": meta.name, "metadata.namespace": meta.namespace, "metadata.uid": meta.uid}
    return plain.get(path, "")


def _amount(container: Container, reference: Mapping[str, Any]) -> str:
    """The limit or request in units of the divisor, rounded up."""
    kind, _, resource = str(reference["resource"]).partition(".")
    amounts = container.resources.limits if kind == "limits" else container.resources.requests
    divisor = parse_quantity(str(reference.get("divisor") or "1")).nanos or parse_quantity("1").nanos
    return str(-(-parse_quantity(amounts.get(resource, NOTHING)).nanos // divisor))

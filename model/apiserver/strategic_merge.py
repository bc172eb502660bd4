"""Strategic merge: what a patch of containers makes of a Pod: objects are merged, containers are told by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..objects.pod import Pod
from ..objects.unstructure import unstructure
from .decode import decode_pod

BY_NAME = ("containers", "initContainers", "ephemeralContainers")
"""Lists whose elements are merged with those of the same name; any other list is replaced as a whole."""


def patched(pod: Pod, patch: Mapping[str, Any]) -> Pod:
    """The Pod after a strategic merge patch of its spec's containers and resources; raises Undecodable."""
    return decode_pod(merged(unstructure(pod), patch))


def merged(value: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """`null` takes a member away, an object is merged into the one that is there, anything else replaces it."""
    result = dict(value)
    for key, new in patch.items():
        old = result.get(key)
        if new is None:
            result.pop(key, None)
        elif key in BY_NAME and isinstance(old or [], list):
            result[key] = _merged_by_name(old or [], new)
        elif isinstance(new, Mapping):
            result[key] = merged(old if isinstance(old, Mapping) else {}, new)
        else:
            result[key] = new
    return result


def _merged_by_name(old: list[Any], new: list[Any]) -> list[Any]:
    """What is there keeps its place; what is new comes at the end."""
    patches = {each["name"]: each for each in new}
    known = [each["name"] for each in old]
    return [
        *(merged(each, patches.get(each["name"], {})) for each in old),
        *(merged({}, each) for each in new if each["name"] not in known),
    ]

"""Same spec: whether two specs mean the same to the API server (apimachinery Semantic.DeepEqual)."""

from __future__ import annotations

from typing import Any, Final

from ...objects.pod import PodSpec
from ...objects.quantity import parse_quantity
from ...objects.unstructure import unstructure

AMOUNTS: Final = ("requests", "limits", "overhead")
"""Mappings of quantities: 1 and 1000m are the same."""

MAPS: Final = ("matchLabels", "nodeSelector", "volumeAttributes", *AMOUNTS)
"""Mappings with free keys, of which an empty one is the same as none; an empty object is not."""


def same_spec(one: PodSpec, other: PodSpec) -> bool:
    """Empty lists and mappings equal absent ones, and amounts are compared by value."""
    return one == other or same(unstructure(one), unstructure(other))


def same(one: Any, other: Any) -> bool:
    """The same for any two parts of specs as plain data."""
    return bool(_normal(one) == _normal(other))


def _normal(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        if key in AMOUNTS:
            return {name: parse_quantity(str(text)).nanos for name, text in value.items()}
        kept = ((name, _normal(one, name)) for name, one in value.items())
        return {name: one for name, one in kept if not (one is None or one == [] or (one == {} and name in MAPS))}
    if isinstance(value, list | tuple):
        return [_normal(each) for each in value]
    if key in ("divisor", "sizeLimit") and value is not None:
        return parse_quantity(str(value)).nanos
    return value

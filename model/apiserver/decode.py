"""Decode: JSON as the API server reads it into a Pod: unknown fields are dropped, a wrong type is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import attrs

from ..objects.located import Flaw, locate
from ..objects.pod import Pod
from ..objects.quantity import WRONG_FORMAT, parse_quantity
from ..objects.shapes import fields_of
from ..objects.structure import INT64, structure

_STEP = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")
_GO_TYPES: Mapping[Any, str] = {
    str: "string",
    bool: "bool",
    "str": "string",
    "int32": "int32",
    "int64": "int64",
    "bool": "bool",
    "quantity": "Quantity",
}
_TOKENS: Mapping[type, str] = {dict: "object", list: "array", str: "string"}


class Undecodable(ValueError):
    """The JSON is no Pod; the message is that of Go's decoder."""


def decode_pod(manifest: Any) -> Pod:
    """The Pod of plain JSON data; raises Undecodable with what Go's decoder complains of."""
    pod, flaws = structure(Pod, locate(manifest), strict=False)
    if flaws:
        messages = [_message(manifest, flaw) for flaw in flaws]
        # a wrong type is kept for later, while an amount that cannot be read ends the decoding at once
        raise Undecodable(next((m for m in messages if not m.startswith("json:")), messages[0]))
    assert pod is not None
    return pod


def _message(manifest: Any, flaw: Flaw) -> str:
    """What Go's decoder says of this place (encoding/json UnmarshalTypeError, resource.Quantity UnmarshalJSON)."""
    value: Any = manifest
    owner = "Pod"
    annotation: Any = Pod
    names: list[str] = []
    for bracketed, name in _STEP.findall(flaw.path):
        step = bracketed or name
        if step.isdigit() and isinstance(value, list):
            value, annotation = value[int(step)], _item_of(annotation)
            continue
        value = value[step]
        if _is_object(annotation):
            owner, annotation = _name_of(annotation), _field_of(annotation, step)
            names.append(step)
        else:
            annotation = _item_of(annotation)
    kind = _go_type(annotation, names[-1] if names else "")
    if kind == "Quantity":
        return _quantity_message(value)
    return f"json: cannot unmarshal {_token(value, kind)} into Go struct field {owner}.{'.'.join(names)} of type {kind}"


def _quantity_message(value: Any) -> str:
    try:
        parse_quantity(str(value))
    except ValueError as error:
        return str(error)
    return WRONG_FORMAT


def _token(value: Any, kind: str) -> str:
    """How Go names the JSON value: a number that is only of the wrong sort of number is named itself."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return f"number {value}" if kind.startswith("int") else "number"
    return _TOKENS.get(type(value), "null")


def _is_object(annotation: Any) -> bool:
    return attrs.has(annotation) or (isinstance(annotation, str) and annotation[0] not in "[{")


def _name_of(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else str(annotation.__name__)


def _field_of(annotation: Any, name: str) -> Any:
    """The type of a field: an annotation, or a shape as text (objects/shapes.py)."""
    if isinstance(annotation, str):
        return fields_of(annotation)[name]
    return _bare(get_type_hints(annotation, include_extras=True)[name])


def _item_of(annotation: Any) -> Any:
    """The type of the items of a list or mapping."""
    if isinstance(annotation, str):
        return annotation[1:-1]
    arguments = get_args(annotation)
    return _bare(arguments[1] if issubclass(get_origin(annotation), Mapping) else arguments[0])


def _bare(annotation: Any) -> Any:
    """The annotation without `| None`; of plain data its shape."""
    arguments = [each for each in get_args(annotation) if each is not NoneType]
    if get_origin(annotation) is Annotated:
        return annotation.__metadata__[0].type
    if NoneType in get_args(annotation) and len(arguments) == 1:
        return _bare(arguments[0])
    return annotation


def _go_type(annotation: Any, field: str) -> str:
    """The type as Go names it."""
    if annotation is int:
        return "int64" if field in INT64 else "int32"
    if annotation in _GO_TYPES:
        return _GO_TYPES[annotation]
    origin = get_origin(annotation)
    is_list = annotation[0] == "[" if isinstance(annotation, str) else origin is tuple
    if is_list:
        return f"[]{_go_type(_item_of(annotation), field)}"
    is_map = annotation[0] == "{" if isinstance(annotation, str) else origin is not None and origin is not UnionType
    if is_map:
        return f"map[string]{_go_type(_item_of(annotation), field)}"
    return "intstr.IntOrString" if origin is UnionType else f"v1.{_name_of(annotation)}"

"""Unstructure: an object as the plain data that the API shows, empty fields left out.

What may be left out follows from the annotation, as it does from `omitempty` in Go: an optional field when it is None,
a text, number, list or mapping when it is empty; an object never. The exceptions are the fields that v1 always shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import attrs

from .time import Time, rfc3339

# fmt: off
ALWAYS: Mapping[str, tuple[str, ...]] = {
    "ContainerStatus":          ("ready", "restartCount", "image", "imageID"),
    "ContainerStateRunning":    ("startedAt",),
    "ContainerStateTerminated": ("exitCode", "startedAt", "finishedAt"),
    "PodCondition":             ("status", "lastProbeTime", "lastTransitionTime"),
    "GRPCAction":               ("service",),
    "ReplicaSetStatus":         ("replicas",),
    "StatefulSetStatus":        ("replicas", "availableReplicas"),
    "DaemonSetStatus":          ("currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady"),
    "NodeCondition":            ("status", "lastHeartbeatTime", "lastTransitionTime"),
}
# fmt: on
"""Fields that are shown even when empty, beside those without a default; a time that is None is shown as null."""

Write = Callable[[Any], Any]


def unstructure(value: object) -> Any:
    """`Pod(...)` -> `{"apiVersion": "v1", "kind": "Pod", "metadata": {...}, ...}`; plain data is shared, not copied."""
    kind: Any = type(value)
    return _writer_of(kind)(value)


@cache
def _writer_of(annotation: Any) -> Write:
    """How a value of this annotation is written."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _writer_of(arguments[0])
    if origin in (Union, UnionType):
        kinds = [kind for kind in arguments if kind is not NoneType]
        return _writer_of(kinds[0]) if len(kinds) == 1 else _same
    if origin is tuple:
        write = _writer_of(arguments[0])
        return list if write is _same else lambda items: [write(each) for each in items]
    if origin is not None and issubclass(origin, Mapping):
        return dict
    if annotation is Time:
        return rfc3339
    return _class_writer(annotation) if attrs.has(annotation) else _same


def _same(value: Any) -> Any:
    return value


def _class_writer(kind: Any) -> Write:
    hints = get_type_hints(kind, include_extras=True)
    fields = attrs.fields(kind)
    plan = tuple((field.name, *_emptiness(kind, field, hints[field.name])) for field in fields)
    # one call in C for all fields; a class of one field would get its bare value
    parts_of = attrgetter(*(field.name for field in fields)) if len(fields) > 1 else None

    def write_object(value: Any) -> dict[str, Any]:
        shown = {}
        parts = parts_of(value) if parts_of else (getattr(value, plan[0][0]),)
        for part, (name, write, if_none, if_empty) in zip(parts, plan, strict=True):
            if part:
                shown[name] = write(part) if write else part
            elif part is None:
                if if_none:
                    shown[name] = None
            elif if_empty:
                shown[name] = write(part) if write else part
        return shown

    return write_object


def _emptiness(kind: Any, field: attrs.Attribute[Any], hint: Any) -> tuple[Write | None, bool, bool]:
    """How the field is written (None: as it is), and whether it is shown when it is None, and when it is empty."""
    write = _writer_of(hint)
    always = field.default is attrs.NOTHING or field.name in ALWAYS.get(kind.__name__, ())
    return None if write is _same else write, always, always or NoneType in get_args(hint) or _is_plain_data(hint)


def _is_plain_data(annotation: Any) -> bool:
    return annotation is Any or (get_origin(annotation) is Annotated and get_args(annotation)[0] is Any)

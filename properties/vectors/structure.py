"""structure: the vectors' JSON into podlaw's objects and back; missing fields default, unknown ones are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from cattrs import Converter, transform_error

from ...model.kubelet.rules.container_statuses import StartError, StartErrors
from ...model.kubelet.rules.probe_results import ProbeResult, ProbeResults, ProbeType
from ...model.objects.meta import ObjectMeta
from ...model.objects.pod import Pod, PodSpec
from ...model.objects.runtime import RuntimeContainer, RuntimeStatus, SandboxStatus
from ...model.objects.status import PodStatus
from ...model.objects.time import Millis, Time, parse_rfc3339
from ...model.objects.unstructure import unstructure as one_object

T = TypeVar("T")

Given = Mapping[str, Any]
"""A JSON object as the reader of JSON gives it."""


class NotStructured(ValueError):
    """The JSON has not the shape of the object that it should become; `.flaws` say where, one sentence each."""

    def __init__(self, flaws: list[str]) -> None:
        super().__init__("; ".join(flaws))
        self.flaws = flaws


def _time(text: Any, _: object) -> Time:
    if not isinstance(text, str):
        raise TypeError(f"{text!r} is no RFC 3339 time")
    return parse_rfc3339(text)


def _millis(text: Any, _: object) -> Millis:
    return Millis(_time(text, _) * 1000)


def _reader(*, detailed: bool) -> Converter:
    converter = Converter(detailed_validation=detailed)
    converter.register_structure_hook_func(lambda kind: kind is Time, _time)
    converter.register_structure_hook_func(lambda kind: kind is Millis, _millis)
    return converter


_FAST = _reader(detailed=False)
_CAREFUL = _reader(detailed=True)


def structure(given: Any, kind: type[T]) -> T:
    """The JSON as this class; raises NotStructured with every place that does not fit."""
    try:
        return _FAST.structure(given, kind)
    except (TypeError, ValueError, KeyError, AttributeError):
        return _explain(given, kind)


def _explain(given: Any, kind: type[T]) -> T:
    """Read it again and slowly, to say where it does not fit."""
    try:
        return _CAREFUL.structure(given, kind)
    except Exception as error:  # cattrs groups whatever the fields raise
        raise NotStructured(transform_error(error)) from error


def structure_list(given: Given, key: str, kind: type[T]) -> tuple[T, ...]:
    """The list under this key, empty when it is left out."""
    return structure(given.get(key, ()), tuple[kind, ...])  # type: ignore[valid-type]  # a tuple of a class that is known only here


def structure_pod(given: Given, status: PodStatus | None = None) -> Pod:
    """The Pod of `metadata` and `spec`, both of which may be left out, with this status in the API."""
    return Pod(
        metadata=structure(given.get("metadata", {}), ObjectMeta),
        spec=structure(given.get("spec", {}), PodSpec),
        status=status or PodStatus(),
    )


def structure_runtime(given: Given, images: Mapping[str, str]) -> RuntimeStatus:
    """`runtime` and `sandboxes`; every container belongs to the newest sandbox if that is ready, and has the image that
    `images` (container name -> image) gives it, since the vectors leave both out."""
    sandboxes = tuple(
        structure({**sandbox, "ready": sandbox.get("state") == "READY"}, SandboxStatus)
        for sandbox in given.get("sandboxes", ())
    )
    present = sandboxes[0].id if sandboxes and sandboxes[0].ready else ""
    containers = tuple(
        structure(
            {"id": "", "sandbox": present, "image": images.get(str(container.get("name")), ""), **container},
            RuntimeContainer,
        )
        for container in given.get("runtime", ())
    )
    return RuntimeStatus(sandboxes=sandboxes, containers=containers)


def structure_start_errors(given: Given) -> StartErrors:
    """`startErrors` by the name of the container."""
    return {
        error["container"]: StartError(reason=error.get("reason", ""), message=error.get("message", ""))
        for error in given.get("startErrors", ())
    }


def structure_probe_results(given: Given, key: str = "id") -> ProbeResults:
    """`probeResults` by what `key` names: the id of the instance, or its container where there is only one instance."""
    return ProbeResults(
        {
            (result[key], ProbeType(result["probe"])): ProbeResult(result["result"])
            for result in given.get("probeResults", ())
        }
    )


def images_of(spec: PodSpec) -> Mapping[str, str]:
    """Container name -> image, of every container of the spec."""
    return {c.name: c.image for c in (*spec.initContainers, *spec.containers, *spec.ephemeralContainers)}


def unstructure(value: Any) -> Any:
    """The object, or the list of objects, as the API would show it."""
    return [one_object(one) for one in value] if isinstance(value, tuple) else one_object(value)

"""limit_range: what the LimitRanges of a namespace add to a new Pod, and what they hold against it (plugin/pkg/admission/limitranger)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from ...objects.container import Container, ResourceRequirements
from ...objects.limit_range import LimitRange, LimitRangeItem
from ...objects.pod import Pod
from ...objects.quantity import ZERO, Quantity, parse_quantity
from ...objects.resources import Amounts, read_amounts
from ...scheduler.rules.requests import pod_limits, pod_requests

ANNOTATION = "kubernetes.io/limit-ranger"
"""Says what was added."""

CONTAINER, POD = "Container", "Pod"


def default_limit_range(limits: LimitRange) -> LimitRange:
    """The LimitRange with its own defaults (SetDefaults_LimitRangeItem): for containers max stands in for default,
    default for defaultRequest, then min for defaultRequest."""
    return evolve(limits, spec=evolve(limits.spec, limits=tuple(map(_default_item, limits.spec.limits))))


def _default_item(item: LimitRangeItem) -> LimitRangeItem:
    if item.type != CONTAINER:
        return item
    default = {**item.max, **item.default}
    return evolve(item, default=default, defaultRequest={**item.min, **default, **item.defaultRequest})


def with_defaults_of(limits: Iterable[LimitRange], pod: Pod) -> Pod:
    """The Pod with requests and limits of every container filled in, one LimitRange after the other; an annotation tells
    what the last of them added that added anything (mergePodResourceRequirements)."""
    for each in limits:
        pod = _with_defaults(each, pod)
    return pod


def _with_defaults(limits: LimitRange, pod: Pod) -> Pod:
    added: list[str] = []
    default: dict[str, str] = {}
    requests: dict[str, str] = {}
    for item in limits.spec.limits:
        if item.type == CONTAINER:
            default.update(item.default)
            requests.update(item.defaultRequest)
    spec = evolve(
        pod.spec,
        containers=tuple(_filled(each, requests, default, "container", added) for each in pod.spec.containers),
        initContainers=tuple(
            _filled(each, requests, default, "init container", added) for each in pod.spec.initContainers
        ),
    )
    if not added:
        return pod
    annotations = {**pod.metadata.annotations, ANNOTATION: "LimitRanger plugin set: " + "; ".join(added)}
    return evolve(pod, metadata=evolve(pod.metadata, annotations=annotations), spec=spec)


def _filled(
    container: Container, requests: Mapping[str, str], limits: Mapping[str, str], words: str, added: list[str]
) -> Container:
    own = container.resources
    for what, given, default in (("request", own.requests, requests), ("limit", own.limits, limits)):
        names = sorted(set(default) - set(given))
        if names:
            added.append(f"{', '.join(names)} {what} for {words} {container.name}")
    resources = ResourceRequirements(
        requests={**requests, **own.requests}, limits={**limits, **own.limits}, claims=own.claims
    )
    return evolve(container, resources=resources)


def breaches_of(limits: LimitRange, pod: Pod) -> tuple[str, ...]:
    """All that the LimitRange holds against the Pod, in the API's words; empty where it may be (PodValidateLimitFunc)."""
    return tuple(breach for item in limits.spec.limits for breach in _breaches(item, pod))


def _breaches(item: LimitRangeItem, pod: Pod) -> Iterator[str]:
    if item.type == CONTAINER:
        for container in (*pod.spec.containers, *pod.spec.initContainers):
            own = container.resources
            yield from _of_item(item, read_amounts(own.requests), read_amounts(own.limits))
    elif item.type == POD:
        yield from _of_item(item, pod_requests(pod.spec), pod_limits(pod.spec))


def _of_item(item: LimitRangeItem, requests: Amounts, limits: Amounts) -> Iterator[str]:
    for name, text in item.min.items():
        yield from _too_little(
            f"minimum {name} usage per {item.type} is {text}", text, requests.get(name), limits.get(name)
        )
    for name, text in item.max.items():
        yield from _too_much(
            f"maximum {name} usage per {item.type} is {text}", text, requests.get(name), limits.get(name)
        )
    for name, text in item.maxLimitRequestRatio.items():
        lead = f"{name} max limit to request ratio per {item.type} is {text}"
        yield from _too_far_apart(lead, text, requests.get(name, ZERO), limits.get(name, ZERO))


def _too_little(lead: str, text: str, request: Quantity | None, limit: Quantity | None) -> Iterator[str]:
    least = parse_quantity(text)
    if request is None:
        yield f"{lead}.  No request is specified"
    elif request < least:
        yield f"{lead}, but request is {request}"
    elif limit is not None and limit < least:
        yield f"{lead}, but limit is {limit}"


def _too_much(lead: str, text: str, request: Quantity | None, limit: Quantity | None) -> Iterator[str]:
    most = parse_quantity(text)
    if limit is None:
        yield f"{lead}.  No limit is specified"
    elif limit > most:
        yield f"{lead}, but limit is {limit}"
    elif request is not None and request > most:
        yield f"{lead}, but request is {request}"


def _too_far_apart(lead: str, text: str, request: Quantity, limit: Quantity) -> Iterator[str]:
    if not request.nanos:
        yield f"{lead}, but no request is specified or request is 0"
    elif not limit.nanos:
        yield f"{lead}, but no limit is specified or limit is 0"
    elif limit.nanos / request.nanos * 1000 > parse_quantity(text).milli_value():
        yield f"{lead}, but provided ratio is {limit.nanos / request.nanos:f}"

"""Nearest: what might have been shown instead of something impossible: the same with as little as possible otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

from attrs import evolve, frozen

from ...model.objects.pod import Pod
from ...model.objects.status import ContainerStatus, PodStatus
from ...model.objects.time import Time, rfc3339
from ..record import Observation

PHASES = ("Pending", "Running", "Succeeded", "Failed")
FIELDS = ("restartCount", "state", "lastState", "containerID", "ready")
"""Of a container's status, what may be wrong alone."""
MOST = 2
"""So many parts at most are taken to be wrong at once."""
MOST_PARTS = 24
"""Of an observation that differs in more parts from the one before nothing is said."""

Judged = Callable[[Observation], bool]
"""Whether this might have been observed."""


@frozen
class Part:
    """Something that the new revision says otherwise than the one before, in words as it may be."""

    words: str
    put: Callable[[Pod], Pod]


def nearest(observation: Observation, is_legal: Judged) -> str:
    """What was possible instead, in words; empty where that is more than a few parts away."""
    before, after = observation.before, observation.after
    if before is None or after is None:
        return ""
    parts = list(_parts(before, after))
    if len(parts) > MOST_PARTS:
        return ""
    for number in range(1, MOST + 1):
        for chosen in combinations(parts, number):
            if is_legal(Observation(observation.at, before, _with(after, chosen))):
                return f"the same with {' and '.join(part.words for part in chosen)}"
    if _is_as_before(before, _with(after, parts)):
        return "no new revision: all as before"
    return ""


def _with(pod: Pod, parts: Sequence[Part]) -> Pod:
    for part in parts:
        pod = part.put(pod)
    return pod


def _is_as_before(before: Pod, after: Pod) -> bool:
    return before.spec == after.spec and before.status == after.status


def _parts(before: Pod, after: Pod) -> Iterator[Part]:
    if before.status.phase != after.status.phase:
        yield _phase(before.status.phase)
    yield from _of_containers(before.status, after.status)
    yield from _of_conditions(before.status, after.status)
    for name in ("podIP", "hostIP", "startTime", "qosClass", "reason"):
        old = getattr(before.status, name)
        if old != getattr(after.status, name):
            yield Part(f"{name} {_shown(name, old)}", _status_with(before, *_together(name)))
    for name in ("deletionTimestamp", "deletionGracePeriodSeconds", "generation", "creationTimestamp"):
        old = getattr(before.metadata, name)
        if old != getattr(after.metadata, name):
            yield Part(f"{name} as before ({_shown(name, old)})", _metadata_with(before, name))
    if before.spec != after.spec:
        yield Part(_words_of_spec(before, after), lambda pod: evolve(pod, spec=before.spec))
    yield from (_phase(each) for each in PHASES if each not in (before.status.phase, after.status.phase))


def _shown(name: str, value: int | str | None) -> str:
    """A field's value as the API shows it."""
    if value is None or value == "":
        return "unset"
    if isinstance(value, int) and name.endswith(("Timestamp", "Time")):
        return rfc3339(Time(value))
    return str(value)


def _words_of_spec(before: Pod, after: Pod) -> str:
    if before.spec.nodeName != after.spec.nodeName:
        return f"nodeName {before.spec.nodeName or 'unset'} and the spec as before"
    return "the spec as before"


def _phase(phase: str) -> Part:
    return Part(f"phase {phase or 'unset'}", _status_put(phase=phase))


def _together(name: str) -> tuple[str, ...]:
    """The fields that say the same."""
    return {"podIP": ("podIP", "podIPs"), "hostIP": ("hostIP", "hostIPs")}.get(name, (name,))


def _status_put(**fields: Any) -> Callable[[Pod], Pod]:
    return lambda pod: evolve(pod, status=evolve(pod.status, **fields))


def _status_with(before: Pod, *names: str) -> Callable[[Pod], Pod]:
    return _status_put(**{name: getattr(before.status, name) for name in names})


def _metadata_with(before: Pod, name: str) -> Callable[[Pod], Pod]:
    value = getattr(before.metadata, name)
    return lambda pod: evolve(pod, metadata=evolve(pod.metadata, **{name: value}))


def _of_containers(before: PodStatus, after: PodStatus) -> Iterator[Part]:
    for field in ("initContainerStatuses", "containerStatuses"):
        old, new = getattr(before, field), getattr(after, field)
        names = dict.fromkeys(one.name for one in (*old, *new))
        for name in names:
            was, now = (next((one for one in some if one.name == name), None) for some in (old, new))
            if was is not None and now is not None:
                yield from _of_fields(field, was, now)
            if was != now:
                yield Part(_words_of_container(name, was), _container_put(field, name, was))


def _of_fields(field: str, was: ContainerStatus, now: ContainerStatus) -> Iterator[Part]:
    """Single fields of one container, where more than one has changed."""
    changed = [name for name in FIELDS if getattr(was, name) != getattr(now, name)]
    if len(changed) > 1:
        for name in changed:
            value = getattr(was, name)
            words = f"{name} of container {was.name} as before{_in_words(value)}"
            yield Part(words, _container_put(field, was.name, evolve(now, **{name: value})))


def _in_words(value: object) -> str:
    """A number, a flag or a name; structures would be too long."""
    return f" ({value})" if isinstance(value, int | str) and value != "" else ""


def _container_put(field: str, name: str, was: ContainerStatus | None) -> Callable[[Pod], Pod]:
    def put(pod: Pod) -> Pod:
        present = [one for one in getattr(pod.status, field) if one.name != name]
        return _status_put(**{field: (*present, *([was] if was else []))})(pod)

    return put


def _words_of_container(name: str, was: ContainerStatus | None) -> str:
    if was is None:
        return f"no status of container {name}"
    state = was.state
    how = "waiting"
    if state.running is not None:
        how = "running, ready" if was.ready else "running, not ready"
    elif state.terminated is not None:
        how = f"terminated with {state.terminated.exitCode}"
    elif state.waiting is not None and state.waiting.reason:
        how = f"waiting, {state.waiting.reason}"
    return f"container {name} as before ({how}, restarts {was.restartCount})"


def _of_conditions(before: PodStatus, after: PodStatus) -> Iterator[Part]:
    old, new = ({one.type: one for one in status.conditions} for status in (before, after))
    for kind in dict.fromkeys((*old, *new)):
        was = old.get(kind)
        if was != new.get(kind):
            words = f"condition {kind} as before ({was.status})" if was else f"no condition {kind}"
            yield Part(words, _condition_put(kind, before))


def _condition_put(kind: str, before: PodStatus) -> Callable[[Pod], Pod]:
    def put(pod: Pod) -> Pod:
        present = [one for one in pod.status.conditions if one.type != kind]
        was = [one for one in before.conditions if one.type == kind]
        return evolve(pod, status=evolve(pod.status, conditions=(*present, *was)))

    return put

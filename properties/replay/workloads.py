"""workloads: what a watcher sees of controllers' objects: their counts and conditions come in the recorded order.

Times are left to the Pods: an object's status lags behind them by what its controller takes (semantics D57). Names of
ReplicaSets are compared by the order of their templates, as a template's hash is not determined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from ...model.cluster.families import Families
from .recording import WORKLOADS, Entry
from .scenario import milliseconds
from .times import LONG, RELIST

Json = Mapping[str, Any]

LAGGING = ("observedGeneration", "uncountedTerminatedPods", "collisionCount", "currentRevision", "updateRevision")
"""Fields of a status that hold identities, or that say only how far the controller has come."""

LASTING = LONG + RELIST
"""Milliseconds: what is between the changes of two Pods may be longer or shorter by what one relist takes."""

END = 5_000
"""A state that begins so close to the end of a record (milliseconds) need not have come in the other one."""


@frozen
class Stand:
    """One state of an object: its counts and conditions, the size that is asked for, and whether it goes or is gone."""

    counts: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str, str], ...]
    replicas: int | None
    deleting: bool
    gone: bool

    def __str__(self) -> str:
        counts = " ".join(f"{name}={value}" for name, value in self.counts)
        conditions = " ".join(f"{kind}={status}({reason})" for kind, status, reason in self.conditions)
        marks = " deleting" * self.deleting + " gone" * self.gone
        return f"{counts or 'no counts'}; {conditions or 'no conditions'}{marks}"


Course = tuple[tuple[int, int, Stand], ...]
"""The states of an object, each with its beginning and end in milliseconds."""


def courses_of(watch: Iterable[Entry], duration: int) -> dict[str, Course]:
    """By `Kind/name` the states that the watch tells of, equal neighbours as one; entries after `duration` are cut off."""
    watch, families = tuple(watch), Families()
    claims = first_claims(watch)
    found: dict[str, list[tuple[int, Stand]]] = {}
    for entry in watch:
        at = milliseconds(entry["at"])
        if entry["kind"] not in WORKLOADS or at > duration:
            continue
        metadata = entry["object"]["metadata"]
        if metadata["name"] in claims and entry["kind"] == "PersistentVolume":
            metadata = {"name": claims[metadata["name"]]}
        name = families.of({"generateName": f"{metadata['name']}-", "labels": metadata.get("labels")})[:-1]
        stands = found.setdefault(f"{entry['kind']}/{name}", [])
        stand = stand_of(entry["object"], gone=entry["type"] == "DELETED")
        if not stands or stands[-1][1] != stand:
            stands.append((at, stand))
    return {name: _course(stands, duration) for name, stands in found.items()}


def first_claims(watch: Iterable[Entry]) -> dict[str, str]:
    """By the name of each volume the claim that had it first: of equal volumes it is not determined which one a claim gets."""
    found: dict[str, str] = {}
    for entry in watch:
        if entry["kind"] == "PersistentVolume" and claim_of(entry["object"]):
            found.setdefault(entry["object"]["metadata"]["name"], claim_of(entry["object"]))
    return found


def claim_of(obj: Json) -> str:
    """`namespace/name` of the claim that a volume names; empty for none."""
    reference = (obj.get("spec") or {}).get("claimRef")
    return f"{reference.get('namespace', '')}/{reference.get('name', '')}" if reference else ""


def _course(stands: Sequence[tuple[int, Stand]], duration: int) -> Course:
    ends = [at for at, _ in stands[1:]] + [duration]
    return tuple((at, end, stand) for (at, stand), end in zip(stands, ends, strict=True))


def stand_of(obj: Json, *, gone: bool = False) -> Stand:
    """The state that this object shows."""
    status, spec = obj.get("status") or {}, obj.get("spec") or {}
    counts = {"claimRef": claim_of(obj)} | {
        name: len(value) if name == "active" and isinstance(value, list) else value
        for name, value in status.items()
        if name not in LAGGING and not name.endswith("Time") and name != "conditions"
    }
    conditions = ((each["type"], each["status"], each.get("reason", "")) for each in status.get("conditions") or ())
    return Stand(
        counts=tuple(sorted((name, str(value)) for name, value in counts.items() if value)),
        conditions=tuple(sorted(conditions)),
        replicas=spec.get("replicas"),
        deleting=obj["metadata"].get("deletionTimestamp") is not None,
        gone=gone,
    )


def compare_courses(recorded: Mapping[str, Course], replayed: Mapping[str, Course], duration: int) -> str | None:
    """One sentence about the first object whose lasting states are not those of the other run, or None.

    What lasts long in one run comes in the other too, at least for a moment, and in the same order.
    """
    for name in (*recorded, *(each for each in replayed if each not in recorded)):
        ours, theirs = recorded.get(name, ()), replayed.get(name, ())
        for one, other, words in ((ours, theirs, ("recorded", "replayed")), (theirs, ours, ("replayed", "recorded"))):
            missing = _missing(one, other, duration)
            if missing is not None:
                at, end, stand = missing
                return f"{name}: {words[0]} from {at / 1000:.3f} s for {(end - at) / 1000:.3f} s, never {words[1]}: {stand}"
    return None


def _missing(course: Course, other: Course, duration: int) -> tuple[int, int, Stand] | None:
    """The first lasting state that the other course does not come to after the one before it."""
    rest = iter([stand for _, _, stand in other])
    last: Stand | None = None
    for at, end, stand in course:
        if end - at <= LASTING or at >= duration - END or stand == last:
            continue  # equal states flow together where a short one between them is missing
        if not any(each == stand for each in rest):
            return at, end, stand
        last = stand
    return None

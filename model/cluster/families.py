"""Families: Pods whose names end in random letters, told apart by what made them and by their order alone.

The letters are not determined (semantics part D), and neither is the hash of a template in a Deployment's ReplicaSets:
it is replaced by its place in the order in which the hashes of that Deployment were first seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

HASH = "pod-template-hash"


@frozen
class Meant:
    """A Pod of a generated name, as a user meant it: the `number`-th of its family, in this state when it was named."""

    family: str
    number: int
    standing: tuple[str, bool, bool]


def standing(pod: Mapping[str, Any]) -> tuple[str, bool, bool]:
    """Phase, whether it is Ready, whether it is being deleted."""
    status = pod.get("status", {})
    is_ready = any(each["type"] == "Ready" and each["status"] == "True" for each in status.get("conditions") or ())
    return status.get("phase", ""), is_ready, pod["metadata"].get("deletionTimestamp") is not None


class Families:
    """Gives each Pod's family, in the order in which they are shown to it."""

    def __init__(self) -> None:
        self._hashes: dict[str, list[str]] = {}

    def of(self, metadata: Mapping[str, Any]) -> str:
        """The generateName, with an order in place of a hash; empty where the name is determined: a StatefulSet
        numbers its Pods."""
        if any(owner.get("kind") == "StatefulSet" for owner in metadata.get("ownerReferences") or ()):
            return ""
        prefix = str(metadata.get("generateName", ""))
        known = (metadata.get("labels") or {}).get(HASH, "")
        if not known or not prefix.endswith(f"{known}-"):
            return prefix
        stem = prefix.removesuffix(f"{known}-")
        hashes = self._hashes.setdefault(stem, [])
        if known not in hashes:
            hashes.append(known)
        return f"{stem}{hashes.index(known)}-"


def members(pods: Iterator[tuple[str, Mapping[str, Any]]]) -> dict[str, tuple[str, int]]:
    """By name of each Pod its family and number; `pods` are names and metadata in order of first sight."""
    families = Families()
    found: dict[str, tuple[str, int]] = {}
    numbers: dict[str, int] = {}
    for name, metadata in pods:
        family = families.of(metadata)
        if family and name not in found:
            number = numbers[family] = numbers.get(family, -1) + 1
            found[name] = (family, number)
    return found


def chosen(meant: Meant, pods: Mapping[str, tuple[str, int]], now: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The name of the Pod that comes closest: of its family, in its state if there is one, then by number.

    `pods` as from `members`, `now` the Pods that are there, by name.
    """
    there = [(name, number) for name, (family, number) in pods.items() if family == meant.family and name in now]
    return min(
        there,
        key=lambda each: (standing(now[each[0]]) != meant.standing, abs(each[1] - meant.number), each[1]),
        default=(None, 0),
    )[0]

"""Ownership: which objects a controller owns, adopts and releases, by selector and owner reference (B22.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from ...objects.meta import OwnerReference
from ...objects.selectors import Selector


def controller_of(obj: Any) -> OwnerReference | None:
    """The reference to its controller; None if it has none."""
    return next((each for each in obj.metadata.ownerReferences if each.controller), None)


def reference_to(owner: Any) -> OwnerReference:
    """The reference that what this owner makes bears (metav1 NewControllerRef)."""
    meta = owner.metadata
    return OwnerReference(
        apiVersion=owner.apiVersion,
        kind=owner.kind,
        name=meta.name,
        uid=meta.uid,
        controller=True,
        blockOwnerDeletion=True,
    )


@frozen
class Claim:
    """What becomes of some objects: `mine` are owned and match, `adopt` will be owned, `release` no longer."""

    mine: tuple[Any, ...]
    adopt: tuple[Any, ...]
    release: tuple[Any, ...]


def claim(owner: Any, selector: Selector, objects: Iterable[Any]) -> Claim:
    """Sorts the objects (BaseControllerRefManager.ClaimObject): another's are left alone, and an owner that is being
    deleted neither adopts nor releases."""
    mine: list[Any] = []
    adopt: list[Any] = []
    release: list[Any] = []
    is_leaving = owner.metadata.deletionTimestamp is not None
    for obj in objects:
        reference = controller_of(obj)
        matches = selector.matches(obj.metadata.labels)
        if reference is not None:
            if reference.uid != owner.metadata.uid:
                continue
            if matches:
                mine.append(obj)
            elif not is_leaving and obj.metadata.deletionTimestamp is None:
                release.append(obj)
        elif matches and not is_leaving and obj.metadata.deletionTimestamp is None:
            adopt.append(obj)
    return Claim(tuple(mine), tuple(adopt), tuple(release))


def with_owner(obj: Any, owner: Any) -> tuple[OwnerReference, ...]:
    """Its owner references once it is adopted."""
    return (*obj.metadata.ownerReferences, reference_to(owner))


def without_owner(obj: Any, uid: str) -> tuple[OwnerReference, ...]:
    """Its owner references once it is released."""
    return tuple(each for each in obj.metadata.ownerReferences if each.uid != uid)


Write = Callable[[Any, tuple[OwnerReference, ...]], None]
"""Writes an object's owner references."""

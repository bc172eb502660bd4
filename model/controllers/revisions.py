"""revisions: the templates that a StatefulSet or DaemonSet has had, each a ControllerRevision of its own (HISTORY)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from ..objects.controller_revision import ControllerRevision
from ..objects.meta import ObjectMeta
from .context import ControllerContext
from .machinery.informer import Informer
from .machinery.ownership import reference_to
from .new_replica_set import template_hash

HASH = "controller-revision-hash"


def revisions_of(informer: Informer, owner: Any) -> list[ControllerRevision]:
    """The oldest first."""
    owned = informer.owned_by(owner.metadata.uid, "ControllerRevision")
    return sorted(owned, key=lambda each: (each.revision, each.metadata.name))


def up_to_date(context: ControllerContext, owner: Any, known: Sequence[ControllerRevision]) -> ControllerRevision:
    """The revision of the owner's present template: a known one is numbered anew, else one is made (getStatefulSetRevisions)."""
    meta, template = owner.metadata, owner.spec.template
    number = known[-1].revision + 1 if known else 1
    equal = next((each for each in reversed(known) if each.data == template), None)
    if equal is not None:
        if equal is known[-1]:
            return equal
        changed: ControllerRevision = context.store.update(evolve(equal, revision=number))
        return changed
    code = template_hash(template, owner.status.collisionCount)
    name = f"{meta.name}-{code}"
    there = context.store.get("ControllerRevision", meta.namespace, name)
    if there is not None:
        return there  # type: ignore[no-any-return]  # a store holds objects of any kind
    revision = ControllerRevision(
        metadata=ObjectMeta(
            name=name, namespace=meta.namespace, uid=f"revision-{meta.uid}-{code}", labels={HASH: code},
            ownerReferences=(reference_to(owner),),
        ),
        data=template, revision=number,
    )  # fmt: skip
    made: ControllerRevision = context.store.create(revision)
    return made


def forget_old(context: ControllerContext, known: Sequence[ControllerRevision], in_use: set[str], limit: int) -> None:
    """Revisions that nothing is made from any more, beyond so many, the oldest first (truncateHistory)."""
    unused = [each for each in known if each.metadata.name not in in_use]
    for each in unused[: max(0, len(unused) - limit)]:
        if context.store.get("ControllerRevision", each.metadata.namespace, each.metadata.name) is not None:
            context.store.remove(each)

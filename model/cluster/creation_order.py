"""Creation order: what other objects need comes first, so that manifests may stand in any order."""

from __future__ import annotations

from collections.abc import Iterable

from ..objects.manifest import Manifest

FIRST = ("Namespace", "PriorityClass", "LimitRange", "ResourceQuota")
"""A namespace before what is in it, then what admission reads; all else as it is written."""


def in_creation_order(manifests: Iterable[Manifest]) -> tuple[Manifest, ...]:
    """The manifests, those of FIRST before all others; of one rank they stay in their order."""
    return tuple(sorted(manifests, key=_rank))


def _rank(manifest: Manifest) -> int:
    kind = manifest.object.kind
    return FIRST.index(kind) if kind in FIRST else len(FIRST)

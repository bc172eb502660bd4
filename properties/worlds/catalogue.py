"""Catalogue: the worlds by name, each with what it is and what it leaves out, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.cluster.pod_world import PodWorld
from ...model.core.world import Scope
from ...model.kubelet.rules.restart import RestartPolicy
from . import FAMILIES, WORLDS


def listing() -> Iterator[str]:
    """Each world with its cuts; then each family with how many it has."""
    common = set(WORLDS["unhurried"]().cuts)
    width = max(map(len, (*WORLDS, *FAMILIES)))
    for name, make in WORLDS.items():
        scope = make()
        yield f"{name:<{width}}  {described(scope)}"
        yield from (f"{'':<{width}}    cut: {cut}" for cut in scope.cuts if cut not in common)
    for name, members in FAMILIES.items():
        scopes = members()
        yield f"{name:<{width}}  {len(scopes)} worlds: {scopes[0].words}; and so on"
        yield from (f"{'':<{width}}    cut: {cut}" for cut in scopes[0].cuts if cut not in common)
    yield ""
    yield "cut in all of them:"
    yield from (f"  {cut}" for cut in WORLDS["unhurried"]().cuts)


def described(scope: Scope) -> str:
    """What a scope is of, and under which restart policies its Pods are."""
    shapes = [world.shape for world in scope.initial if isinstance(world, PodWorld)]
    if not shapes:
        return scope.words
    if len(shapes) == len(RestartPolicy):
        return f"{scope.words}, under each restart policy"
    return f"{scope.words}, under {' and '.join(shape.policy.value for shape in shapes)}"

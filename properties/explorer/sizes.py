"""Sizes: how large the worlds are that tests pin; `python -m podlaw.properties.explorer.sizes` prints them as they are now."""

from __future__ import annotations

import json
import sys

from ...model.core.world import Scope
from ...model.kubelet.rules.restart import RestartPolicy
from ..worlds.one_pod import one_pod
from .explore import Engine, explore

SHAPES = {"0+1": (0, 1), "1+1": (1, 1)}
"""(init, app) containers."""

Size = tuple[int, int, int]
"""States, edges, depth."""


def pinned() -> dict[str, Scope]:
    """The scopes by name: each shape under each restart policy."""
    return {
        f"{shape} {policy.value}": one_pod(shape, init=init, app=app, policies=(policy,))
        for shape, (init, app) in SHAPES.items()
        for policy in RestartPolicy
    }


def size(scope: Scope, engine: Engine) -> Size:
    """How large this scope is."""
    result = explore(scope, engine=engine)
    return result.states, result.edges, result.depth


def main() -> None:
    """Print what tests/properties/explorer/sizes.json should hold."""
    sizes = [f"  {json.dumps(name)}: {json.dumps(size(scope, 'numpy'))}" for name, scope in pinned().items()]
    sys.stdout.write("{\n" + ",\n".join(sizes) + "\n}\n")


if __name__ == "__main__":
    main()

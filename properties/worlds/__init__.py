"""Worlds: the bounded scopes in which every reachable state is explored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ...model.core.world import Scope
from .coscheduling import LABORATORY
from .kubelet import deletions, evictions, hooks, probes, restart_rules, sidecar, unhurried, updates
from .one_pod import one_pod
from .settled_pod import settled
from .static_pod import static_pod

SHAPES = ((0, 1), (1, 1), (0, 2), (2, 1))
"""(init, app) containers, smallest world first."""
LARGE_SHAPES = ((1, 2), (2, 2))
"""What no longer matters in these goes back to its beginning, so that they stay below ten million states."""


def _settled_pod(init: int, app: int) -> Scope:
    return settled(one_pod(f"{init}+{app}", init=init, app=app))


WORLDS: Mapping[str, Callable[[], Scope]] = {
    **{f"{init}+{app}": partial(one_pod, f"{init}+{app}", init=init, app=app) for init, app in SHAPES},
    **{f"{init}+{app}": partial(_settled_pod, init, app) for init, app in LARGE_SHAPES},
    "unhurried": unhurried,
    "sidecar": sidecar,
    "hooks": hooks,
    "probes": probes,
    "restart-rules": restart_rules,
    "deletions": deletions,
    "evictions": evictions,
    "updates": updates,
    "static": static_pod,
    **LABORATORY,
}
"""Name -> its scope: `2+1` is one Pod with two init containers and one app container, under every restart policy."""

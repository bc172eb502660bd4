"""Worlds: the bounded scopes in which every reachable state is explored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ...model.core.world import Scope
from .kubelet import deletions, hooks, probes, restart_rules, sidecar, unhurried, updates
from .one_pod import one_pod

SHAPES = ((0, 1), (1, 1), (0, 2), (2, 1), (1, 2), (2, 2))
"""(init, app) containers, smallest world first."""

WORLDS: Mapping[str, Callable[[], Scope]] = {
    **{f"{init}+{app}": partial(one_pod, f"{init}+{app}", init=init, app=app) for init, app in SHAPES},
    "unhurried": unhurried,
    "sidecar": sidecar,
    "hooks": hooks,
    "probes": probes,
    "restart-rules": restart_rules,
    "deletions": deletions,
    "updates": updates,
}
"""Name -> its scope: `2+1` is one Pod with two init containers and one app container, under every restart policy."""

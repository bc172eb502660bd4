"""Worlds: the bounded scopes in which every reachable state is explored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ...model.core.world import Scope
from .coscheduling import LABORATORY
from .interrupted import interrupted, interrupted_end, interrupted_init, interrupted_sidecar
from .kubelet import (
    debugging,
    deletions,
    evictions,
    hooks,
    probes,
    resizes,
    restart_rules,
    sidecar,
    unhurried,
    updates,
)
from .one_pod import one_pod
from .probe_workers import probe_workers
from .rules import app_rules, init_rules
from .scheduling import SCHEDULING
from .settled_pod import settled
from .sidecars import sidecar_probes, sidecar_probes_restarts, termination
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
    "debugging": debugging,
    "resizes": resizes,
    **LABORATORY,
    **SCHEDULING,
    "interrupted": interrupted,
    "interrupted-init": interrupted_init,
    "interrupted-sidecar": interrupted_sidecar,
    "interrupted-end": interrupted_end,
    "termination": termination,
    "sidecar-probes": sidecar_probes,
    "sidecar-probes-restarts": sidecar_probes_restarts,
}
"""Name -> its scope: `2+1` is one Pod with two init containers and one app container, under every restart policy."""

FAMILIES: Mapping[str, Callable[[], tuple[Scope, ...]]] = {
    "restart-rules-app": app_rules,
    "restart-rules-init": init_rules,
    "probe-workers": probe_workers,
}
"""Name -> scopes that differ in what a manifest fixes; together they cover all of it."""

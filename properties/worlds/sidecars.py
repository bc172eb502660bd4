"""Sidecars: the worlds of a Pod with sidecars: beside init and app containers with probes, and with hooks while it ends."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from ...model.cluster.fault import Strike
from ...model.cluster.pod_world import ContainerParts
from ...model.core.event import Event
from ...model.core.world import Scope, Spontaneous
from ...model.kubelet import crash_loop as back_off
from ...model.kubelet import pod_worker as worker
from ...model.kubelet import start, sync
from ...model.kubelet.rules.restart import RestartPolicy
from .one_pod import ALL_DELETES, shaped_pod
from .settled_pod import settled

INIT = ContainerParts(is_init=True)
APP = ContainerParts(is_init=False)
PATIENT_SIDECAR = ContainerParts(is_init=False, is_sidecar=True, has_startup=True)
LIVE_APP = ContainerParts(is_init=False, has_liveness=True, has_readiness=True)
HOOKED_SIDECAR = ContainerParts(is_init=False, is_sidecar=True, has_hook=True)
HOOKED_APP = ContainerParts(is_init=False, has_hook=True)

ALL_ROLES = (INIT, PATIENT_SIDECAR, LIVE_APP, APP)
WORDS = "one Pod with an init container, a sidecar with a startup probe, an app container with probes and one without"
MISHAPS = (start.PullFails, start.CreateFails, start.StartFails, sync.SandboxFails, Strike, worker.FindOrphan)
NO_DELAYS = (Spontaneous("containers/*/back_off", (back_off.BackoffOver(),)),)


def sidecar_probes() -> Scope:
    """All roles of containers, with probes, each started once at most but for the sidecar."""
    return settled(shaped_pod("sidecar-probes", WORDS, ALL_ROLES, policies=(RestartPolicy.NEVER,)))


def sidecar_probes_restarts() -> Scope:
    """The same Pod under OnFailure; what would make it larger than an exploration can be is left to smaller worlds."""
    whole = shaped_pod("sidecar-probes-restarts", WORDS, ALL_ROLES, policies=(RestartPolicy.ON_FAILURE,))
    calm = evolve(without(whole, MISHAPS), urgent=(*whole.urgent, *NO_DELAYS))
    cuts = (
        *whole.cuts,
        "every start and sandbox works, and none is lost; the kubelet does not restart: see sidecar, interrupted-sidecar",
        "crash-loop back-off is over at once",
    )
    return settled(evolve(calm, cuts=cuts))


def termination() -> Scope:
    """Two sidecars and an app container, each with a preStop hook, deleted with every grace and at every stage."""
    containers = (HOOKED_SIDECAR, HOOKED_SIDECAR, HOOKED_APP)
    words = "one Pod with two sidecars and an app container, each with a preStop hook"
    return settled(shaped_pod("termination", words, containers, policies=(RestartPolicy.NEVER,), more=ALL_DELETES))


def without(scope: Scope, events: Iterable[type[Event]]) -> Scope:
    """The scope in which these events do not happen by themselves."""
    left_out = tuple(events)
    rows = ((row.at, tuple(e for e in row.events if not isinstance(e, left_out))) for row in scope.moves)
    return evolve(scope, moves=tuple(Spontaneous(place, rest) for place, rest in rows if rest))

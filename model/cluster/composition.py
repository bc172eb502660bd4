"""Composition: the places of a PodWorld, the Kind of each and the facts that make up its View."""

from __future__ import annotations

from typing import Any

from ..apiserver.pod_object import POD_OBJECT
from ..core.world import Composition, Fact, Place
from ..kubelet.container import CONTAINER
from ..kubelet.container_cache import CONTAINER_CACHE
from ..kubelet.container_resources import CONTAINER_RESOURCES
from ..kubelet.container_spec import CONTAINER_SPEC
from ..kubelet.container_status import CONTAINER_STATUS
from ..kubelet.crash_loop import CRASH_LOOP
from ..kubelet.deadline import DEADLINE
from ..kubelet.full_name import FULL_NAME
from ..kubelet.init_flow import INIT_FLOW
from ..kubelet.kill_task import KILL_TASK
from ..kubelet.mirror_pod import MIRROR_POD
from ..kubelet.phase import PHASE
from ..kubelet.pod_cache import POD_CACHE
from ..kubelet.pod_config import POD_CONFIG
from ..kubelet.pod_worker import POD_WORKER
from ..kubelet.process import PROCESS
from ..kubelet.published_probes import PUBLISHED_PROBES
from ..kubelet.resize_progress import RESIZE_PROGRESS
from ..kubelet.resize_request import RESIZE_REQUEST
from ..kubelet.restart_all import RESTART_ALL
from ..kubelet.sandbox import SANDBOX
from ..kubelet.start import START
from ..kubelet.static_manifest import STATIC_MANIFEST
from ..kubelet.status_manager import STATUS_MANAGER
from ..kubelet.sync import SYNC
from ..kubelet.termination import TERMINATION
from . import facts, restart_all_facts
from .couplings import COUPLINGS
from .fault import FAULT
from .pod_world import PodWorld


def _field(path: str) -> Fact:
    """The fact that is another machine's field: `worker.grace`, or `seen.state` in the same group."""
    first, second = path.split(".")

    def fact(world: Any, index: int) -> Any:
        return getattr(getattr(world, first), second)

    return fact


def _of_container(path: str) -> Fact:
    """The fact that is a field of the same container: `is_init`, or `seen.state`."""
    first, _, second = path.partition(".")

    def fact(world: Any, index: int) -> Any:
        value = getattr(world.containers[index], first)
        return getattr(value, second) if second else value

    return fact


# fmt: off
PLACES: dict[str, Place] = {
    "pod": Place(POD_OBJECT, {"has_ended": facts.has_ended, "kubelet_is_done": facts.kubelet_is_done}),
    "api_phase": Place(PHASE, {"could_run": facts.could_run}),
    "config": Place(POD_CONFIG, {"is_bound": facts.is_bound, "is_gone": facts.is_gone, "grace": _field("pod.grace")}),
    "process": Place(PROCESS),
    "manifest": Place(STATIC_MANIFEST),
    "name": Place(FULL_NAME),
    "mirror": Place(MIRROR_POD, {"syncs": facts.may_show_itself, "is_unwanted": facts.mirror_is_unwanted}),
    "worker": Place(POD_WORKER, {
        "something_runs": facts.something_runs, "has_ended": facts.has_ended, "sync_is_idle": facts.sync_is_idle,
        "has_newer_status": _field("cache.is_newer"), "containers_were_killed": facts.was_killed, "is_removed": facts.is_removed,
        "is_there": facts.is_there, "name_is_taken": facts.name_is_taken,
    }),
    "sync": Place(SYNC, {
        "worker_syncs": facts.worker_syncs, "has_newer_status": _field("cache.is_newer"),
        "needs_kill": facts.needs_kill, "needs_sandbox": facts.needs_sandbox,
        "needs_replacing": facts.needs_replacing, "needs_reset": restart_all_facts.needs_reset, "all_reset": restart_all_facts.all_reset,
        "kills_are_over": facts.kills_are_over,
        "something_runs": facts.something_runs, "something_planned": facts.something_planned,
    }),
    "termination": Place(TERMINATION, {"is_acknowledged": facts.is_acknowledged, "something_runs": facts.something_runs}),
    "cache": Place(POD_CACHE, {
        "sandbox": _field("sandbox.state"), "attempt": _field("sandbox.attempt"), "sync_is_idle": facts.sync_is_idle,
    }),
    "init": Place(INIT_FLOW, {
        "due": facts.init_due, "all_done": facts.init_all_done, "has_failed": facts.init_has_failed,
    }),
    "restart_all": Place(RESTART_ALL, {
        "is_asked": restart_all_facts.is_asked, "none_left": restart_all_facts.none_was_seen,
        "has_ended": lambda world, index: world.phase.state.is_terminal,
    }),
    "phase": Place(PHASE, {"could_run": facts.could_run}),
    "status": Place(STATUS_MANAGER),
    "sandbox": Place(SANDBOX, {"something_runs": facts.something_runs}),
    "containers/*/life": Place(CONTAINER, {"sandbox_is_ready": facts.sandbox_is_ready, "is_reset": restart_all_facts.is_reset}),
    "containers/*/seen": Place(CONTAINER_CACHE, {"found": facts.found}),
    "containers/*/shown": Place(CONTAINER_STATUS, {
        "seen": _of_container("seen.state"), "older": _of_container("life.older"),
        "rule_on_loss": _of_container("rule_on_kill"), "all_restart": restart_all_facts.all_restart,
    }),
    "containers/*/start": Place(START, {
        "is_planned": facts.is_planned, "backs_off": facts.backs_off, "is_next": facts.is_next,
        "sandbox_is_ready": facts.sandbox_is_ready,
    }),
    "containers/*/back_off": Place(CRASH_LOOP, {"has_run_before": facts.has_run_before}),
    "containers/*/kill": Place(KILL_TASK, {"has_hook": restart_all_facts.has_hook, "waits_for_turn": facts.waits_for_turn}),
    "containers/*/spec": Place(CONTAINER_SPEC),
    "containers/*/resources": Place(CONTAINER_RESOURCES, {"runs": facts.runs}),
    "containers/*/probes": Place(PUBLISHED_PROBES, {
        "has_startup": _of_container("has_startup"), "has_liveness": _of_container("has_liveness"),
        "has_readiness": _of_container("has_readiness"), "runs": facts.runs_as_known,
    }),
    "deadline": Place(DEADLINE, {"is_set": facts.deadline_is_set}),
    "resize": Place(RESIZE_REQUEST, {"worker_syncs": facts.worker_syncs}),
    "resizing": Place(RESIZE_PROGRESS, {"is_in_force": facts.allocation_is_in_force}),
    "sandbox_death": Place(FAULT, {"may_strike": facts.sandbox_is_ready}),
    "kubelet_restart": Place(FAULT, {"may_strike": facts.is_bound}),
    "node_reboot": Place(FAULT, {"may_strike": facts.is_bound}),
}
# fmt: on

POD = Composition(name="pod", world=PodWorld, places=PLACES, couplings=COUPLINGS)
"""How one Pod's machines make up a PodWorld, whatever its shape."""

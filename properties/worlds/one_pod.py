"""OnePod: the scope of one Pod with init and app containers, its deletion, the loss of its sandbox, a kubelet restart."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.apiserver import pod_object as api
from ...model.cluster.composition import POD
from ...model.cluster.fault import Strike
from ...model.cluster.pod_world import pod_world
from ...model.core.world import Cut, Scope, Spontaneous
from ...model.kubelet import container as life
from ...model.kubelet import crash_loop as back_off
from ...model.kubelet import kill_task as kill
from ...model.kubelet import pod_cache, pod_config, start, sync, termination
from ...model.kubelet import pod_worker as worker
from ...model.kubelet import status_manager as status
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.objects.grace import Grace

# fmt: off
URGENT = (
    Spontaneous("sync", (sync.PodKilled(), sync.ContainersKilled(), sync.SyncEnds())),
    Spontaneous("termination", (termination.AllStopped(),)),
    Spontaneous("worker", (worker.Acknowledge(), worker.CleanUp(), worker.Forget())),
    Spontaneous("status", (status.Send(),)),
    Spontaneous("containers/*/kill", (kill.TurnComes(),)),
)
MOVES = (
    Spontaneous("pod", (api.Create(bound=False, finalizers=False), api.Bind())),
    Spontaneous("pod", tuple(api.Delete(grace) for grace in (Grace.ZERO, Grace.SHORT, Grace.FULL))),
    Spontaneous("pod", (api.FinalDelete(),)),
    Spontaneous("config", (pod_config.SeeAdd(), pod_config.SeeDelete())),
    Spontaneous("config", (pod_config.SeeRemove(Grace.ZERO), pod_config.SeeRemove(Grace.FULL))),
    Spontaneous("worker", (worker.FindOrphan(),)),
    Spontaneous("cache", (pod_cache.Relist(),)),
    Spontaneous("sync", (sync.Look(), sync.SandboxMade(), sync.SandboxFails())),
    Spontaneous("containers/*/start", (start.BackOff(), start.PullSucceeds(), start.PullFails())),
    Spontaneous("containers/*/start", (start.CreateSucceeds(), start.CreateFails())),
    Spontaneous("containers/*/start", (start.StartSucceeds(), start.StartFails())),
    Spontaneous("containers/*/life", (life.Exit(life.Outcome.SUCCEEDED), life.Exit(life.Outcome.FAILED))),
    Spontaneous("containers/*/back_off", (back_off.BackoffOver(),)),
    Spontaneous("containers/*/kill", (kill.GraceOver(), kill.SigKill())),
    Spontaneous("sandbox_death", (Strike(),)),
    Spontaneous("kubelet_restart", (Strike(),)),
)
# fmt: on
SATURATED: dict[str, Cut] = {"containers/*/back_off": {"level": lambda level: min(level, 1)}}
CUTS = (
    "crash-loop back-off is armed or not: its level saturates at the first (the Kind alone counts to 300 s)",
    "the end of a sync, of a kill and of a cleanup, and a status write, happen at once where they can",
    "deletion asks for no grace, less than the spec's or the spec's",
    "an image pull is one step that works or fails; finalizers are the PodObject's own affair",
    "at most one loss of the sandbox and one restart of the kubelet",
)


def one_pod(name: str, *, init: int, app: int, policies: Iterable[RestartPolicy] = RestartPolicy) -> Scope:
    """The scope of a Pod of this shape, under each of these restart policies."""
    return Scope(
        name=name,
        words=f"one Pod with {init} init and {app} app containers, from its creation to its end",
        composition=POD,
        initial=tuple(pod_world(policy, init=init, app=app) for policy in policies),
        moves=MOVES,
        urgent=URGENT,
        saturated=SATURATED,
        cuts=CUTS,
    )

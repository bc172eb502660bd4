"""OnePod: bounded worlds of one Pod: its containers, its deletion, the loss of its sandbox, a restart of its kubelet."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.apiserver import pod_object as api
from ...model.cluster.composition import POD
from ...model.cluster.fault import Strike
from ...model.cluster.pod_world import ContainerParts, PodWorld, Shape, pod_world
from ...model.core.world import Cut, Scope, Spontaneous
from ...model.kubelet import container as life
from ...model.kubelet import container_resources as resources
from ...model.kubelet import crash_loop as back_off
from ...model.kubelet import kill_task as kill
from ...model.kubelet import pod_cache, pod_config, start, sync, termination
from ...model.kubelet import pod_worker as worker
from ...model.kubelet import published_probes as probes
from ...model.kubelet import resize_progress as progress
from ...model.kubelet import resize_request as request
from ...model.kubelet import status_manager as status
from ...model.kubelet.container_spec import AddSpec, ChangeSpec
from ...model.kubelet.deadline import DeadlinePasses
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.objects.grace import Grace

# fmt: off
EAGER = (
    Spontaneous("sync", (sync.PodKilled(), sync.ContainersKilled(), sync.SyncEnds())),
    Spontaneous("termination", (termination.AllStopped(),)),
    Spontaneous("worker", (worker.Acknowledge(), worker.CleanUp(), worker.Forget())),
    Spontaneous("status", (status.Send(),)),
    Spontaneous("containers/*/kill", (kill.TurnComes(),)),
)
"""What the kubelet does by itself as soon as it can."""
OTHERS = (
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
    Spontaneous("containers/*/kill", (kill.HookEnds(), kill.GraceOver(), kill.SigKill())),
    Spontaneous("containers/*/probes", (probes.PublishStartup(True), probes.PublishStartup(False))),
    Spontaneous("containers/*/probes", (probes.PublishLivenessFailure(),)),
    Spontaneous("containers/*/probes", (probes.PublishReadiness(True), probes.PublishReadiness(False))),
    Spontaneous("deadline", (DeadlinePasses(),)),
    Spontaneous("sandbox_death", (Strike(),)),
    Spontaneous("kubelet_restart", (Strike(),)),
)
ALL_DELETES = (Spontaneous("pod", (api.Delete(Grace.MINIMUM), api.RemoveFinalizers(), api.Create(finalizers=True))),)
KILLS = (Spontaneous("worker", (worker.Kill(Grace.MINIMUM, evict=True), worker.Kill(Grace.SHORT))),)
IMAGE_UPDATES = (Spontaneous("containers/*/spec", (ChangeSpec(),)),)
DEBUGGED = (Spontaneous("containers/*/spec", (AddSpec(),)),)
RESIZES = (
    Spontaneous("resize", (request.AskToResize(), request.Allocate(), request.Defer(), request.Withdraw())),
    Spontaneous("resize", (request.DeclareInfeasible(),)),
    Spontaneous("resizing", (progress.BeginResize(), progress.FailResize(), progress.CompleteResize())),
    Spontaneous("containers/*/resources", tuple(resources.Reallocate(needs) for needs in resources.ResourcesState)),
    Spontaneous("containers/*/resources", (resources.UpdateInPlace(),)),
)
"""Whether a wish fits, and what a container needs for it, is anybody's guess here: numbers are cut."""
EXITS_BY_RULE = (
    Spontaneous("containers/*/life", (life.Exit(life.Outcome.FAILED_BY_RULE), life.Exit(life.Outcome.SUCCEEDED_BY_RULE))),
)
# fmt: on
SATURATED: dict[str, Cut] = {"containers/*/back_off": {"level": lambda level: min(level, 1)}}
BACK_OFF_CUT = "crash-loop back-off is armed or not: its level saturates at the first (the Kind alone counts to 300 s)"
EAGER_CUT = "the end of a sync, of a kill and of a cleanup, and a status write, happen at once where they can"
COMMON_CUTS = (
    BACK_OFF_CUT,
    "deletion asks for no grace, less than the spec's or the spec's; finalizers are in the world of deletions only",
    "an image pull is one step that works or fails (its back-off is ImagePull's own)",
    "a back-off is never forgotten after 600 s (CrashLoop's own)",
    "container statuses in the API are those that the kubelet published last; only the phase lags",
    "a sandbox that dies takes its containers with it; records of containers are not lost",
    "the kubelet sees a removed object's last grace as none or as the spec's, whichever it was",
    "at most one loss of the sandbox and one restart of the kubelet; no reboot of the node where none is named",
)


def one_pod(
    name: str, *, init: int, app: int, policies: Iterable[RestartPolicy] = RestartPolicy, eager: bool = True
) -> Scope:
    """A Pod of this shape, under each of these restart policies; `eager`: the kubelet's own next steps do not wait."""
    worlds = tuple(pod_world(policy, init=init, app=app) for policy in policies)
    return pod_scope(
        name, f"one Pod with {init} init and {app} app containers, from its creation to its end", worlds, eager=eager
    )


def shaped_pod(
    name: str,
    words: str,
    containers: tuple[ContainerParts, ...],
    *,
    policies: Iterable[RestartPolicy] = RestartPolicy,
    eager: bool = True,
    deadline: bool = False,
    more: tuple[Spontaneous, ...] = (),
) -> Scope:
    """A Pod of these containers (sidecars, hooks, probes, own policies), under each of these restart policies."""
    worlds = tuple(PodWorld(shape=Shape(policy, has_deadline=deadline), containers=containers) for policy in policies)
    return pod_scope(name, words, worlds, eager=eager, more=more)


def pod_scope(
    name: str, words: str, initial: tuple[PodWorld, ...], *, eager: bool = True, more: tuple[Spontaneous, ...] = ()
) -> Scope:
    """The scope that begins with these worlds; `more` may happen besides."""
    return Scope(
        name=name,
        words=words,
        composition=POD,
        initial=initial,
        moves=(*OTHERS, *more) if eager else (*EAGER, *OTHERS, *more),
        urgent=EAGER if eager else (),
        saturated=SATURATED,
        cuts=(*COMMON_CUTS, EAGER_CUT) if eager else COMMON_CUTS,
    )

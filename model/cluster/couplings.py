"""Couplings: which event of one machine of a Pod makes an event of another happen, in the same step."""

from __future__ import annotations

from typing import Any

from ..apiserver import pod_object as api
from ..core.rule import Rule
from ..core.world import Coupling
from ..kubelet import container as life
from ..kubelet import container_cache as seen
from ..kubelet import container_resources as resources
from ..kubelet import container_spec as spec
from ..kubelet import container_status as shown
from ..kubelet import crash_loop as back_off
from ..kubelet import init_flow as init
from ..kubelet import kill_task as kill
from ..kubelet import phase, pod_cache, pod_config, process, restart_all, sandbox, start, sync, termination
from ..kubelet import pod_worker as worker
from ..kubelet import published_probes as probes
from ..kubelet import resize_progress as progress
from ..kubelet import resize_request as request
from ..kubelet import status_manager as status
from . import facts
from .fault import Strike
from .phase_facts import computed_phase, has_ended, is_frozen

# Rules
WATCHED = Rule("B3.4", "kubelet syncLoopIteration", "what the watch brings goes to the Pod's worker")
REJECTED = Rule("B3.2", "kubelet rejectPod", "a Pod that is not admitted gets no worker and fails")
LISTED = Rule("B3.21", "kubelet/pleg Relist", "a relist sees all containers of the Pod at one moment")
PUBLISHED = Rule("B3.19", "kubelet SyncPod", "a sync first computes the status and hands it to the status manager")
DECIDED = Rule("B3.20", "kubelet/kuberuntime computePodActions", "one decision covers the sandbox and all containers")
USED = Rule("PW-5", "kubelet podWorkerLoop", "the next sync waits for a newer listing")
CARRIED_OUT = Rule("CTR-5", "kubelet/kuberuntime startContainer", "what the sync does, the runtime has done")
PROBED = Rule("B12.1", "kubelet/prober doProbe", "a new instance has no results yet")
SENT = Rule("B4.10", "kubelet/status syncPod", "a status write carries the phase")
ENDS_TOGETHER = Rule("B5.3", "runtime", "containers end with their sandbox")
SIGNALS = Rule("B14.9", "CRI StopContainer", "SIGKILL ends the container; the kill of an ended container is over")
COUNTED = Rule(
    "B11.3", "kubelet/kuberuntime doBackOff", "the delay is counted from the end, and grows with each restart"
)
STILL_COUNTED = Rule(
    "B11.3", "kubelet/kuberuntime doBackOff", "without a new instance the delay is counted from the old one's end"
)
KILLS_ALL = Rule(
    "B14.5", "kubelet/kuberuntime killContainersWithSyncResult", "all running containers are killed at once"
)
STOPPED = Rule("B14.11", "kubelet SyncTerminatingPod", "after the kill the status is computed anew, as final")
GIVEN_UP = Rule("B4.12", "kubelet/status TerminatePod", "what is still unknown at the end has failed")
DISRUPTED = Rule("B18.12", "kubelet/eviction evictPod", "a Pod that the kubelet itself ends is called Failed")
CLEANED = Rule(
    "D51",
    "kubelet cleanUpContainersInPod",
    "the containers of a deleted or evicted Pod are removed when it has terminated",
)
ALLOCATED = Rule("B13.9", "kubelet/allocation handlePodResourcesResize", "what is allocated is at once in progress")
LOST = Rule("D47", "kubelet Run", "all that the kubelet only remembered is lost when it restarts")
STRUCK = Rule("scope", "podlaw", "the misfortune happens")

W = Any
ALL = "containers/*/"


def _idle(world: W, index: int, event: Any) -> bool:
    return world.sync.state is sync.SyncState.IDLE


def _is_accepted(world: W, index: int, event: Any) -> bool:
    return not is_frozen(world) and not world.worker.only_runtime


def _may_restart_all(world: W, index: int, event: Any) -> bool:
    return bool(world.shape.may_restart_all)


def _is_admitted(world: W, index: int, event: pod_config.SeeAdd) -> bool:
    return event.admitted


def _is_rejected(world: W, index: int, event: pod_config.SeeAdd) -> bool:
    return not event.admitted


def _has_no_worker(world: W, index: int, event: Any) -> bool:
    return world.worker.state is worker.PodWorkerState.UNKNOWN


def _has_worker(world: W, index: int, event: Any) -> bool:
    return world.worker.state is not worker.PodWorkerState.UNKNOWN


def _ends(world: W, index: int, event: Any) -> bool:
    return world.worker.state is worker.PodWorkerState.SYNC and world.sync.state is sync.SyncState.IDLE


def _goes_on(world: W, index: int, event: Any) -> bool:
    return world.sync.state is not sync.SyncState.IDLE


def _may_start_some(world: W, index: int, event: Any) -> bool:
    return world.sync.state is sync.SyncState.STARTING or world.sync.kills in (
        sync.KillPlan.SANDBOX,
        sync.KillPlan.CONTAINERS,
    )


def _kills(world: W, index: int, event: Any) -> bool:
    if world.sync.state is not sync.SyncState.KILLING or not _runs(world, index, event):
        return False
    match world.sync.kills:
        case sync.KillPlan.CONTAINERS:
            return facts.is_killed_alone(world, index)
        case sync.KillPlan.RESET:
            return not facts.is_ephemeral(world, index)
    return True


def _runs(world: W, index: int, event: Any) -> bool:
    return world.containers[index].life.state is life.ContainerState.RUNNING


def _has_exited(world: W, index: int, event: Any) -> bool:
    return world.containers[index].life.state is life.ContainerState.EXITED


def _was_killed(world: W, index: int, event: Any) -> bool:
    return world.containers[index].kill.state is not kill.KillState.NONE


def _makes_sandbox(world: W, index: int, event: Any) -> bool:
    return world.sync.state is sync.SyncState.MAKING_SANDBOX


def _init_is_purged(world: W, index: int, event: Any) -> bool:
    container = world.containers[index]
    return _makes_sandbox(world, index, event) and (container.is_init or container.is_sidecar)


def _is_in_spec(world: W, index: int, event: Any) -> bool:
    """It is no ephemeral container that is yet to be added."""
    return world.containers[index].spec.state is not spec.SpecState.ABSENT


def _is_planned(world: W, index: int, event: Any) -> bool:
    return world.containers[index].start.state is start.StartState.PLANNED


def _has_ready_sandbox(world: W, index: int, event: Any) -> bool:
    return facts.sandbox_is_ready(world)


def _ends_in_api(world: W, index: int, event: Any) -> bool:
    return world.pod.state is api.PodObjectState.BOUND and world.api_phase.state.is_terminal


def _is_stored(world: W, index: int, event: Any) -> bool:
    return world.pod.state is not api.PodObjectState.GONE and not world.shape.is_static


def _is_cleared(world: W, index: int, event: Any) -> bool:
    return bool(world.worker.deleted or world.worker.evicted)


def _is_disrupted(world: W, index: int, event: Any) -> bool:
    return world.worker.disruption is not worker.Disruption.NONE and not is_frozen(world)


def _is_added(world: W, index: int, event: Any) -> bool:
    """The Pod is there again: it was added while its worker ended."""
    return world.config.state is pod_config.PodConfigState.ADDED


def _was_terminated(world: W, index: int, event: Any) -> bool:
    """It had a worker before, which was forgotten; a worker that ends only takes note that the Pod is wanted again."""
    begins = world.worker.state in (worker.PodWorkerState.SYNC, worker.PodWorkerState.WAITING)
    return begins and world.termination.state is termination.TerminationState.KILLED


def _is_given_up(world: W, index: int, event: Any) -> bool:
    return not world.phase.state.is_terminal and not world.shape.is_static


def _compute(world: W, index: int, event: Any) -> phase.PhaseComputed:
    return phase.PhaseComputed(computed_phase(world, is_terminal=False))


def _compute_final(world: W, index: int, event: Any) -> phase.PhaseComputed:
    return phase.PhaseComputed(computed_phase(world, is_terminal=True))


def _fail(world: W, index: int, event: Any) -> phase.PhaseComputed:
    return phase.PhaseComputed(phase.Phase.FAILED)


def _seen_grace(world: W, index: int, event: Any) -> worker.Terminate:
    return worker.Terminate(world.config.grace)


def _fail_to_start(world: W, index: int, event: Any) -> life.StartFails:
    return life.StartFails(life.outcome_by(world.containers[index].rule_on_start_error, succeeded=False))


def _die(world: W, index: int, event: Any) -> life.Exit:
    return life.Exit(life.outcome_by(world.containers[index].rule_on_kill, succeeded=False))


def _is_of_the_spec(world: W, index: int, event: Any) -> bool:
    """No end is made up for an ephemeral container."""
    return not facts.is_ephemeral(world, index)


def _force(world: W, index: int, event: Any) -> phase.PhaseForced:
    """A shutdown lets a success stand; an eviction does not, until the containers have ended."""
    return phase.PhaseForced(spares_success=world.worker.disruption is worker.Disruption.KILLED)


def _end_with_the_node(world: W, index: int, event: Any) -> life.Exit:
    return life.Exit(life.outcome_by(world.containers[index].rule_on_reboot, succeeded=False))


def _give_up(world: W, index: int, event: worker.CleanUp) -> shown.GiveUp:
    if event.initialized is worker.Initialized.AS_SHOWN or index in facts.inits(world):
        return shown.GiveUp(facts.had_its_turn(world, index))
    return shown.GiveUp(event.initialized is worker.Initialized.YES)


def _last_grace(world: W, index: int, event: pod_config.SeeRemove) -> worker.Terminate:
    return worker.Terminate(event.grace)


def _send(world: W, index: int, event: Any) -> phase.PhaseSent:
    return phase.PhaseSent(world.phase.state)


def _read(world: W, index: int, event: Any) -> phase.PhaseRead:
    return phase.PhaseRead(phase.Phase.PENDING if world.shape.is_static else world.api_phase.state)


def _status_of(on: str, event: Any, compute: Any, by: Rule) -> tuple[Coupling, ...]:
    """Compute a status: the phase from what would be shown, hand it on, then what is shown, then whether all
    containers restart; a frozen one is dropped."""
    return (
        Coupling(on, event, "phase", compute, by=by, when=_is_accepted),
        Coupling(on, event, "status", status.SetStatus(), by=by, when=_is_accepted),
        Coupling(on, event, ALL + "shown", shown.PublishStatus(), by=by, when=_is_accepted),
        Coupling(on, event, "restart_all", restart_all.Judge(), by=by, when=_may_restart_all),
    )


KubeletRestarts = process.KubeletRestarts

# fmt: off
COUPLINGS: tuple[Coupling, ...] = (
    # the watch
    Coupling("config", pod_config.SeeAdd, "worker", worker.Add(), by=WATCHED, when=_is_admitted),
    Coupling("config", pod_config.SeeAdd, "phase", phase.PhaseForced(), by=REJECTED, when=_is_rejected),
    Coupling("config", pod_config.SeeAdd, "status", status.SetStatus(), by=REJECTED, when=_is_rejected),
    Coupling("config", pod_config.SeeAdd, ALL + "shown", shown.LeaveOut(), by=REJECTED, when=_is_rejected),
    Coupling("config", pod_config.SeeDelete, "worker", worker.Add(), by=WATCHED, when=_has_no_worker),
    Coupling("config", pod_config.SeeDelete, "worker", _seen_grace, by=WATCHED),
    Coupling("config", pod_config.SeeRemove, "worker", _last_grace, by=WATCHED, when=_has_worker),
    # the relist
    Coupling("cache", pod_cache.Relist, ALL + "seen", seen.Observe(), by=LISTED),
    # a sync: status, decision, plan
    *_status_of("sync", sync.Look, _compute, PUBLISHED),
    Coupling("sync", sync.Look, ALL + "spec", spec.TakeSpec(), by=DECIDED),
    Coupling("sync", sync.Look, "init", init.Scan(), by=DECIDED),
    Coupling("sync", sync.Look, "sync", sync.Finish(), by=PUBLISHED, when=lambda world, index, event: has_ended(world)),
    Coupling("sync", sync.Look, "sync", sync.Decide(), by=DECIDED, when=_goes_on),
    Coupling("sync", sync.Finish, "worker", worker.End(), by=PUBLISHED, when=_ends),
    Coupling("sync", sync.Finish, "cache", pod_cache.Use(), by=USED),
    Coupling("sync", sync.Decide, ALL + "start", start.Plan(), by=DECIDED, when=_may_start_some, may_refuse=True),
    Coupling("sync", sync.Decide, ALL + "kill", kill.BeginKill(), by=DECIDED, when=_kills),
    Coupling("sync", sync.SetupFails, ALL + "start", start.Abort(), by=DECIDED, when=_is_planned),
    Coupling("sync", sync.SetupFails, "cache", pod_cache.Use(), by=USED),
    # a sync: its steps
    Coupling("sync", sync.PodKilled, ALL + "kill", kill.KillEnds(), by=CARRIED_OUT, when=_was_killed),
    Coupling("sync", sync.PodKilled, "sandbox", sandbox.StopSandbox(), by=CARRIED_OUT),
    Coupling("sync", sync.PodKilled, ALL + "life", life.Remove(), by=CARRIED_OUT, when=_init_is_purged),
    Coupling("sync", sync.PodKilled, "cache", pod_cache.Use(), by=USED, when=_idle),
    Coupling("sync", sync.SandboxMade, ALL + "life", life.Displace(), by=CARRIED_OUT),
    Coupling("sync", sync.SandboxMade, "sandbox", sandbox.RunSandbox(), by=CARRIED_OUT),
    Coupling("sync", sync.SandboxFails, "sandbox", sandbox.FailToRun(), by=CARRIED_OUT),
    Coupling("sync", sync.SandboxFails, ALL + "start", start.Abort(), by=CARRIED_OUT, when=_is_planned),
    Coupling("sync", sync.SandboxFails, "cache", pod_cache.Use(), by=USED),
    Coupling("sync", sync.SyncEnds, "cache", pod_cache.Use(), by=USED),
    Coupling("sync", sync.ContainersReset, ALL + "kill", kill.KillEnds(), by=CARRIED_OUT, when=_was_killed),
    Coupling("sync", sync.ContainersKilled, ALL + "kill", kill.KillEnds(), by=CARRIED_OUT, when=_was_killed),
    # a start: its steps
    Coupling(ALL + "start", start.PullSucceeds, ALL + "back_off", back_off.CountRestart(), by=COUNTED),
    Coupling(ALL + "start", start.PullFails, ALL + "back_off", back_off.CountRestart(), by=COUNTED),
    Coupling(ALL + "start", start.PullFails, ALL + "back_off", back_off.Ended(), by=STILL_COUNTED, when=_has_exited),
    Coupling(ALL + "start", start.CreateFails, ALL + "back_off", back_off.Ended(), by=STILL_COUNTED, when=_has_exited),
    Coupling(ALL + "start", start.CreateSucceeds, ALL + "life", life.Create(), by=CARRIED_OUT),
    Coupling(ALL + "start", start.StartSucceeds, ALL + "life", life.Start(), by=CARRIED_OUT),
    Coupling(ALL + "start", start.CreateSucceeds, ALL + "spec", spec.MakeAsTaken(), by=CARRIED_OUT),
    Coupling(ALL + "start", start.CreateSucceeds, ALL + "resources", resources.MakeAsAllocated(), by=CARRIED_OUT),
    Coupling(ALL + "life", life.Start, ALL + "probes", probes.NewInstance(), by=PROBED),
    Coupling(ALL + "start", start.StartFails, ALL + "life", _fail_to_start, by=CARRIED_OUT),
    # ends
    Coupling(ALL + "life", life.Exit, ALL + "back_off", back_off.Ended(), by=COUNTED),
    Coupling(ALL + "life", life.StartFails, ALL + "back_off", back_off.Ended(), by=COUNTED),
    Coupling(ALL + "life", life.Exit, ALL + "kill", kill.Dies(), by=SIGNALS, when=_was_killed),
    Coupling(ALL + "kill", kill.SigKill, ALL + "life", _die, by=SIGNALS),
    Coupling("sandbox", sandbox.SandboxDies, ALL + "life", _die, by=ENDS_TOGETHER, when=_runs),
    # termination
    Coupling("worker", worker.Acknowledge, "termination", termination.BeginTermination(), by=KILLS_ALL),
    *_status_of("termination", termination.BeginTermination, _compute, PUBLISHED),
    Coupling("termination", termination.BeginTermination, "phase", _force, by=DISRUPTED, when=_is_disrupted),
    Coupling("termination", termination.BeginTermination, ALL + "kill", kill.BeginKill(), by=KILLS_ALL, when=_runs),
    Coupling("termination", termination.AllStopped, ALL + "kill", kill.KillEnds(), by=STOPPED, when=_was_killed),
    Coupling("termination", termination.AllStopped, "sandbox", sandbox.StopSandbox(), by=STOPPED),
    Coupling("termination", termination.AllStopped, ALL + "seen", seen.Observe(), by=STOPPED),
    *_status_of("termination", termination.AllStopped, _compute_final, STOPPED),
    Coupling("termination", termination.AllStopped, "cache", pod_cache.Use(), by=USED),
    Coupling("termination", termination.AllStopped, "worker", worker.Stopped(), by=STOPPED),
    Coupling("worker", worker.CleanUp, ALL + "shown", _give_up, by=GIVEN_UP, when=_is_of_the_spec),
    Coupling("worker", worker.CleanUp, "phase", _fail, by=GIVEN_UP, when=_is_given_up),
    Coupling("worker", worker.CleanUp, "status", status.SetStatus(), by=GIVEN_UP),
    Coupling("worker", worker.CleanUp, ALL + "life", life.Remove(), by=CLEANED, when=_is_cleared),
    Coupling("worker", worker.Forget, "worker", worker.Add(), by=worker.AGAIN, when=_is_added),
    Coupling("worker", worker.Add, "termination", termination.BeginAnew(), by=termination.ANEW, when=_was_terminated),
    # a resize
    Coupling("resize", request.Allocate, "resizing", progress.BeginResize(), by=ALLOCATED),
    Coupling("termination", termination.AllStopped, "resize", request.EndResize(), by=request.ENDED),
    Coupling("termination", termination.AllStopped, "resizing", request.EndResize(), by=request.ENDED),
    # status to the API
    Coupling("status", status.Send, "api_phase", _send, by=SENT, when=_is_stored),
    Coupling("api_phase", phase.PhaseSent, "pod", api.WriteEnd(), by=SENT, when=_ends_in_api),
    # a restart of the kubelet
    *(
        Coupling("process", KubeletRestarts, place, KubeletRestarts(), by=LOST)
        for place in (
            "config", "worker", "sync", "termination", "cache", "init", "status", "name", "mirror", "resize", "resizing",
            ALL + "seen", ALL + "start", ALL + "back_off", ALL + "kill",
        )
    ),
    Coupling("process", KubeletRestarts, ALL + "probes", KubeletRestarts(), by=LOST, when=_is_in_spec),
    Coupling("process", KubeletRestarts, "phase", _read, by=LOST),
    # faults of a bounded world
    Coupling("sandbox_death", Strike, "sandbox", sandbox.SandboxDies(), by=STRUCK),
    Coupling("kubelet_restart", Strike, "process", KubeletRestarts(), by=STRUCK),
    Coupling("node_reboot", Strike, "process", KubeletRestarts(), by=STRUCK),
    Coupling("node_reboot", Strike, ALL + "life", _end_with_the_node, by=STRUCK, when=_runs),
    Coupling("node_reboot", Strike, "sandbox", sandbox.SandboxDies(), by=STRUCK, when=_has_ready_sandbox),
)
# fmt: on

__all__ = ["COUPLINGS", "facts"]

"""PodAgent: the pod worker at work: one Pod on one kubelet, handled serially, each time from a newer listing (semantics B.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import define, evolve, field

from ...cluster import timing
from ...cluster.pod_life import PodLife
from ...core.simulation import Process, Simulation, Timer
from ...objects.pod import Pod, all_containers
from ...objects.runtime import RuntimeStatus
from ...objects.status import PodStatus
from ...objects.time import Millis
from ..pod_cache import Relist
from ..pod_config import PodConfigState
from ..pod_worker import Add, PodWorkerState, Terminate
from ..rules.back_off import BackOffEntry
from ..rules.container_statuses import StartError
from ..rules.disruption import Mark
from ..rules.grace import effective_grace_period
from ..rules.probe_results import ProbeResults
from ..sync import SyncState
from .pod_resize import PodResize
from .prober import Prober
from .status_pass import deadline_of
from .status_writer import StatusWriter
from .sync_pass import sync_pod
from .termination_pass import clean_up_pod, stop_pod, terminate_pod

if TYPE_CHECKING:
    from .kubelet import Kubelet


@define(eq=False)
class PodAgent:
    """What one kubelet remembers of one Pod; all of it is lost when the kubelet restarts."""

    kubelet: Kubelet
    pod: Pod
    """As seen last through the watch, with the resources that are allocated to it here."""
    life: PodLife
    active: Pod
    """As the pass under way took it; a pass that follows by itself, not by an update, still has this one."""
    status: PodStatus
    """The newest that was handed to the status manager."""
    cache: RuntimeStatus = RuntimeStatus()
    """What the last relist saw."""
    snapshot: RuntimeStatus = RuntimeStatus()
    """What the pass under way works from: the cache as it was when it began."""
    start_errors: dict[str, StartError] = field(factory=dict)
    """The reason cache, by container name."""
    crash_loops: dict[tuple[object, ...], BackOffEntry] = field(factory=dict)
    crash_loop_keys: dict[str, tuple[object, ...]] = field(factory=dict)
    """Container name -> the key of the delay that its machine has."""
    pulls: dict[str, BackOffEntry] = field(factory=dict)
    """By image."""
    grace: int = 0
    """Seconds; the grace recorded for the termination, 0 for none."""
    mark: Mark | None = None
    """What its status says where another part of the kubelet ends the Pod."""
    on_termination: list[Callable[[], None]] = field(factory=list)
    """Who waits until no container runs any more."""
    alive: bool = True
    """The kubelet has not restarted since."""
    has_volumes: bool = False
    """What the Pod mounts was set up once; it stays, whatever becomes of its source."""
    mirror: Pod | None = None
    """Of a static Pod: its mirror in the API, as it was seen last."""
    gone_mirror: Pod | None = None
    """The mirror that went, until something else is news: the sync that hears of it makes no other one."""
    is_pending: bool = False
    """There is something to look at that no pass has been taken up for."""
    taken_in: PodWorkerState | None = None
    """The state in which the next pass was taken up, while it waits for a newer listing; what comes then, waits for another."""
    taken_grace: int = 0
    """Seconds; the grace of a termination as it was when its pass was taken up."""
    is_working: bool = False
    has_worked: bool = False
    last_end: Millis = Millis(0)
    """The end of the last pass: the next one waits for a relist after it."""
    retry_after: int | None = None
    """Set by a pass that ended with an error: milliseconds until the next try, before the jitter."""
    may_retry_soon: bool = False
    """While a pass is under way: if it ends with an error the next one does not wait for its turn."""
    wants_relist: bool = False
    """Set by a pass that carried all its actions out: it asks for a relist at once."""
    due: Timer | None = None
    deadline_timer: Timer | None = None
    asked: Pod = field(init=False)
    """As seen last through the watch, with the resources that its spec asks for."""
    writer: StatusWriter = field(init=False)
    prober: Prober = field(init=False)
    resize: PodResize = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.asked = self.pod
        self.resize = PodResize(self)
        self.writer = StatusWriter(self)
        self.prober = Prober(self)

    @property
    def simulation(self) -> Simulation:
        return self.kubelet.simulation

    @property
    def uid(self) -> str:
        return self.pod.metadata.uid

    def probe_results(self) -> ProbeResults:
        """What the Pod's probe workers have published."""
        return self.prober.results()

    def poke(self, gone_mirror: Pod | None = None) -> None:
        """There is something to look at; `gone_mirror`: it is that this mirror is gone."""
        self.is_pending, self.gone_mirror = True, gone_mirror
        self._go_on()

    def poke_after_error(self) -> None:
        """Nothing is new, so a sync would do again what the last one did: it is worth it where that had an error."""
        if self.is_working:
            self.may_retry_soon = True
        elif self.retry_after is not None:
            self.poke()

    def relisted(self) -> None:
        """The runtime was listed: something may have changed, or this Pod was waiting for it."""
        before, self.cache = self.cache, self.kubelet.runtime.status(self.uid)
        if self.life.machines.sync.state is SyncState.IDLE:
            self.life.fire(("cache",), Relist())
        self._remove_older_instances(before)
        self._go_on()
        if is_worth_a_sync(before, self.cache):
            self._get_worker()
            self.poke()

    def _get_worker(self) -> None:
        """A Pod that was not admitted, and of which something has happened all the same, is synced like any other (HandlePodSyncs)."""
        machines = self.life.machines
        is_there = machines.config.state in (PodConfigState.ADDED, PodConfigState.DELETED)
        if machines.worker.state is not PodWorkerState.UNKNOWN or not is_there:
            return
        self.life.fire(("worker",), Add())
        self.grace = 0
        if machines.config.state is PodConfigState.DELETED:
            self.life.fire(("worker",), Terminate(machines.config.grace))
            self.grace = effective_grace_period(self.pod)

    def _remove_older_instances(self, before: RuntimeStatus) -> None:
        """pod_container_deletor: when an instance was seen to have died, older dead ones of its name are removed."""
        known = {each.id: each.state for each in before.containers}
        died = {each.name for each in self.cache.containers if each.state == "exited" != known.get(each.id)}
        for name in sorted(died):
            dead = [each for each in self.cache.containers if each.name == name and each.state == "exited"]
            for each in dead[1:]:
                self.kubelet.runtime.remove_container(self.uid, each.id)

    def _go_on(self) -> None:
        state = self.life.machines.worker.state
        if self.is_working or not self.alive or not (self.is_pending or self.taken_in):
            return
        if self.taken_in is None:
            self.is_pending, self.taken_in = False, state
            self.taken_grace = self.grace or effective_grace_period(self.pod)
        if state is PodWorkerState.WAITING:
            if not self.kubelet.static.turn_comes(self):
                self.taken_in, self.retry_after = None, timing.RETRY
                self._queue_again()
                return
            self.taken_in = PodWorkerState.SYNC
        process = self._next_pass()
        if process is None:
            return
        if not self.has_worked:
            self.has_worked = True
            self.relist_now()
        elif self.kubelet.relist.last() <= self.last_end:
            process.close()
            self.kubelet.relist.wait_for(self.uid)
            return
        self.taken_in, self.is_working = None, True
        self.retry_after, self.wants_relist = None, False
        self.snapshot = self._as_made()
        if self.due is not None:
            self.due.cancel()
        self.simulation.begin(process, self._ended, lambda: self.alive)

    def relist_now(self) -> None:
        """A Pod that was not known yet is looked at before its first pass."""
        self.cache = self.kubelet.runtime.status(self.uid)
        self.life.fire(("cache",), Relist())

    def _as_made(self) -> RuntimeStatus:
        """The listing, with a mark on each container whose image is no longer the spec's (KRM containerChanged)."""
        images = {each.name: each.image for each in all_containers(self.pod.spec)}
        if all(images.get(each.name) == each.image for each in self.cache.containers):
            return self.cache
        marked = tuple(evolve(c, specChanged=images.get(c.name) != c.image) for c in self.cache.containers)
        return evolve(self.cache, containers=marked)

    def _next_pass(self) -> Process | None:
        match self.life.machines.worker.state:
            case PodWorkerState.SYNC:
                return sync_pod(self)
            case PodWorkerState.TERMINATING if self.taken_in is PodWorkerState.SYNC:
                return self._late_sync()
            case PodWorkerState.TERMINATING if self.life.machines.worker.only_runtime:
                return stop_pod(self)
            case PodWorkerState.TERMINATING:
                return terminate_pod(self)
            case PodWorkerState.TERMINATED:
                return clean_up_pod(self)
        return None

    def _late_sync(self) -> Process:
        """A sync that was taken up before the Pod was to end: it is cut short, and the termination waits for one more listing."""
        self.is_pending = True
        yield from ()

    def _ended(self) -> None:
        self.is_working = False
        self.is_pending = self.is_pending or (self.may_retry_soon and self.retry_after is not None)
        self.may_retry_soon = False
        self.last_end = self.simulation.now
        self._watch_deadline()
        self._tell_of_termination()
        if self.life.machines.worker.state is PodWorkerState.SYNC:
            self._queue_again()
        if self.wants_relist:
            self.kubelet.relist.soon(self.uid)
        else:
            self.kubelet.relist.wait_for(self.uid)
        self._go_on()

    def _tell_of_termination(self) -> None:
        if self.life.machines.worker.state not in (PodWorkerState.SYNC, PodWorkerState.TERMINATING):
            waiting, self.on_termination = self.on_termination, []
            for go_on in waiting:
                go_on()

    def _queue_again(self) -> None:
        """completeWork: the work queue holds one due time for each Pod."""
        delay = timing.RESYNC if self.retry_after is None else self.retry_after
        stretched = round(delay * (1 + timing.JITTER * self.simulation.random.random()))
        if self.due is not None:
            self.due.cancel()
        self.due = self.simulation.at(self.kubelet.tick_after(self.simulation.now + stretched), self.poke)

    def _watch_deadline(self) -> None:
        """ADL: the active deadline is looked at with every tick; the first one after it is over counts."""
        end = deadline_of(self)
        if end is not None and self.deadline_timer is None:
            self.deadline_timer = self.simulation.at(self.kubelet.tick_after(end), self.poke)

    def fail(self, retry_after: int = timing.RETRY) -> None:
        """The pass ends with an error: the smallest wait of all errors counts (PW completeWork)."""
        soonest = min(retry_after, timing.LONGEST_RETRY)
        self.retry_after = soonest if self.retry_after is None else min(self.retry_after, soonest)


def is_worth_a_sync(before: RuntimeStatus, after: RuntimeStatus) -> bool:
    """Some sandbox or container was made, started, died or changed; the removal of a dead one is not worth it (KL
    isSyncPodWorthy), while one that was removed since it was seen running has died as well (PLEG generateEvents)."""
    old = {**{s.id: s.ready for s in before.sandboxes}, **{c.id: c.state for c in before.containers}}
    new = {**{s.id: s.ready for s in after.sandboxes}, **{c.id: c.state for c in after.containers}}
    is_gone = (state not in (False, "exited") for each, state in old.items() if each not in new)
    return any(old.get(each) != state for each, state in new.items()) or any(is_gone)

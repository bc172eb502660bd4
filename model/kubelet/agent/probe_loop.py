"""ProbeLoop: one probe worker at work: it ticks, asks, publishes, and sleeps while nothing can change (PRW run)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.event import Event
from ...core.simulation import Process, Timer
from ...objects.container import Container
from ...objects.pod import Pod
from ...objects.time import Millis
from ..probe_worker import (
    PROBE_WORKER,
    AnswerProbe,
    DiscardAttempt,
    ProbeTick,
    ProbeWorker,
    ProbeWorkerState,
    ProbeWorkerView,
    StopProbing,
)
from ..process import KubeletRestarts
from ..rules import probe_worker as rule
from ..rules.probe_results import ProbeResult, ProbeType, probe_of
from ..rules.probe_worker import Worker
from . import reasons
from .disagreement import agree
from .probe_handlers import Word, attempt
from .probe_view import published, view_of

if TYPE_CHECKING:
    from .prober import Prober

RETRIES = 3
"""An attempt that errs is made again at once, so many times in all (PRB maxProbeRetries)."""


class ProbeLoop:
    """The worker of one probe of one container. `pod` stays as it was when the worker began (PRW newWorker)."""

    def __init__(self, prober: Prober, pod: Pod, container: Container, kind: ProbeType) -> None:
        probe = probe_of(container, kind)
        assert probe is not None, (container.name, kind)
        self.container, self.kind, self.probe = container, kind, probe
        self.worker = Worker()
        self._prober, self._pod = prober, pod
        self._place = ("probe_workers", container.name, kind.value)
        prober.agent.life.others[self._place] = ProbeWorker()
        self._base = prober.agent.simulation.now
        self._timer: Timer | None = None
        self._is_asking = self._is_triggered = self._must_stop = False

    @property
    def machine(self) -> ProbeWorker:
        """The record of this worker's machine."""
        record: ProbeWorker = self._prober.agent.life.others[self._place]
        return record

    @property
    def _period(self) -> int:
        return self.probe.periodSeconds * 1000

    def begin(self, delay: int) -> None:
        """The first tick, after this delay; the others follow it by the period."""
        self._base = Millis(self._base + delay)
        self._sleep_until(self._base)

    def trigger(self, delay: int) -> None:
        """Somebody wants to know now; the period is counted from here (PRM UpdatePodStatus)."""
        if self._is_asking or self._prober.agent.simulation.now < self._base:
            self._is_triggered = True
            return
        self._base = Millis(self._prober.agent.simulation.now + delay)
        self._sleep_until(self._base)

    def wake(self) -> None:
        """What the worker sees has changed: its next tick may matter again."""
        if self._timer is None and not self._is_asking and not self.is_over():
            self._sleep_until(self._next_tick())

    def stop(self) -> None:
        """No more ticks; an attempt under way is finished first."""
        if self._is_asking:
            self._must_stop = True
        elif not self.is_over():
            self._fire(ProbeWorkerView(probe=self.kind), StopProbing())
            self._end()

    def is_over(self) -> bool:
        """It has ended, and what it published with it."""
        return self.machine.state is ProbeWorkerState.STOPPED

    def lose(self) -> None:
        """The kubelet's process ends."""
        self._fire(ProbeWorkerView(probe=self.kind), KubeletRestarts())

    def _next_tick(self) -> int:
        """The first tick after now."""
        elapsed = self._prober.agent.simulation.now - self._base
        return self._base + max(elapsed // self._period + 1, 0) * self._period

    def _sleep_until(self, moment: int) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._prober.agent.simulation.at(moment, self._tick)

    def _tick(self) -> None:
        self._timer = None
        agent = self._prober.agent
        if not agent.alive or self.is_over():
            return
        now, before = agent.simulation.now, self.worker
        looked = rule.tick(
            before, self.kind, self._pod, self.container, agent.status, now, kubelet_started=agent.kubelet.started
        )
        view = view_of(agent, self._pod, self.container, self.kind, before)
        self._fire(view, ProbeTick())
        agree(agent, f"{self._name}: ask", self.machine.asks, looked.asks)
        agree(agent, f"{self._name}: end", self.is_over(), not looked.goes_on)
        self._is_asking = looked.asks
        self._keep(looked.worker)
        if not looked.goes_on:
            self._end()
        elif looked.asks:
            agent.simulation.begin(self._ask(), alive=lambda: agent.alive)
        else:
            self._rest(self._delay_end())

    def _ask(self) -> Process:
        """PRB probe: up to three attempts while they err; an answer is counted; what is no success makes an event."""
        agent, container_id = self._prober.agent, self.worker.container_id
        began = agent.simulation.now
        for _ in range(RETRIES):
            verdict = yield from attempt(agent, self.container, container_id, self.probe)
            if verdict.word is not Word.ERROR:
                break
        self._is_asking = False
        title = self.kind.value.capitalize()
        self._prober.report(self.container, title, verdict)
        view = ProbeWorkerView(probe=self.kind)
        if verdict.word is Word.ERROR:
            reasons.probe_was_answered(agent, self, verdict, None)
            self._fire(view, DiscardAttempt())
        else:
            answer = ProbeResult.FAILURE if verdict.word is Word.FAILURE else ProbeResult.SUCCESS
            reasons.probe_was_answered(agent, self, verdict, answer)
            after = rule.after_answer(self.worker, self.kind, self.probe, answer)
            run = rule.next_run(self.worker, answer)
            reaches = run >= rule.threshold(self.probe, answer)
            self._fire(view, AnswerProbe(succeeded=answer is ProbeResult.SUCCESS, reaches=reaches))
            self._keep(after)
        if self._must_stop:
            self._must_stop = False
            self.stop()
            return
        is_settled = verdict.is_steady and verdict.word is Word.SUCCESS and self.worker.published is ProbeResult.SUCCESS
        if self._ticked_since(began):
            self._rest(agent.simulation.now)
        else:
            self._rest(None if is_settled else self._next_tick())

    def _rest(self, next_tick: int | None) -> None:
        """Until the next tick that matters; None: until something changes."""
        if self._timer is not None or self._is_asking:
            return
        now = self._prober.agent.simulation.now
        if self._is_triggered:
            self._is_triggered = False
            self._base = now
            self._sleep_until(now)
        elif next_tick is not None:
            self._sleep_until(next_tick)

    def _ticked_since(self, began: int) -> bool:
        """The attempt that is over took so long that a tick fell into it: one of them is made up for at once."""
        now = self._prober.agent.simulation.now
        return (now - self._base) // self._period > (began - self._base) // self._period

    def _delay_end(self) -> int | None:
        """The first tick after the initial delay, where only that is in the way; else nothing but a change matters."""
        agent = self._prober.agent
        shown = rule.probed_status(agent.status, self.container.name)
        running = None if shown is None else shown.state.running
        if running is None or self.worker.on_hold:
            return None
        due = ((running.startedAt or 0) + self.probe.initialDelaySeconds) * 1000
        if due <= agent.simulation.now:
            return None
        return self._base + max(-((self._base - due) // self._period), 0) * self._period

    def _fire(self, view: ProbeWorkerView, event: Event) -> None:
        self._prober.agent.life.move(self._place, PROBE_WORKER, view, event)

    def _keep(self, worker: Worker) -> None:
        """The worker after a step; what it published is handed on, even where it ends with that."""
        before, self.worker = self.worker, worker
        if not self.is_over():
            agree(self._prober.agent, f"{self._name}: result", self.machine.published, published(worker.published))
        self._prober.publish(self, before)

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._prober.ended(self)

    @property
    def _name(self) -> str:
        return f"{self.kind.value} probe of {self.container.name}"

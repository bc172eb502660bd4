"""KillReasons: why and how a Pod or a container of it is ended, written to the decision log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...core.decision import Input, Reason
from ...core.rule import Rule
from ...objects.container import Container
from ...objects.runtime import RuntimeContainer
from ...objects.time import Millis
from .. import crash_loop, kill_task, probe_worker
from ..rules.disruption import Mark
from ..rules.eviction import Candidate
from ..rules.grace import MINIMUM_STOP_TIMEOUT_SECONDS
from ..rules.thresholds import EvictionThreshold
from .reasons import seconds, tell_of

if TYPE_CHECKING:
    from .pod_agent import PodAgent

GRACE: Final = Rule(
    "B3.18", "kubelet calculateEffectiveGracePeriod", "the shortest grace that was asked for, at least 1 s"
)
POST_START: Final = Rule(
    "B6.7", "kubelet/kuberuntime startContainer", "a postStart hook is waited for; its failure kills the container"
)
ASKED: Final = Rule(
    "B3.6", "kubelet killPodNow", "another part of the kubelet ends a Pod: eviction, preemption, shutdown"
)
VICTIM: Final = Rule(
    "B18.10", "kubelet/eviction rankMemoryPressure", "more use than requested goes first, then the lower priority"
)
RULES: Final = (GRACE, POST_START, ASKED, VICTIM)

HOOKS: Final = (kill_task.HOOK_OVER, POST_START)
HAPPENINGS: Final = (
    *HOOKS,
    crash_loop.BEGUN,
    probe_worker.COUNTED,
    probe_worker.DISCARDED,
    probe_worker.PUBLISHED,
)
"""What Kubernetes makes no event of, or no complete one: answers of probes, hooks, back-offs."""


def victim_was_chosen(
    agent: PodAgent, chosen: Candidate, threshold: EvictionThreshold, message: str, candidates: int
) -> None:
    """A node short of something evicts this Pod, the first of so many."""
    if agent.kubelet.decisions.is_open:
        inputs: dict[str, Input] = {
            "signal": threshold.signal,
            "candidates": candidates,
            "priority": chosen.pod.spec.priority,
            "message": message,
        }
        tell_of(agent, Reason(VICTIM, "evict", inputs))


def kill_was_asked(agent: PodAgent, mark: Mark, grace: int) -> None:
    """Another part of the kubelet wants the Pod's end within this grace, in seconds; what counts is the agent's."""
    if agent.kubelet.decisions.is_open:
        inputs: dict[str, Input] = {"reason": mark.reason, "asked": f"{grace} s"}
        tell_of(agent, Reason(ASKED, f"end the Pod with {agent.grace} s of grace", inputs))


def hook_ended(agent: PodAgent, container: Container, rule: Rule, begun: Millis, failure: str) -> None:
    """A hook is over, or has failed: postStart (POST_START) or preStop (the kill task's HOOK_OVER)."""
    if agent.kubelet.decisions.asks_for(rule):
        name = "postStart" if rule is POST_START else "preStop"
        inputs: dict[str, Input] = {"took": seconds(agent.simulation.now - begun)}
        inputs |= {"failure": failure} if failure else {}
        tell_of(agent, Reason(rule, f"{name} hook: {'failed' if failure else 'done'}", inputs, container.name))


def termination_begins(agent: PodAgent, grace: int) -> None:
    """The whole Pod is killed, with this grace in seconds."""
    if agent.kubelet.decisions.is_open:
        meta, spec = agent.pod.metadata, agent.pod.spec
        inputs: dict[str, Input] = {
            "deletionGracePeriodSeconds": meta.deletionGracePeriodSeconds,
            "terminationGracePeriodSeconds": spec.terminationGracePeriodSeconds,
        }
        tell_of(agent, Reason(GRACE, f"kill the Pod with {grace} s of grace", inputs))


def kill_begins(agent: PodAgent, running: RuntimeContainer, grace: int, *, runs_hook: bool, waits_for: int) -> None:
    """One container is killed, with this grace in seconds; a sidecar first waits for so many others."""
    if agent.kubelet.decisions.is_open:
        inputs: dict[str, Input] = {"grace": f"{grace} s", **({"waits for": waits_for} if waits_for else {})}
        rule = kill_task.HOOK if runs_hook else kill_task.NO_HOOK
        tell_of(agent, Reason(rule, "preStop first" if runs_hook else "no preStop to run", inputs, running.name))


def stop_is_due(agent: PodAgent, running: RuntimeContainer, grace: int, rest: int, timeout: int) -> None:
    """The container gets its stop signal; of its grace `rest` seconds are left."""
    if agent.kubelet.decisions.is_open:
        inputs: dict[str, Input] = {"grace": f"{grace} s", "used": f"{grace - rest} s"}
        if timeout > rest:
            inputs["least"] = f"{MINIMUM_STOP_TIMEOUT_SECONDS} s"
        outcome = f"stop signal now, SIGKILL {timeout} s later"
        tell_of(agent, Reason(kill_task.SIGNAL, outcome, inputs, running.name))

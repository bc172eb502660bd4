"""Reasons: what a kubelet's decisions about one Pod looked at, written to the decision log as they are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...core.decision import Input, Reason
from ...core.rule import Rule
from ...objects.container import Container
from ...objects.pod import Pod
from ...objects.runtime import RuntimeStatus
from ...objects.status import PodStatus
from ...objects.time import Millis
from .. import crash_loop, deadline, image_pull, probe_worker
from ..rules.actions import PodActions
from ..rules.admission import AdmissionFailure
from ..rules.back_off import BackOffEntry, duration, has_expired
from ..rules.image import ImageDecision
from ..rules.phase_reasons import phase_reason
from ..rules.plan_reasons import plan_reasons
from ..rules.probe_results import ProbeResult, ProbeType
from ..rules.probe_worker import next_run, threshold

if TYPE_CHECKING:
    from .kubelet import Kubelet
    from .pod_agent import PodAgent
    from .probe_handlers import Verdict
    from .probe_loop import ProbeLoop

ADMISSION: Final = Rule(
    "B17.1", "kubelet/lifecycle predicateAdmitHandler", "a Pod is taken if the node still suits it and has room for it"
)
PRESSED: Final = Rule("B17.2", "kubelet/eviction Admit", "a node under pressure refuses Pods that would make it worse")
SHUTTING_DOWN: Final = Rule("B17.3", "kubelet/nodeshutdown Admit", "a node that shuts down takes no Pod")
KNOWN: Final = Rule("B3.1", "kubelet HandlePodAdditions", "a Pod that has ended or is being deleted is not asked again")
INVALID_NAME: Final = Rule(
    "B6.3", "kubelet/images EnsureImageExists", "an image name that cannot be read is not pulled"
)
RULES: Final = (ADMISSION, PRESSED, SHUTTING_DOWN, KNOWN, INVALID_NAME)


REFUSALS: Final = {"Evicted": PRESSED, "NodeShutdown": SHUTTING_DOWN}
"""By the reason of the refusal, where it is not admission's own."""

IMAGES: Final = {
    ImageDecision.USE_LOCAL: image_pull.USED,
    ImageDecision.PULL: image_pull.PULLING,
    ImageDecision.IMAGE_PULL_BACK_OFF: image_pull.REFUSED,
    ImageDecision.ERR_IMAGE_NEVER_PULL: image_pull.NEVER_PULLED,
    ImageDecision.INVALID_IMAGE_NAME: INVALID_NAME,
}


def tell_of(agent: PodAgent, *reasons: Reason) -> None:
    """The kubelet of this agent has decided so about its Pod."""
    tell(agent.kubelet, agent.pod, *reasons)


def tell(kubelet: Kubelet, pod: Pod, *reasons: Reason) -> None:
    """This kubelet has decided so about the Pod."""
    kubelet.decisions.write(f"kubelet {kubelet.node}", pod.metadata, *reasons)


def admitted(kubelet: Kubelet, pod: Pod, others: tuple[Pod, ...], failure: AdmissionFailure | None) -> None:
    """The kubelet has taken the Pod beside these others, or refused it."""
    if not kubelet.decisions.is_open:
        return
    inputs: dict[str, Input] = {"node": kubelet.node, "other Pods": len(others)}
    if failure is None:
        tell(kubelet, pod, Reason(ADMISSION, "admitted", inputs))
    else:
        rule = REFUSALS.get(failure.reason, ADMISSION)
        tell(kubelet, pod, Reason(rule, f"rejected: {failure.reason}", {**inputs, "message": failure.message}))


def kept(kubelet: Kubelet, pod: Pod) -> None:
    """The kubelet did not ask whether the Pod may come: it is there, or it is over."""
    if kubelet.decisions.is_open:
        inputs: dict[str, Input] = {
            "phase": pod.status.phase,
            "containers in the runtime": len(kubelet.runtime.status(pod.metadata.uid).containers),
            "is being deleted": pod.metadata.deletionTimestamp is not None,
        }
        tell(kubelet, pod, Reason(KNOWN, "kept without admission", inputs))


def planned(agent: PodAgent, plan: PodActions) -> None:
    """A sync has decided what to do."""
    if agent.kubelet.decisions.is_open:
        tell_of(agent, *plan_reasons(agent.pod, agent.snapshot, agent.probe_results(), plan))


def phase_was_computed(
    agent: PodAgent, runtime: RuntimeStatus, status: PodStatus, *, pod_is_terminal: bool, evicts: bool
) -> None:
    """A pass has computed the status; the one before it is still the agent's."""
    if agent.kubelet.decisions.is_open:
        reason = phase_reason(agent.pod, agent.status, status, runtime, pod_is_terminal=pod_is_terminal, evicts=evicts)
        tell_of(agent, reason)


def deadline_is_over(agent: PodAgent, end: int) -> None:
    """The active deadline has passed."""
    if agent.kubelet.decisions.is_open:
        inputs: dict[str, Input] = {
            "activeDeadlineSeconds": agent.pod.spec.activeDeadlineSeconds,
            "over for": seconds(agent.simulation.now - end),
        }
        tell_of(agent, Reason(deadline.OVER, "fail the Pod: DeadlineExceeded", inputs))


def back_off_was_asked(
    agent: PodAgent,
    container: Container,
    finished: Millis | None,
    before: BackOffEntry | None,
    after: BackOffEntry | None,
    left: int,
) -> None:
    """Whether the crash-loop back-off holds a container up, and its entry before and after that; `left` in milliseconds."""
    if not agent.kubelet.decisions.asks_for(crash_loop.BEGUN) or finished is None or after is None:
        return
    since = seconds(agent.simulation.now - finished)
    if before is None:
        tell_of(agent, Reason(crash_loop.AT_ONCE, "start at once", {"ended": f"{since} ago"}, container.name))
        return
    inputs: dict[str, Input] = {"back-off": duration(before.delay), "ended": f"{since} ago"}
    if left > 0:
        outcome = (
            f"back-off {duration(before.delay)} restarting failed container={container.name}: {seconds(left)} left"
        )
        tell_of(agent, Reason(crash_loop.BEGUN, outcome, inputs, container.name))
        return
    rule = crash_loop.RESET if has_expired(before, finished) else crash_loop.DOUBLED
    tell_of(agent, Reason(rule, f"start; the next back-off is {duration(after.delay)}", inputs, container.name))


def image_was_decided(agent: PodAgent, container: Container, decision: ImageDecision, *, present: bool) -> None:
    """What becomes of a container's image before it is created."""
    if not agent.kubelet.decisions.is_open:
        return
    inputs: dict[str, Input] = {"imagePullPolicy": container.imagePullPolicy, "present": present}
    entry = agent.pulls.get(container.image)
    if entry is not None:
        left = entry.updated_at + entry.delay - agent.simulation.now
        inputs |= {"back-off": duration(entry.delay), "left": seconds(max(left, 0))}
    tell_of(agent, Reason(IMAGES[decision], decision.value, {"image": container.image, **inputs}, container.name))


def probe_was_answered(agent: PodAgent, loop: ProbeLoop, verdict: Verdict, answer: ProbeResult | None) -> None:
    """What an attempt was counted as; None: not at all. The loop's worker is still as it was before."""
    if not agent.kubelet.decisions.asks_for(probe_worker.COUNTED):
        return
    name, worker = f"{loop.kind.value} probe", loop.worker
    inputs: dict[str, Input] = {"answer": verdict.word.value, **({"text": verdict.text} if verdict.text else {})}
    if answer is None:
        reason = Reason(probe_worker.DISCARDED, f"{name}: not counted", inputs, loop.container.name)
        tell_of(agent, reason)
        return
    run, needed = next_run(worker, answer), threshold(loop.probe, answer)
    inputs["published before"] = worker.published.value if worker.published is not None else None
    counted = f"{answer.value} {min(run, needed)}/{needed}"
    rule = probe_worker.COUNTED if run < needed else probe_worker.PUBLISHED
    outcome = f"{name}: {counted}" + ("" if run < needed else _published(loop.kind, answer))
    tell_of(agent, Reason(rule, outcome, inputs, loop.container.name))


def _published(kind: ProbeType, answer: ProbeResult) -> str:
    if kind is ProbeType.READINESS:
        return ", ready" if answer is ProbeResult.SUCCESS else ", not ready"
    if answer is ProbeResult.FAILURE:
        return ", to be killed"
    return ", started" if kind is ProbeType.STARTUP else ", alive"


def seconds(milliseconds: int) -> str:
    """`12_300` -> `12.3s`."""
    return f"{milliseconds / 1000:g}s"

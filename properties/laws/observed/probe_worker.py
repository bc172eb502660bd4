"""ProbeWorker: laws of when probes ask, as the runtime's log shows those that run commands (semantics C.12)."""

from __future__ import annotations

from typing import Any

from ....model.objects.container import Container, ExecAction, Probe, is_sidecar
from ...law import RECORD, law
from ...record import Call, Item
from ...story import SLACK
from .asked import ASKED, ASKED_IN_TIME, LIVENESS, STARTUP, Asked, has_command, probes, question
from .examples import created, did, pod, seen, status
from .pod_object import MARKED

WORKER = "kubelet/prober doProbe"
CUT_OFF = 1.0
"""Seconds: the delay is compared with the start in whole seconds, both cut off."""
SEEN_LATE = 0.5
"""Seconds by which the watch may show a deletion later than the kubelet acts on it."""
STALE = 2.0
"""Seconds after a restart in which the kubelet may still go by the results of the instance before."""


def _probe(word: str, **more: Any) -> Probe:
    """A probe by a command of this word."""
    return Probe(exec=ExecAction(command=(word,)), **more)


PROBED = Container(
    name="app",
    image="web:1",
    startupProbe=_probe("startup"),
    livenessProbe=_probe("liveness", initialDelaySeconds=5, failureThreshold=2),
    readinessProbe=_probe("readiness"),
)
WEB = pod("Running", status(), spec={"containers": (PROBED,)})
RUNS = (seen(WEB, 0.5), did("RunPodSandbox", 0.8), *created(1.0))


def asks(word: str, at: float, code: int = 0) -> Call:
    """A probe's command that ends at once."""
    return did("ExecSync", at, cmd=word, exit=code)


def _is_asked(asked: Asked, item: Item) -> bool:
    return question(asked, item) is not None


def _waits_for_startup(asked: Asked, item: Item) -> bool:
    """A question of liveness or readiness, where a startup probe comes first and one and the same kubelet asks."""
    found = question(asked, item)
    if found is None or found[1] == STARTUP or not has_command(found[0], STARTUP) or asked.story.kubelet_restarts:
        return False
    instance = asked.story.instances.get(found[0].name)
    is_fresh = instance is not None and instance.starts > 1 and item.at - (instance.started or 0.0) < STALE
    return not is_fresh


@law(
    "PRB-4", RECORD, by=(WORKER,), **ASKED, given=_waits_for_startup,
    witness="{item}, before its startup probe had succeeded",
    breach=(*RUNS, asks("startup", 8.0, 1), asks("readiness", 9.0)),
)  # fmt: skip
def startup_comes_first(asked: Asked, item: Item) -> bool:
    """Neither liveness nor readiness asks an instance whose startup probe has not succeeded."""
    return isinstance(item, Call) and asked.of(item.container, STARTUP).successes > 0


@law(
    "PRB-5", RECORD, by=(WORKER,), **ASKED_IN_TIME, given=_is_asked,
    witness="{item}, before its delay was over",
    breach=(*RUNS, asks("startup", 2.0), asks("liveness", 3.0)),
)  # fmt: skip
def no_question_before_the_delay(asked: Asked, item: Item) -> bool:
    """No probe asks before initialDelaySeconds have passed since the instance started."""
    found, instance = question(asked, item), asked.story.instances.get(item.container if isinstance(item, Call) else "")
    if found is None or instance is None or instance.started is None:
        return False
    probe = probes(found[0])[found[1]]
    return probe is not None and item.at - instance.started >= probe.initialDelaySeconds - CUT_OFF - SLACK


def _can_be_on_hold(asked: Asked, item: Item) -> bool:
    found = question(asked, item)
    return found is not None and found[1] in (STARTUP, LIVENESS) and not asked.story.kubelet_restarts


@law(
    "PRB-8", RECORD, by=(WORKER,), **ASKED, given=_can_be_on_hold,
    witness="{item}, although it was on hold",
    breach=(*RUNS, asks("liveness", 6.0, 1), asks("liveness", 7.0, 1), asks("liveness", 8.0, 1)),
)  # fmt: skip
def on_hold_nothing_is_asked(asked: Asked, item: Item) -> bool:
    """An instance whose liveness or startup has failed as often as its threshold says, or whose startup has succeeded,
    is asked that no more."""
    found = question(asked, item)
    if found is None or not isinstance(item, Call):
        return True
    answers = asked.of(item.container, found[1])
    return not answers.failed and not (found[1] == STARTUP and answers.successes)


def _is_asked_at_the_end(asked: Asked, item: Item) -> bool:
    """A question to an app container of a deleted Pod that its kubelet has begun to stop since."""
    found, marked = question(asked, item), asked.story.marked
    if found is None or marked is None or is_sidecar(found[0]) or not isinstance(item, Call):
        return False
    instance = asked.story.instances.get(item.container)
    begun = [at for at in (instance.hook, instance.stop) if at is not None] if instance else []
    return any(marked - SEEN_LATE < at < item.at - SLACK for at in begun)


@law(
    "PRB-11", RECORD, by=("kubelet SyncTerminatingPod", "kubelet/prober StopLivenessAndStartup"), **ASKED,
    given=_is_asked_at_the_end,
    witness="{item}, while the container was being stopped",
    breach=(
        *RUNS, asks("startup", 2.0), seen(pod("Running", status(), spec={"containers": (PROBED,)}, meta=MARKED), 6.0),
        did("StopContainer", 6.5, timeout=30), asks("liveness", 7.0),
    ),
)  # fmt: skip
def only_readiness_asks_while_terminating(asked: Asked, item: Item) -> bool:
    """While an app container of a deleted Pod is being stopped only readiness asks it."""
    found = question(asked, item)
    return found is not None and found[1] not in (STARTUP, LIVENESS)

"""Conditions: laws of the conditions in a Pod's status (semantics C.13)."""

from __future__ import annotations

from collections.abc import Iterator

from ....model.objects.container import is_sidecar
from ....model.objects.pod import Pod, PodReadinessGate, is_static, is_terminal
from ....model.objects.status import PodCondition, PodStatus
from ....model.objects.time import Time
from ...law import RECORD, Change, Mood, law
from .examples import ended, pod, status
from .phase import is_collected
from .pod_object import condition

GEN = "kubelet/status GeneratePodReadyCondition"
MERGE = "kubelet/status mergePodStatus"
GATED = {"readinessGates": (PodReadinessGate(conditionType="www.example/open"),)}
KUBELETS = ("PodScheduled", "PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready")


def is_true(shown: Pod, kind: str) -> bool:
    found = condition(shown, kind)
    return found is not None and found.status == "True"


def is_false(shown: Pod, kind: str) -> bool:
    found = condition(shown, kind)
    return found is not None and found.status == "False"


def pairs(before: Pod, after: Pod) -> Iterator[tuple[PodCondition, PodCondition]]:
    """Each condition before and after, where both are there."""
    new = {one.type: one for one in after.status.conditions}
    return ((old, new[old.type]) for old in before.status.conditions if old.type in new)


@law(
    "COND-1", RECORD, by=(GEN,), mood=Mood.ALWAYS, given=lambda shown: is_true(shown, "Ready"),
    witness="ContainersReady is not True",
    breach=pod("Running", status(), conditions={"Ready": "True", "ContainersReady": "False"}),
)  # fmt: skip
def ready_needs_its_containers(shown: Pod) -> bool:
    """A Pod is Ready only if its ContainersReady is True."""
    return is_true(shown, "ContainersReady")


@law(
    "COND-2", RECORD, by=("kubelet/status GenerateContainersReadyCondition",), mood=Mood.ALWAYS,
    given=lambda shown: is_true(shown, "ContainersReady"),
    witness="a container does not run or is not ready, or the Pod has not initialized",
    breach=pod("Running", status(ended(0)), conditions={"ContainersReady": "True", "Initialized": "True"}),
)  # fmt: skip
def ready_containers_run(shown: Pod) -> bool:
    """ContainersReady is True only if the Pod has initialized and every app container and sidecar runs and is ready."""
    sidecars = {one.name for one in shown.spec.initContainers if is_sidecar(one)}
    deciding = [one for one in shown.status.initContainerStatuses if one.name in sidecars]
    deciding += shown.status.containerStatuses
    return is_true(shown, "Initialized") and all(one.ready and one.state.running is not None for one in deciding)


@law(
    "COND-3", RECORD, by=(MERGE, GEN), mood=Mood.ALWAYS,
    given=lambda shown: is_terminal(shown.status.phase) and not is_collected(shown),
    witness="it is {pod.status.phase} and Ready",
    breach=pod("Succeeded", status(ended(0)), conditions={"Ready": "True"}),
)  # fmt: skip
def the_ended_are_not_ready(shown: Pod) -> bool:
    """A Pod that the kubelet ended is not Ready, and neither are its containers."""
    return not is_true(shown, "Ready") and not is_true(shown, "ContainersReady")


@law(
    "COND-4", RECORD, by=("kubelet/status GeneratePodInitializedCondition",),
    given=lambda before, after: is_true(before, "Initialized"),
    witness="Initialized became False",
    breach=Change(
        pod("Running", conditions={"Initialized": "True"}), pod("Running", conditions={"Initialized": "False"})
    ),
)  # fmt: skip
def initialized_stays(before: Pod, after: Pod) -> bool:
    """Initialized never goes from True to False, whatever restarts."""
    return not is_false(after, "Initialized")


@law(
    "COND-5", RECORD, by=("registry/core/pod setPodNodeAndMetadata", "kubelet generateAPIPodStatus"),
    given=lambda before, after: is_true(before, "PodScheduled"),
    witness="PodScheduled became False",
    breach=Change(
        pod("Running", conditions={"PodScheduled": "True"}), pod("Running", conditions={"PodScheduled": "False"})
    ),
)  # fmt: skip
def scheduled_stays(before: Pod, after: Pod) -> bool:
    """PodScheduled never goes from True to False."""
    return not is_false(after, "PodScheduled")


@law(
    "COND-6", RECORD, by=("scheduler handleSchedulingFailure",), mood=Mood.ALWAYS,
    given=lambda shown: is_false(shown, "PodScheduled"),
    witness="it has the node {pod.spec.nodeName}, or another reason",
    breach=pod("Pending", conditions={"PodScheduled": "False"}),
)  # fmt: skip
def the_unscheduled_have_no_node(shown: Pod) -> bool:
    """PodScheduled is False only of a Pod without a node: Unschedulable, SchedulerError or SchedulingGated."""
    found = condition(shown, "PodScheduled")
    reasons = ("Unschedulable", "SchedulerError", "SchedulingGated")
    return not shown.spec.nodeName and found is not None and found.reason in reasons


@law(
    "COND-6", RECORD, by=("api/core/v1 PodConditionType",), mood=Mood.ALWAYS,
    given=lambda shown: bool(shown.status.conditions),
    witness="it has a condition of the type Unschedulable",
    breach=pod("Pending", conditions={"Unschedulable": "True"}),
)  # fmt: skip
def unschedulable_is_a_reason(shown: Pod) -> bool:
    """There is no condition of type Unschedulable: that is a reason."""
    return condition(shown, "Unschedulable") is None


def _at(time: int, value: str, kind: str = "Ready") -> Pod:
    ready = PodCondition(type=kind, status=value, lastTransitionTime=Time(time))
    shown = pod("Running", status())
    return Pod(metadata=shown.metadata, spec=shown.spec, status=PodStatus(phase="Running", conditions=(ready,)))


@law(
    "COND-7", RECORD, by=("kubelet/status updateLastTransitionTime",),
    given=lambda before, after: (
        not is_static(after)  # a restarted kubelet writes the status of a mirror Pod anew
        and any(_is_sticky(old) and old.status == new.status for old, new in pairs(before, after))
    ),
    witness="the lastTransitionTime of PodScheduled or Initialized changed although the status did not",
    breach=Change(_at(1, "True", "PodScheduled"), _at(2, "True", "PodScheduled")),
)  # fmt: skip
def times_change_with_the_status(before: Pod, after: Pod) -> bool:
    """The lastTransitionTime of PodScheduled and Initialized stays as long as the status."""
    same = [(old, new) for old, new in pairs(before, after) if _is_sticky(old) and old.status == new.status]
    return all(old.lastTransitionTime == new.lastTransitionTime for old, new in same)


def _is_sticky(one: PodCondition) -> bool:
    """It cannot have gone to and fro between two observations."""
    return one.type in ("PodScheduled", "Initialized")


@law(
    "COND-7", RECORD, by=("kubelet/status updateLastTransitionTime",),
    given=lambda before, after: bool(before.status.conditions),
    witness="a lastTransitionTime went back",
    breach=Change(_at(2, "True"), _at(1, "False")),
)  # fmt: skip
def times_go_forward(before: Pod, after: Pod) -> bool:
    """The lastTransitionTime of a condition never goes back."""
    return all((old.lastTransitionTime or 0) <= (new.lastTransitionTime or 0) for old, new in pairs(before, after))


@law(
    "COND-8", RECORD, by=(GEN,),
    given=lambda before, after: (
        bool(after.spec.readinessGates) and is_true(after, "Ready") and not is_true(before, "Ready")
    ),
    witness="a gate is not True",
    breach=Change(
        pod("Running", status(), spec=GATED),
        pod("Running", status(), spec=GATED, conditions={"Ready": "True", "ContainersReady": "True"}),
    ),
)  # fmt: skip
def ready_needs_every_gate(before: Pod, after: Pod) -> bool:
    """A Pod becomes Ready only if the condition of each of its readiness gates is True; a missing one is not."""
    return all(is_true(after, gate.conditionType) for gate in after.spec.readinessGates)


@law(
    "COND-9", RECORD, by=(MERGE,), mood=Mood.ALWAYS,
    given=lambda shown: (target := condition(shown, "DisruptionTarget")) is not None
    and target.reason == "TerminationByKubelet" and target.status == "True",
    witness="the phase is {pod.status.phase}",
    breach=Pod(
        status=PodStatus(
            phase="Running",
            conditions=(PodCondition(type="DisruptionTarget", status="True", reason="TerminationByKubelet"),),
        )
    ),
)  # fmt: skip
def a_kubelets_disruption_comes_with_the_end(shown: Pod) -> bool:
    """The kubelet says DisruptionTarget only together with the terminal phase, or after it."""
    return is_terminal(shown.status.phase)


@law(
    "COND-10", RECORD, by=("kubelet generateAPIPodStatus", MERGE),
    given=lambda before, after: any(one.type not in KUBELETS for one in before.status.conditions)
    and before.status.containerStatuses != after.status.containerStatuses,
    witness="a condition that is not the kubelet's was lost",
    breach=Change(
        pod("Running", status(), spec=GATED, conditions={"www.example/open": "True"}),
        pod("Running", status(ready=True), spec=GATED),
    ),
)  # fmt: skip
def others_conditions_stay(before: Pod, after: Pod) -> bool:
    """A status write of the kubelet keeps the conditions of readiness gates as they are."""
    gates = [gate.conditionType for gate in before.spec.readinessGates]
    return all(condition(after, kind) == condition(before, kind) for kind in gates)

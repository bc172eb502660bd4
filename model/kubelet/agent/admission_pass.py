"""AdmissionPass: whether a kubelet takes a Pod, beside those that it has (semantics B.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...objects.pod import Pod, is_terminal
from ..pod_config import PodConfigState
from ..pod_worker import PodWorkerState
from ..rules.admission import AdmissionFailure, admit
from . import reasons

if TYPE_CHECKING:
    from .kubelet import Kubelet
    from .pod_agent import PodAgent


def admission_failure(kubelet: Kubelet, pod: Pod) -> AdmissionFailure | None:
    """Why the kubelet refuses this Pod, or None; one that has ended or goes, it keeps.

    A restarted kubelet asks again: a Pod that runs already may be refused (D47).
    """
    if pod.metadata.deletionTimestamp is not None or is_terminal(pod.status.phase):
        reasons.kept(kubelet, pod)
        return None
    others = pods_with_room(kubelet, pod.metadata.uid)
    failure = kubelet.eviction.rejection(pod) or admit(pod, kubelet.own_node(), others) or kubelet.shutdown.rejection()
    reasons.admitted(kubelet, pod, others, failure)
    return failure


def pods_with_room(kubelet: Kubelet, uid: str) -> tuple[Pod, ...]:
    """The Pods that take room here beside this one, with what is allocated to them."""
    return tuple(each.pod for each in kubelet.agents.values() if each.uid != uid and _takes_room(each))


def _takes_room(agent: PodAgent) -> bool:
    """Its containers may run, and it is still in the API: a Pod that was removed by force takes none (D9)."""
    machines = agent.life.machines
    is_active = machines.worker.state in (PodWorkerState.SYNC, PodWorkerState.TERMINATING)
    return is_active and machines.config.state is not PodConfigState.REMOVED

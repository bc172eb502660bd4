"""Admission: laws of Pods that their kubelet rejects (semantics C.16)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.core.world import Firing
from ...model.kubelet import pod_config
from ...model.kubelet.container import ContainerState
from ...model.kubelet.phase import Phase, PodPhase
from ...model.kubelet.pod_worker import PodWorker, PodWorkerState
from ..law import Move, law
from . import examples as ex

REJECTED = ((("config",), pod_config.SeeAdd(admitted=False)),)


def _is_rejected(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    return any(isinstance(event, pod_config.SeeAdd) and not event.admitted for _, event in firings)


@law(
    "ADM-1", POD, by=("kubelet rejectPod",), given=_is_rejected,
    witness="{moves} left the worker {after.worker.state.value} and the phase {after.phase.state.value}",
    breach=Move(ex.world(), REJECTED, ex.world(worker=PodWorker(PodWorkerState.SYNC), phase=PodPhase(Phase.FAILED))),
)  # fmt: skip
def the_rejected_get_no_worker(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A Pod that its kubelet rejects has failed, and gets no worker that would make a container."""
    failed = after.phase.state is Phase.FAILED or before.phase.state.is_terminal
    return after.worker.state is PodWorkerState.UNKNOWN and failed


@law(
    "ADM-1", POD, by=("kubelet rejectPod",),
    given=lambda before, firings, after: (
        after.worker.state is PodWorkerState.UNKNOWN and after.phase.state is Phase.FAILED
        and all(container.life.state is ContainerState.ABSENT for container in before.containers)
    ),
    witness="{moves} made a container",
    breach=Move(
        ex.world(phase=PodPhase(Phase.FAILED)), REJECTED, ex.world(ex.app(ex.CREATED), phase=PodPhase(Phase.FAILED))
    ),
)  # fmt: skip
def the_rejected_never_have_a_container(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A Pod that has failed without a worker never gets a container."""
    return all(container.life.state is ContainerState.ABSENT for container in after.containers)

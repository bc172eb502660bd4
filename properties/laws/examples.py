"""Examples: short ways to write the worlds in which a law's smallest breach happens."""

from __future__ import annotations

from typing import Any

from ...model.apiserver.pod_object import PodObject, PodObjectState
from ...model.cluster.pod_world import ContainerParts, PodSource, PodWorld, Shape
from ...model.kubelet.container import ContainerInstance, ContainerState, Outcome
from ...model.kubelet.pod_worker import PodWorker, PodWorkerState
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.kubelet.sandbox import Sandbox, SandboxState
from ...model.objects.grace import Grace

ABSENT = ContainerInstance()
CREATED = ContainerInstance(ContainerState.CREATED, in_sandbox=True)
RUNNING = ContainerInstance(ContainerState.RUNNING, in_sandbox=True, ever_started=True)
SUCCEEDED = ContainerInstance(ContainerState.EXITED, Outcome.SUCCEEDED, in_sandbox=True, ever_started=True)
FAILED = ContainerInstance(ContainerState.EXITED, Outcome.FAILED, in_sandbox=True, ever_started=True)

READY = Sandbox(SandboxState.READY)
NOT_READY = Sandbox(SandboxState.NOT_READY)
BOUND = PodObject(PodObjectState.BOUND, bound=True)
GONE = PodObject(PodObjectState.GONE, bound=True)
ACKNOWLEDGED = PodWorker(PodWorkerState.TERMINATING, Grace.FULL, acknowledged=True)
FILE = PodSource.FILE


def world(*containers: ContainerParts, policy: RestartPolicy = RestartPolicy.ALWAYS, **machines: Any) -> PodWorld:
    """A world of these containers, or of one app container that does not exist yet; the Pod is bound unless given."""
    machines.setdefault("pod", BOUND)
    return PodWorld(shape=Shape(policy), containers=containers or (app(),), **machines)


def app(life: ContainerInstance = ABSENT, **parts: Any) -> ContainerParts:
    """An app container."""
    return ContainerParts(is_init=False, life=life, **parts)


def init(life: ContainerInstance = ABSENT, **parts: Any) -> ContainerParts:
    """An init container."""
    return ContainerParts(is_init=True, life=life, **parts)


def ephemeral(life: ContainerInstance = ABSENT, **parts: Any) -> ContainerParts:
    """An ephemeral container that was asked for."""
    return ContainerParts(is_init=False, is_ephemeral=True, life=life, **parts)

"""VolumeWait: a sync waits until what the Pod mounts is there: its ConfigMaps, Secrets and claims (semantics B3.19, B.28)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from ...cluster.volume_sources import Source, sources
from ...core.simulation import Wait
from ...objects.persistent_volume_claim import claim_name
from ...objects.pod import all_containers
from ..pod_worker import PodWorkerState
from ..rules.claim_problem import claim_problem

if TYPE_CHECKING:
    from .pod_agent import PodAgent

TIMEOUT = 123_000
"""Milliseconds; then the sync ends with an error (KL podAttachAndMountTimeout)."""
LOOK = 300
"""A worker that waits looks so often whether it may go on or must terminate."""
FIRST_TRY = 100
LONGEST_PAUSE = 122_000


def wait_for_volumes(agent: PodAgent) -> Generator[Wait, Any, bool]:
    """WaitForAttachAndMount: True when everything is there; False when the time is over or the Pod is to be terminated."""
    begun, pause = agent.simulation.now, 500
    next_try = begun + FIRST_TRY
    if agent.has_volumes or agent.cache.containers or (_missing(agent) is None and not _unusable_claims(agent)):
        agent.has_volumes = True
        return True
    if _unusable_claims(agent):
        yield agent.simulation.sleep(LOOK)
        if _tell_of_claims(agent):
            return False
    while agent.simulation.now - begun < TIMEOUT:
        if agent.life.machines.worker.state is not PodWorkerState.SYNC:
            return False
        if agent.simulation.now >= next_try:
            missing = _missing(agent)
            if missing is None:
                agent.has_volumes = True
                return True
            agent.kubelet.recorder.write(agent.pod, "Warning", "FailedMount", missing)
            next_try, pause = next_try + pause, min(2 * pause, LONGEST_PAUSE)
        yield agent.simulation.sleep(min(LOOK, max(1, next_try - agent.simulation.now)))
    return False


def _unusable_claims(agent: PodAgent) -> dict[str, str]:
    """By the name of each mounted volume whose claim cannot be used yet, why not."""
    pod, mounted = agent.pod, _mounted(agent)
    found = {}
    for volume in pod.spec.volumes:
        name = claim_name(pod, volume)
        if not name or volume["name"] not in mounted:
            continue
        claim = agent.kubelet.stored("PersistentVolumeClaim", pod.metadata.namespace, name)
        of = agent.kubelet.stored("PersistentVolume", "", claim.spec.volumeName) if claim is not None else None
        problem = claim_problem(pod, name, claim, of, is_ephemeral=bool(volume.get("ephemeral")))
        if problem:
            found[volume["name"]] = problem
    return found


def _tell_of_claims(agent: PodAgent) -> bool:
    """A claim that cannot be used ends the wait at once; the sync is tried again later (verifyVolumesMountedFunc)."""
    problems = _unusable_claims(agent)
    if problems:
        names = " ".join(sorted(problems))
        text = f"unmounted volumes=[{names}], unattached volumes=[], failed to process volumes=[{names}]"
        message = f"Unable to attach or mount volumes: {text}: {'; '.join(problems.values())}"
        agent.kubelet.recorder.write(agent.pod, "Warning", "FailedMount", message)
    return bool(problems)


def _mounted(agent: PodAgent) -> set[str]:
    """The volumes that a container mounts or has as a device."""
    containers = all_containers(agent.pod.spec)
    mounts = {mount["name"] for container in containers for mount in container.volumeMounts}
    return mounts | {device["name"] for container in containers for device in container.volumeDevices}


def _missing(agent: PodAgent) -> str | None:
    """The kubelet's message for the first volume that a container mounts and that cannot be set up, or None."""
    mounted = _mounted(agent)
    for source in sources(agent.pod):
        volume = agent.pod.spec.volumes[source.index]["name"]
        problem = _problem(agent, source)
        if problem and volume in mounted:
            return f'MountVolume.SetUp failed for volume "{volume}" : {problem}'
    return None


def _problem(agent: PodAgent, source: Source) -> str:
    namespace = agent.pod.metadata.namespace
    found = agent.kubelet.stored(source.kind, namespace, source.name)
    if found is None:
        return f'{source.kind.lower()} "{source.name}" not found'
    keys = {**(getattr(found, "data", None) or {}), **(getattr(found, "stringData", None) or {})}
    keys |= getattr(found, "binaryData", None) or {}
    for key in source.keys:
        if key not in keys:
            return f"references non-existent {source.kind.lower()} key: {key}"
    return ""

"""Pod worker answers: what the other parts of the kubelet ask about a Pod (PW; semantics B3.17).

`worker` None: the Pod is not known; `pods_synced`: housekeeping has run since the kubelet started, so that what is not
known is known not to be there.
"""

from __future__ import annotations

from .pod_workers import Worker


def is_known_terminated(worker: Worker | None) -> bool:
    """All its containers have ended (PW IsPodKnownTerminated)."""
    return worker is not None and worker.terminated


def is_termination_requested(worker: Worker | None) -> bool:
    """It terminates or has terminated (PW IsPodTerminationRequested)."""
    return worker is not None and worker.termination_requested


def could_have_running_containers(worker: Worker | None, *, pods_synced: bool) -> bool:
    """A container may still run (PW CouldHaveRunningContainers)."""
    return not pods_synced if worker is None else not worker.terminated


def should_be_finished(worker: Worker | None, *, pods_synced: bool) -> bool:
    """The API object may be removed (PW ShouldPodBeFinished)."""
    return pods_synced if worker is None else worker.finished


def containers_should_be_terminating(worker: Worker | None, *, pods_synced: bool) -> bool:
    """No container may be started any more (PW ShouldPodContainersBeTerminating)."""
    return pods_synced if worker is None else worker.termination_started


def runtime_should_be_removed(worker: Worker | None, *, pods_synced: bool) -> bool:
    """Sandboxes and containers may go (PW ShouldPodRuntimeBeRemoved)."""
    return pods_synced if worker is None else worker.terminated


def content_should_be_removed(worker: Worker | None, *, pods_synced: bool) -> bool:
    """Directories and volumes may go; an evicted Pod's at once (PW ShouldPodContentBeRemoved)."""
    return pods_synced if worker is None else worker.evicted or (worker.deleted and worker.terminated)

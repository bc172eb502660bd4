"""probe_results: what the probe workers have published, and which of them are still at work (semantics B.12)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from ...objects.container import Container, Probe


class ProbeType(Enum):
    """The three probes of a container."""

    LIVENESS = "liveness"
    READINESS = "readiness"
    STARTUP = "startup"


class ProbeResult(Enum):
    """What a worker publishes; unknown is the first value of a startup probe."""

    SUCCESS = "success"
    FAILURE = "failure"
    UNKNOWN = "unknown"


@frozen
class ProbeResults:
    """`published`: (containerID, probe) -> the last published result; `stopped`: (container name, probe) of the workers
    that have ended (PRM; a probe of the spec has a worker from the Pod's first sync until it ends)."""

    published: Mapping[tuple[str, ProbeType], ProbeResult] = field(factory=dict)
    stopped: tuple[tuple[str, ProbeType], ...] = ()

    def get(self, container_id: str, probe: ProbeType) -> ProbeResult | None:
        """The published result for this instance, or None when there is none."""
        return self.published.get((container_id, probe))

    def has_worker(self, container: Container, probe: ProbeType) -> bool:
        """The container has this probe and its worker has not ended."""
        return probe_of(container, probe) is not None and (container.name, probe) not in self.stopped


def probe_of(container: Container, probe: ProbeType) -> Probe | None:
    """The container's probe of this type, or None."""
    match probe:
        case ProbeType.LIVENESS:
            return container.livenessProbe
        case ProbeType.READINESS:
            return container.readinessProbe
        case ProbeType.STARTUP:
            return container.startupProbe

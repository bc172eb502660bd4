"""actions: what one sync of a Pod sees, and what it decides to do, as data (KRM podActions)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from ...objects.container import ResourceRequirements
from ...objects.pod import Pod
from ...objects.runtime import RuntimeStatus
from .probe_results import ProbeResults

Actuated = Mapping[str, ResourceRequirements]
"""Container name -> the resources with which the kubelet made or last resized it."""


@frozen
class Seen:
    """All that a decision about a container looks at."""

    pod: Pod
    runtime: RuntimeStatus
    probes: ProbeResults
    actuated: Actuated


@frozen
class ContainerToKill:
    """One instance to stop; `reason` is LivenessProbe, StartupProbe, Unknown or "" (KRM containerToKillInfo)."""

    id: str
    name: str
    message: str
    reason: str = ""


@frozen
class ContainerToReset:
    """One instance to remove while all containers restart, after stopping it if `kill` (KRM containerToRemoveInfo)."""

    id: str
    name: str
    kill: bool


@frozen
class ContainerResize:
    """One resource of a running container changes in place; `grows` or shrinks (KRM containerToUpdateInfo)."""

    name: str
    resource: str
    grows: bool


@frozen
class ContainerAction:
    """What happens to one container: it is kept if nothing does.

    `kill`: stop this instance; `start`: then, or because there is none that runs, start another; `resizes`: change it
    in place, or, if `restarts_to_resize`, by that kill and start.
    """

    start: bool = False
    kill: ContainerToKill | None = None
    restarts_to_resize: bool = False
    resizes: tuple[ContainerResize, ...] = ()


@frozen(kw_only=True)
class PodActions:
    """The plan of one sync. Starts are indices into the lists of the spec, in the order of starting.

    `kill_pod`: stop all containers and the sandbox; with `create_sandbox` another one, number `attempt`, follows, else
    `sandbox_id` is used on. `containers_to_update`: resource -> names of containers to resize, in order.
    """

    kill_pod: bool = False
    create_sandbox: bool = False
    sandbox_id: str = ""
    attempt: int = 0
    init_containers_to_start: tuple[int, ...] = ()
    containers_to_start: tuple[int, ...] = ()
    ephemeral_containers_to_start: tuple[int, ...] = ()
    containers_to_kill: tuple[ContainerToKill, ...] = ()
    containers_to_reset: tuple[ContainerToReset, ...] = ()
    containers_to_update: Mapping[str, tuple[str, ...]] = field(factory=dict)
    update_pod_resources: bool = False

"""PodWorld: one Pod, from the API's object to the runtime's containers, as a record of the records of all its machines."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from ..apiserver.pod_object import PodObject
from ..kubelet.container import ContainerInstance, RuleAction
from ..kubelet.container_cache import ContainerCache
from ..kubelet.container_resources import ContainerResources
from ..kubelet.container_spec import ContainerSpec
from ..kubelet.container_status import PublishedStatus
from ..kubelet.crash_loop import CrashLoop
from ..kubelet.deadline import Deadline
from ..kubelet.full_name import FullName
from ..kubelet.init_flow import InitFlow
from ..kubelet.kill_task import KillTask
from ..kubelet.mirror_pod import MirrorPod
from ..kubelet.phase import PodPhase
from ..kubelet.pod_cache import PodCache
from ..kubelet.pod_config import PodConfig
from ..kubelet.pod_worker import PodWorker
from ..kubelet.process import Process
from ..kubelet.published_probes import PublishedProbes
from ..kubelet.resize_progress import ResizeProgress
from ..kubelet.resize_request import ResizeRequest
from ..kubelet.restart_all import RestartAll
from ..kubelet.rules.restart import RestartPolicy
from ..kubelet.sandbox import Sandbox
from ..kubelet.start import StartAttempt
from ..kubelet.static_manifest import StaticManifest
from ..kubelet.status_manager import StatusManager
from ..kubelet.sync import Sync
from ..kubelet.termination import Termination
from .fault import Fault


class ContainerPolicy(Enum):
    """A container's own restartPolicy; POD: it has none, the Pod's counts."""

    POD = "the Pod's"
    ALWAYS = "Always"
    ON_FAILURE = "OnFailure"
    NEVER = "Never"


class PodSource(Enum):
    """Where a Pod comes from; a mirror only shows, in the API, what its kubelet has from a file."""

    API = "api"
    FILE = "file"
    MIRROR = "mirror"


@frozen
class Shape:
    """What the manifest fixes; it never changes."""

    policy: RestartPolicy = RestartPolicy.ALWAYS
    has_deadline: bool = False
    may_restart_all: bool = False
    """Some container has a rule with the action RestartAllContainers."""
    source: PodSource = PodSource.API

    @property
    def is_static(self) -> bool:
        return self.source is PodSource.FILE


@frozen
class ContainerParts:
    """All that there is of one container, by name."""

    is_init: bool
    """In spec.initContainers and no sidecar."""
    is_sidecar: bool = False
    is_ephemeral: bool = False
    """In spec.ephemeralContainers: added for debugging, never restarted."""
    policy: ContainerPolicy = ContainerPolicy.POD
    has_hook: bool = False
    """It has a preStop hook."""
    has_startup: bool = False
    has_liveness: bool = False
    has_readiness: bool = False
    rule_on_kill: RuleAction = RuleAction.NONE
    """What its restart rules say to 137, the exit code of a container that was killed or lost."""
    rule_on_reboot: RuleAction = RuleAction.NONE
    """What its restart rules say to 255, the exit code of a container that ran when its node rebooted."""
    rule_on_start_error: RuleAction = RuleAction.NONE
    """What its restart rules say to 128, the exit code of a container that could not start."""
    life: ContainerInstance = ContainerInstance()
    """In the runtime."""
    seen: ContainerCache = ContainerCache()
    """By the kubelet's last relist."""
    shown: PublishedStatus = PublishedStatus()
    """In the status that the kubelet published."""
    start: StartAttempt = StartAttempt()
    back_off: CrashLoop = CrashLoop()
    kill: KillTask = KillTask()
    spec: ContainerSpec = ContainerSpec()
    resources: ContainerResources = ContainerResources()
    probes: PublishedProbes = PublishedProbes()


@frozen
class PodWorld:
    shape: Shape
    pod: PodObject = PodObject()
    """In the API; of a static Pod never there, its mirror is a Pod of its own."""
    manifest: StaticManifest = StaticManifest()
    """In the folder of the kubelet; of other Pods never there."""
    api_phase: PodPhase = PodPhase()
    config: PodConfig = PodConfig()
    process: Process = Process()
    name: FullName = FullName()
    mirror: MirrorPod = MirrorPod()
    worker: PodWorker = PodWorker()
    sync: Sync = Sync()
    termination: Termination = Termination()
    cache: PodCache = PodCache()
    init: InitFlow = InitFlow()
    restart_all: RestartAll = RestartAll()
    phase: PodPhase = PodPhase()
    status: StatusManager = StatusManager()
    sandbox: Sandbox = Sandbox()
    containers: tuple[ContainerParts, ...] = field(default=(), metadata={"group": ContainerParts})
    """Init containers in order, then app containers, then ephemeral ones as they are added."""
    deadline: Deadline = Deadline()
    resize: ResizeRequest = ResizeRequest()
    resizing: ResizeProgress = ResizeProgress()
    sandbox_death: Fault = Fault()
    kubelet_restart: Fault = Fault()
    node_reboot: Fault = Fault()


def pod_world(policy: RestartPolicy, *, init: int, app: int) -> PodWorld:
    """The world of a Pod of this shape, before it is created."""
    containers = (ContainerParts(is_init=True),) * init + (ContainerParts(is_init=False),) * app
    return PodWorld(shape=Shape(policy), containers=containers)

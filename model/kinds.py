"""Kinds: every state machine of podlaw, in the order in which a reader meets them in a Pod's life; then those of what makes Pods."""

from __future__ import annotations

from typing import Any

from .apiserver.disruption_budget import DISRUPTION_BUDGET
from .apiserver.namespace_life import NAMESPACE
from .apiserver.owner_object import OWNER_OBJECT
from .apiserver.pod_object import POD_OBJECT
from .apiserver.protected_object import PROTECTED_OBJECT
from .cluster.fault import FAULT
from .controllers.cron_job import CRON_JOB
from .controllers.daemon_place import DAEMON_PLACE
from .controllers.deployment import DEPLOYMENT
from .controllers.endpoint import ENDPOINT
from .controllers.job import JOB
from .controllers.ordinal import ORDINAL
from .controllers.replica_set import REPLICA_SET
from .controllers.taint_wait import TAINT_WAIT
from .controllers.volumes.claim import CLAIM
from .controllers.volumes.volume import VOLUME
from .core.kind import Kind
from .kubelet.condition import CONDITION
from .kubelet.container import CONTAINER
from .kubelet.container_cache import CONTAINER_CACHE
from .kubelet.container_resources import CONTAINER_RESOURCES
from .kubelet.container_spec import CONTAINER_SPEC
from .kubelet.container_status import CONTAINER_STATUS
from .kubelet.crash_loop import CRASH_LOOP
from .kubelet.deadline import DEADLINE
from .kubelet.full_name import FULL_NAME
from .kubelet.image_pull import IMAGE_PULL
from .kubelet.init_flow import INIT_FLOW
from .kubelet.kill_task import KILL_TASK
from .kubelet.mirror_pod import MIRROR_POD
from .kubelet.phase import PHASE
from .kubelet.pod_cache import POD_CACHE
from .kubelet.pod_config import POD_CONFIG
from .kubelet.pod_worker import POD_WORKER
from .kubelet.pressure import PRESSURE
from .kubelet.probe_worker import PROBE_WORKER
from .kubelet.process import PROCESS
from .kubelet.published_probes import PUBLISHED_PROBES
from .kubelet.resize_progress import RESIZE_PROGRESS
from .kubelet.resize_request import RESIZE_REQUEST
from .kubelet.restart_all import RESTART_ALL
from .kubelet.sandbox import SANDBOX
from .kubelet.start import START
from .kubelet.static_manifest import STATIC_MANIFEST
from .kubelet.status_manager import STATUS_MANAGER
from .kubelet.sync import SYNC
from .kubelet.termination import TERMINATION
from .kubelet.threshold import THRESHOLD
from .node.execute_taint import EXECUTE_TAINT
from .node.readiness import READINESS
from .node.route import ROUTE
from .node.shutdown import SHUTDOWN
from .scheduler.coscheduling.atomic import GROUP_POD
from .scheduler.coscheduling.gang import PERMIT_POD, WHOLE_GANG
from .scheduler.coscheduling.greedy import GREEDY_TASK
from .scheduler.coscheduling.hoarding import HOARDING_TASK
from .scheduler.coscheduling.optimistic import PLANNER
from .scheduler.coscheduling.task import TASK
from .scheduler.queue import QUEUED_POD
from .scheduler.rival import RIVAL
from .scheduler.seat import SEAT

KINDS: tuple[Kind[Any, Any], ...] = (
    POD_OBJECT,
    QUEUED_POD,
    STATIC_MANIFEST,
    MIRROR_POD,
    POD_CONFIG,
    FULL_NAME,
    POD_WORKER,
    SYNC,
    SANDBOX,
    INIT_FLOW,
    RESTART_ALL,
    START,
    IMAGE_PULL,
    CONTAINER,
    CONTAINER_SPEC,
    CONTAINER_RESOURCES,
    CRASH_LOOP,
    PROBE_WORKER,
    PUBLISHED_PROBES,
    POD_CACHE,
    CONTAINER_CACHE,
    CONTAINER_STATUS,
    PHASE,
    CONDITION,
    DEADLINE,
    RESIZE_REQUEST,
    RESIZE_PROGRESS,
    STATUS_MANAGER,
    TERMINATION,
    KILL_TASK,
    PROCESS,
    THRESHOLD,
    PRESSURE,
    SHUTDOWN,
    READINESS,
    EXECUTE_TAINT,
    TAINT_WAIT,
    DISRUPTION_BUDGET,
    FAULT,
    SEAT,
    RIVAL,
    GREEDY_TASK,
    HOARDING_TASK,
    PLANNER,
    GROUP_POD,
    TASK,
    PERMIT_POD,
    WHOLE_GANG,
    OWNER_OBJECT,
    REPLICA_SET,
    DEPLOYMENT,
    ORDINAL,
    DAEMON_PLACE,
    CRON_JOB,
    JOB,
    ENDPOINT,
    ROUTE,
    NAMESPACE,
    PROTECTED_OBJECT,
    CLAIM,
    VOLUME,
)
"""The literal list: what is not in it is not tested, drawn or documented."""

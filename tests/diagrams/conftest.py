"""conftest: every Kind as the tests of the diagrams see it, one after the other."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from podlaw.diagrams.picture import Picture, picture_of
from podlaw.model.apiserver.pod_object import POD_OBJECT
from podlaw.model.cluster.fault import FAULT
from podlaw.model.core.kind import Kind
from podlaw.model.kubelet.container import CONTAINER
from podlaw.model.kubelet.container_cache import CONTAINER_CACHE
from podlaw.model.kubelet.container_status import CONTAINER_STATUS
from podlaw.model.kubelet.crash_loop import CRASH_LOOP
from podlaw.model.kubelet.image_pull import IMAGE_PULL
from podlaw.model.kubelet.init_flow import INIT_FLOW
from podlaw.model.kubelet.kill_task import KILL_TASK
from podlaw.model.kubelet.phase import PHASE
from podlaw.model.kubelet.pod_cache import POD_CACHE
from podlaw.model.kubelet.pod_config import POD_CONFIG
from podlaw.model.kubelet.pod_worker import POD_WORKER
from podlaw.model.kubelet.process import PROCESS
from podlaw.model.kubelet.sandbox import SANDBOX
from podlaw.model.kubelet.start import START
from podlaw.model.kubelet.status_manager import STATUS_MANAGER
from podlaw.model.kubelet.sync import SYNC
from podlaw.model.kubelet.termination import TERMINATION

# fmt: off
KINDS: tuple[Kind[Any, Any], ...] = (
    POD_OBJECT, POD_CONFIG, POD_WORKER, SYNC, POD_CACHE, SANDBOX, INIT_FLOW, START, IMAGE_PULL, CRASH_LOOP, CONTAINER,
    CONTAINER_CACHE, CONTAINER_STATUS, PHASE, STATUS_MANAGER, TERMINATION, KILL_TASK, PROCESS, FAULT,
)
# fmt: on


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind[Any, Any]:
    """Each Kind in turn."""
    return request.param


@pytest.fixture
def picture(kind: Kind[Any, Any]) -> Picture:
    return picture_of(kind)


@pytest.fixture
def needs_dot() -> None:
    """Skips where Graphviz's program is not installed."""
    if shutil.which("dot") is None:
        pytest.skip("Graphviz's program dot is not here")

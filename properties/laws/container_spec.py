"""ContainerSpec: laws of what another image, other resources and an added container do to a Pod that exists (semantics C.22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import container_resources as resources
from ...model.kubelet import container_spec as spec
from ...model.kubelet import kill_task as kill
from ...model.kubelet import resize_progress as progress
from ...model.kubelet.container_cache import ContainerCache, Seen
from ...model.kubelet.published_probes import ProbesState, PublishedProbes
from ...model.kubelet.resize_progress import RESIZE_PROGRESS, ResizeProgress, ResizeProgressState, ResizeProgressView
from ...model.kubelet.sync import KillPlan, Sync, SyncState
from ..law import Move, Step, law
from . import examples as ex
from .moves import indices, is_as_made

SEEN_RUNNING = ContainerCache(Seen.RUNNING)
RUNS = ex.app(ex.RUNNING, seen=SEEN_RUNNING, probes=PublishedProbes(ProbesState.STARTED))
FAILED_PROBES = (ProbesState.STARTUP_FAILED, ProbesState.FAILED)
ONE_KILL = ((("containers", 0, "kill"), kill.BeginKill()),)


def _kills_some(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    return after.sync.kills is KillPlan.CONTAINERS and bool(indices(firings, "kill", kill.BeginKill))


@law(
    "UPD-2", POD, by=(spec.CHANGED, resources.RESTARTS), given=_kills_some,
    witness="{moves}, of a container that is as it should be",
    breach=Move(ex.world(RUNS), ONE_KILL, ex.world(RUNS, sync=Sync(SyncState.KILLING, KillPlan.CONTAINERS))),
)  # fmt: skip
def only_what_must_be_replaced_is_killed(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A sync that replaces single containers kills those with another image, with resources that need a restart, or with a
    failed probe, and no other."""
    killed = [before.containers[index] for index in indices(firings, "kill", kill.BeginKill)]
    return not any(is_as_made(one) and one.probes.state not in FAILED_PROBES for one in killed)


@law(
    "UPD-2", POD, by=(resources.IN_PLACE, resources.UPDATED),
    given=lambda before, firings, after: bool(indices(firings, "resources", resources.UpdateInPlace)),
    witness="{moves}, and a container began or ended with it",
    breach=Move(
        ex.world(RUNS), ((("containers", 0, "resources"), resources.UpdateInPlace()),),
        ex.world(evolve(RUNS, life=ex.FAILED)),
    ),
)  # fmt: skip
def a_change_in_place_leaves_all_running(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A change of resources in place starts, stops and removes no container."""
    pairs = zip(before.containers, after.containers, strict=True)
    return all(one.life.state is other.life.state for one, other in pairs)


@law(
    "UPD-2", RESIZE_PROGRESS, by=(progress.COMPLETED,),
    given=lambda view, before, event, after: isinstance(event, progress.CompleteResize),
    witness="it was over with {sight}",
    breach=Step(
        ResizeProgressView(is_in_force=False), ResizeProgress(ResizeProgressState.IN_PROGRESS),
        progress.CompleteResize(), ResizeProgress(),
    ),
)  # fmt: skip
def a_resize_is_over_when_it_is_in_force(
    view: ResizeProgressView, before: ResizeProgress, event: Event, after: ResizeProgress
) -> bool:
    """A resize is over only when every container that was seen running has what is allocated to it."""
    return view.is_in_force


@law(
    "RST-1", POD, by=("kubelet/kuberuntime computePodActions",),
    given=lambda before, firings, after: any(
        before.containers[index].is_ephemeral for index in indices(firings, "life", life.Create)
    ),
    witness="{moves}, for the second time",
    breach=Move(
        ex.world(ex.ephemeral(ex.FAILED)), ((("containers", 0, "life"), life.Create()),), ex.world(ex.ephemeral(ex.CREATED))
    ),
)  # fmt: skip
def an_ephemeral_container_runs_once(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """An ephemeral container is created once: whatever its end, it is never restarted."""
    created = [before.containers[index] for index in indices(firings, "life", life.Create)]
    return not any(one.is_ephemeral and one.life.state is not life.ContainerState.ABSENT for one in created)

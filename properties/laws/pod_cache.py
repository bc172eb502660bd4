"""PodCache: laws of what the kubelet sees of the runtime and of the API, and forgets when it restarts (semantics C.1, C.3)."""

from __future__ import annotations

from ...model.core.event import Event
from ...model.kubelet import container_cache, pod_cache, pod_config
from ...model.kubelet.container_cache import CONTAINER_CACHE, ContainerCache, ContainerCacheView, Seen
from ...model.kubelet.pod_cache import POD_CACHE, PodCache, PodCacheView
from ...model.kubelet.pod_config import POD_CONFIG, PodConfig, PodConfigState, PodConfigView
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.sandbox import SandboxState
from ...model.objects.grace import Grace
from ..law import Step, law

SEES = (pod_config.SeeAdd, pod_config.SeeDelete)


@law(
    "PW-5", CONTAINER_CACHE, by=(container_cache.SEEN,),
    given=lambda view, before, event, after: isinstance(event, container_cache.Observe),
    witness="{after.state.value} was seen where there was {view.found.value}",
    breach=Step(
        ContainerCacheView(Seen.RUNNING), ContainerCache(), container_cache.Observe(), ContainerCache(Seen.CREATED)
    ),
)  # fmt: skip
def a_listing_sees_what_is_there(
    view: ContainerCacheView, before: ContainerCache, event: Event, after: ContainerCache
) -> bool:
    """A listing sees a container as it is in the runtime at that moment."""
    return after.state is view.found


@law(
    "PW-5", POD_CACHE, by=(pod_cache.SEEN,),
    given=lambda view, before, event, after: isinstance(event, pod_cache.Relist),
    witness="{after.state.value} was seen where there was {view.sandbox.value}",
    breach=Step(PodCacheView(SandboxState.READY), PodCache(), pod_cache.Relist(), PodCache(is_newer=True)),
)  # fmt: skip
def a_listing_sees_the_sandbox(view: PodCacheView, before: PodCache, event: Event, after: PodCache) -> bool:
    """A listing sees the newest sandbox as it is in the runtime, and is newer than the last sync."""
    return after.state is view.sandbox and after.attempt == view.attempt and after.is_newer


@law(
    "PW-5", POD_CACHE, by=(pod_cache.USED, pod_cache.LOST),
    given=lambda view, before, event, after: isinstance(event, pod_cache.Use | KubeletRestarts),
    witness="{event} left it as something newer",
    breach=Step(PodCacheView(), PodCache(is_newer=True), pod_cache.Use(), PodCache(is_newer=True)),
)  # fmt: skip
def a_listing_serves_once(view: PodCacheView, before: PodCache, event: Event, after: PodCache) -> bool:
    """A listing serves one sync, and none of a kubelet that has restarted since."""
    forgotten = after.state is SandboxState.NONE and after.attempt == 0
    return not after.is_newer and (forgotten or isinstance(event, pod_cache.Use))


@law(
    "API-2", POD_CONFIG, by=(pod_config.ADD, pod_config.DELETE),
    given=lambda view, before, event, after: (
        isinstance(event, SEES) and (before.state is not PodConfigState.UNSEEN or before.grace is Grace.UNSET)
    ),
    witness="{event} was seen with {sight}",
    breach=Step(PodConfigView(), PodConfig(), pod_config.SeeAdd(), PodConfig(PodConfigState.ADDED)),
)  # fmt: skip
def a_kubelet_sees_what_is_stored(view: PodConfigView, before: PodConfig, event: Event, after: PodConfig) -> bool:
    """A kubelet sees a Pod only when it is stored and bound, and with the grace that is stored."""
    return view.is_bound and after.grace is view.grace and isinstance(event, SEES[view.grace is not Grace.UNSET])


@law(
    "API-2", POD_CONFIG, by=(pod_config.REMOVE,),
    given=lambda view, before, event, after: isinstance(event, pod_config.SeeRemove),
    witness="its removal was seen with {sight}",
    breach=Step(
        PodConfigView(is_bound=True), PodConfig(PodConfigState.ADDED), pod_config.SeeRemove(),
        PodConfig(PodConfigState.REMOVED),
    ),
)  # fmt: skip
def a_removal_is_seen_when_it_is_gone(view: PodConfigView, before: PodConfig, event: Event, after: PodConfig) -> bool:
    """A kubelet sees a Pod removed only when it is gone, and then it knows of no deletion any more."""
    return view.is_gone and (after.grace is Grace.UNSET or before.state is not PodConfigState.DELETED)


@law(
    "DEL-1", POD_CONFIG, by=(pod_config.UPDATE,),
    given=lambda view, before, event, after: (
        before.state is PodConfigState.DELETED and isinstance(event, pod_config.SeeDelete)
    ),
    witness="the grace went from {before.grace.value} to {after.grace.value}",
    breach=Step(
        PodConfigView(is_bound=True, grace=Grace.FULL), PodConfig(PodConfigState.DELETED, Grace.SHORT),
        pod_config.SeeDelete(), PodConfig(PodConfigState.DELETED, Grace.FULL),
    ),
)  # fmt: skip
def a_later_deletion_is_seen_if_it_is_shorter(
    view: PodConfigView, before: PodConfig, event: Event, after: PodConfig
) -> bool:
    """Of a Pod that is being deleted only a shorter grace is news."""
    return after.grace.shorter_than(before.grace)


@law(
    "API-2", POD_CONFIG, by=(pod_config.RELISTED,),
    given=lambda view, before, event, after: (
        isinstance(event, KubeletRestarts) and before.state is PodConfigState.DELETED
    ),
    witness="it still knew of the grace {after.grace.value}",
    breach=Step(
        PodConfigView(), PodConfig(PodConfigState.DELETED, Grace.SHORT), KubeletRestarts(),
        PodConfig(PodConfigState.UNSEEN, Grace.SHORT),
    ),
)  # fmt: skip
def a_restarted_kubelet_has_seen_nothing(
    view: PodConfigView, before: PodConfig, event: Event, after: PodConfig
) -> bool:
    """A restarted kubelet has seen nothing of its Pods, and lists them anew."""
    return after.state is PodConfigState.UNSEEN and after.grace is Grace.UNSET

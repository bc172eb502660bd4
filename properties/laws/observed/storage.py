"""Storage: laws of revisions and names, as a watcher of all Pods sees them (semantics C.1)."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from attrs import field, frozen

from ....model.objects.pod import Pod
from ...law import RECORD, STORE, Change, Mood, law
from ...record import Call, Item, Observation
from .examples import pod, seen

ETCD3 = "storage/etcd3 GuaranteedUpdate"
OLD = pod("Pending", meta={"resourceVersion": "7"})


def _revision(shown: Pod) -> int:
    return int(shown.metadata.resourceVersion or 0)


@law(
    "API-1", RECORD, by=(ETCD3,),
    witness="it went from {before.metadata.resourceVersion} to {after.metadata.resourceVersion}",
    breach=Change(OLD, pod("Running", meta={"resourceVersion": "7"})),
)  # fmt: skip
def every_write_has_its_revision(before: Pod, after: Pod) -> bool:
    """Every write of an object raises its resourceVersion."""
    return _revision(after) > _revision(before)


@law(
    "API-1", RECORD, by=(ETCD3,),
    witness="nothing but the resourceVersion {after.metadata.resourceVersion} is new",
    breach=Change(OLD, pod("Pending", meta={"resourceVersion": "8"})),
)  # fmt: skip
def a_write_changes_something(before: Pod, after: Pod) -> bool:
    """A write that changes nothing makes no revision."""
    meta = attrs.evolve(after.metadata, resourceVersion=before.metadata.resourceVersion)
    return meta != before.metadata or after.spec != before.spec or after.status != before.status


@law(
    "API-9", RECORD, by=("registry/core/pod podStrategy, podStatusStrategy", "registry/core/pod setPodNodeAndMetadata"),
    given=lambda before, after: before.spec != after.spec and before.spec.nodeName == after.spec.nodeName,
    witness="one write changed both",
    breach=Change(pod("Pending"), pod("Running", spec={"activeDeadlineSeconds": 5})),
)  # fmt: skip
def spec_and_status_are_written_apart(before: Pod, after: Pod) -> bool:
    """One write changes the spec or the status of a Pod, but for the binding never both."""
    return before.status.phase == after.status.phase and (
        before.status.containerStatuses == after.status.containerStatuses
    )


@law(
    "API-9", RECORD, by=("core/validation ValidatePodStatusUpdate", "core/validation ValidatePodUpdate"),
    given=lambda before, after: bool(before.status.qosClass),
    witness="it became {after.status.qosClass}, or the Pod has other owners or another name",
    breach=Change(pod("Pending", qosClass="Burstable"), pod("Pending", qosClass="BestEffort")),
)  # fmt: skip
def the_class_of_service_stays(before: Pod, after: Pod) -> bool:
    """No write changes a Pod's name, namespace, creation time or quality of service."""
    one, other = before.metadata, after.metadata
    return before.status.qosClass == after.status.qosClass and (
        (one.name, one.namespace, one.creationTimestamp) == (other.name, other.namespace, other.creationTimestamp)
    )


@law(
    "API-2", STORE, by=("apiserver watch cache",), mood=Mood.ORDER, initial=0,
    witness="a revision after {monitor} came with an older one or the same",
    breach=(seen(OLD), seen(pod("Running", meta={"resourceVersion": "6"}))),
)  # fmt: skip
def a_watch_goes_forward(newest: int, item: Item) -> int | None:
    """A watch shows the revisions of one type in the order in which they were written, and none twice."""
    if isinstance(item, Call) or item.after is None:
        return newest
    revision = _revision(item.after)
    return revision if revision > newest else None


@frozen
class Live:
    """The uid that each name has now, and the uids that are gone."""

    uids: Mapping[str, str] = field(factory=dict)
    gone: tuple[str, ...] = ()


def _follow(live: Live, item: Item) -> Live:
    if isinstance(item, Call):
        return live
    key = _key(item)
    if item.after is not None:
        return live if live.uids.get(key) == item.uid else Live({**live.uids, key: item.uid}, live.gone)
    return Live({name: uid for name, uid in live.uids.items() if uid != item.uid}, (*live.gone, item.uid))


def _key(item: Observation) -> str:
    return f"{item.pod.metadata.namespace}/{item.pod.metadata.name}"


@law(
    "API-5", STORE, by=("registry/generic Create",), mood=Mood.ORDER, initial=Live(), follow=_follow,
    given=lambda live, item: isinstance(item, Observation) and item.after is not None,
    witness="{item} has the name or the uid of another",
    breach=(seen(OLD), seen(pod("Pending", meta={"uid": "0b1d", "resourceVersion": "8"}))),
)  # fmt: skip
def a_name_has_one_owner(live: Live, item: Item) -> bool:
    """At most one object has a name at a time, and a uid that is gone never comes again."""
    return (
        isinstance(item, Observation) and live.uids.get(_key(item), item.uid) == item.uid and item.uid not in live.gone
    )

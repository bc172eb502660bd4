"""Deadline: laws of a Pod's active deadline, as the API shows it (semantics C.16)."""

from __future__ import annotations

from typing import Any

import attrs
from attrs import frozen

from ....model.objects.pod import Pod, is_static
from ....model.objects.time import Time
from ...law import RECORD, Change, Mood, law
from ...record import Item, Observation
from ...story import Story
from .examples import STORY, created, did, pod, seen, status

ADL = "kubelet/active_deadline pastActiveDeadline"
CUT_OFF = 1.0
"""Seconds: startTime is in whole seconds, cut off."""
JITTER = 0.5
"""Seconds by which a watch may show things late."""
LIMITED = {"activeDeadlineSeconds": 10}
FAILED = pod("Failed", status(), spec=LIMITED, reason="DeadlineExceeded", startTime=Time(100))
YOUNG = pod("Pending", spec=LIMITED)


@frozen
class Beginning:
    """When the Pod had no startTime yet, as last seen; seconds, None if it was never seen so."""

    before: float | None = None


def _follow(beginning: Beginning, item: Item) -> Beginning:
    if not isinstance(item, Observation) or item.after is None or item.after.status.startTime is not None:
        return beginning
    return attrs.evolve(beginning, before=item.at)


BEGINNING: dict[str, Any] = {"initial": Beginning(), "follow": _follow}


def _has_exceeded(item: Item) -> bool:
    return isinstance(item, Observation) and item.after is not None and item.after.status.reason == "DeadlineExceeded"


@law(
    "ADL-1", RECORD, by=(ADL,), mood=Mood.TIMED, **BEGINNING,
    given=lambda beginning, item: _has_exceeded(item) and beginning.before is not None,
    witness="{item}, too early",
    breach=(seen(YOUNG, 1.0), seen(FAILED, 6.0)),
)  # fmt: skip
def no_deadline_comes_early(beginning: Beginning, item: Item) -> bool:
    """No Pod exceeds its deadline before activeDeadlineSeconds have passed since its startTime."""
    shown = item.after if isinstance(item, Observation) else None
    if shown is None or beginning.before is None or shown.spec.activeDeadlineSeconds is None:
        return shown is None or beginning.before is None
    return item.at - beginning.before >= shown.spec.activeDeadlineSeconds - CUT_OFF - JITTER


@law(
    "ADL-1", RECORD, by=(ADL, "kubelet generateAPIPodStatus"), mood=Mood.ALWAYS,
    given=lambda shown: shown.status.reason == "DeadlineExceeded",
    witness="the phase is {pod.status.phase}, or it has no deadline, node or startTime",
    breach=pod("Running", status(), spec=LIMITED, reason="DeadlineExceeded", startTime=Time(100)),
)  # fmt: skip
def only_the_started_exceed_a_deadline(shown: Pod) -> bool:
    """DeadlineExceeded is said only of a Pod that has failed, that has a deadline, and that a kubelet has accepted."""
    accepted = bool(shown.spec.nodeName) and shown.status.startTime is not None
    return shown.status.phase == "Failed" and accepted and shown.spec.activeDeadlineSeconds is not None


@law(
    "ADL-2", RECORD, by=(ADL, "kubelet podWorkers.completeSync"), **STORY,
    given=lambda story, item: _has_exceeded(item) and story.calls > 0,
    witness="{item}, and a container of it still runs, or its sandbox was not stopped",
    breach=(did("RunPodSandbox", 0.5), *created(1.0), seen(FAILED, 20.0)),
)  # fmt: skip
def past_its_deadline_nothing_runs(story: Story, item: Item) -> bool:
    """When a Pod is shown to have exceeded its deadline its containers, init containers included, and its sandbox have
    been stopped."""
    return not story.running and not story.sandbox_is_ready


@law(
    "ADL-1", RECORD, by=("kubelet/status updateStatusInternal",),
    given=lambda before, after: before.status.startTime is not None and not is_static(after),
    witness="the startTime of {after.metadata.name} changed",
    breach=Change(FAILED, attrs.evolve(FAILED, status=attrs.evolve(FAILED.status, startTime=Time(101)))),
)  # fmt: skip
def a_start_time_stays(before: Pod, after: Pod) -> bool:
    """The startTime, from which a deadline counts, is set once and stays; a mirror Pod's may be written anew."""
    return after.status.startTime == before.status.startTime

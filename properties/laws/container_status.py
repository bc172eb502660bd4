"""ContainerStatus: laws of what the kubelet publishes of one container (semantics C.6)."""

from __future__ import annotations

from ...model.core.event import Event
from ...model.kubelet import container_status
from ...model.kubelet.container import Outcome
from ...model.kubelet.container_cache import Seen
from ...model.kubelet.container_status import CONTAINER_STATUS, PublishedStatus, StatusState, StatusView
from ..law import Step, law

MAKES_UP = (
    container_status.ReadBack,
    container_status.TakeForDone,
    container_status.ShowReset,
    container_status.LeaveOut,
    container_status.MakeUpEnd,
)
"""Another end is shown, or none, although none was seen."""


@law(
    "CTR-3", CONTAINER_STATUS, by=(container_status.LOST, container_status.REPLACED),
    given=lambda view, before, event, after: (
        before.state is StatusState.STOPPED and before.outcome is not Outcome.NONE
        and not isinstance(event, MAKES_UP)
    ),
    witness="{event} made it {after.state.value} with the end {after.outcome.value}, which is neither that nor newer",
    breach=Step(
        StatusView(), PublishedStatus(StatusState.STOPPED, Outcome.FAILED),
        container_status.PublishStatus(), PublishedStatus(),
    ),
)  # fmt: skip
def an_end_stays_shown(view: StatusView, before: PublishedStatus, event: Event, after: PublishedStatus) -> bool:
    """An end that was shown stays shown, in state or in lastState, until a newer one is seen or made up."""
    newer = view.older if view.seen is Seen.RUNNING else view.seen.outcome
    if newer is Outcome.NONE or isinstance(event, container_status.GiveUp):
        return after.outcome is before.outcome
    return after.outcome is newer


@law(
    "RST-5", CONTAINER_STATUS, by=(container_status.RESET,),
    given=lambda view, before, event, after: isinstance(event, container_status.ShowReset),
    witness="it became {after.state.value} with the end {after.outcome.value}, with {sight}",
    breach=Step(
        StatusView(), PublishedStatus(StatusState.RUNNING), container_status.ShowReset(),
        PublishedStatus(outcome=Outcome.FAILED_BY_RULE),
    ),
)  # fmt: skip
def only_a_restart_of_all_resets(
    view: StatusView, before: PublishedStatus, event: Event, after: PublishedStatus
) -> bool:
    """A container waits anew, with 137 as its last end, only when all are restarted and the runtime has no record of
    it."""
    waits = after.state is StatusState.WAITING and not after.outcome.has_succeeded and after.outcome is not Outcome.NONE
    return view.all_restart and view.seen is Seen.NONE and waits


@law(
    "INIT-3", CONTAINER_STATUS, by=(container_status.DONE_UNSEEN,),
    given=lambda view, before, event, after: isinstance(event, container_status.TakeForDone),
    witness="it became {after.state.value} with the end {after.outcome.value}, with {sight}",
    breach=Step(
        StatusView(seen=Seen.RUNNING), PublishedStatus(), container_status.TakeForDone(),
        PublishedStatus(StatusState.STOPPED, Outcome.SUCCEEDED),
    ),
)  # fmt: skip
def only_what_has_no_record_is_taken_for_done(
    view: StatusView, before: PublishedStatus, event: Event, after: PublishedStatus
) -> bool:
    """An init container is taken for done, and shown to have exited with 0, only while the runtime has no record of it."""
    is_done = after.state is StatusState.STOPPED and after.outcome is Outcome.SUCCEEDED
    return view.seen is Seen.NONE and is_done


@law(
    "CTR-3", CONTAINER_STATUS, by=(container_status.RUNS, container_status.WAITS),
    given=lambda view, before, event, after: isinstance(event, container_status.PublishStatus),
    witness="it was shown {after.state.value} with {sight}",
    breach=Step(StatusView(seen=Seen.RUNNING), PublishedStatus(), container_status.PublishStatus(), PublishedStatus()),
)  # fmt: skip
def what_was_seen_is_shown(view: StatusView, before: PublishedStatus, event: Event, after: PublishedStatus) -> bool:
    """What was seen running is shown running, and what was seen to have exited is shown terminated with its outcome."""
    if view.seen.has_exited:
        return after.state is StatusState.STOPPED and after.outcome is view.seen.outcome
    return (after.state is StatusState.RUNNING) is (view.seen is Seen.RUNNING)


@law(
    "CTR-3", CONTAINER_STATUS, by=(container_status.LOST, container_status.CREATED),
    given=lambda view, before, event, after: (
        before.state is StatusState.RUNNING and view.seen in (Seen.NONE, Seen.CREATED)
        and isinstance(event, container_status.PublishStatus)
    ),
    witness="it was shown {after.state.value}, with the end {after.outcome.value}",
    breach=Step(
        StatusView(), PublishedStatus(StatusState.RUNNING), container_status.PublishStatus(), PublishedStatus()
    ),
)  # fmt: skip
def a_lost_container_has_failed(
    view: StatusView, before: PublishedStatus, event: Event, after: PublishedStatus
) -> bool:
    """What was running and cannot be found has failed; what was made anew has the end of the instance before it."""
    if after.state is not StatusState.WAITING:
        return False
    if view.seen is Seen.NONE:
        return not after.outcome.has_succeeded and after.outcome is not Outcome.NONE
    return after.outcome is (before.outcome if view.older is Outcome.NONE else view.older)


@law(
    "CTR-3", CONTAINER_STATUS, by=(container_status.READ_BACK,),
    given=lambda view, before, event, after: isinstance(event, container_status.ReadBack),
    witness="{event} made it {after.state.value}, with the end {after.outcome.value}",
    breach=Step(
        StatusView(), PublishedStatus(), container_status.ReadBack(StatusState.STOPPED, Outcome.FAILED),
        PublishedStatus(StatusState.STOPPED),
    ),
)  # fmt: skip
def a_restarted_kubelet_goes_on_from_the_api(
    view: StatusView, before: PublishedStatus, event: Event, after: PublishedStatus
) -> bool:
    """A restarted kubelet takes up what the API shows of a container."""
    return isinstance(event, container_status.ReadBack) and (
        after.state is event.state and after.outcome is event.outcome
    )


@law(
    "ADM-1", CONTAINER_STATUS, by=(container_status.LEFT_OUT,),
    given=lambda view, before, event, after: isinstance(event, container_status.LeaveOut),
    witness="it is shown {after.state.value}, with the end {after.outcome.value}",
    breach=Step(
        StatusView(), PublishedStatus(StatusState.RUNNING), container_status.LeaveOut(),
        PublishedStatus(StatusState.RUNNING),
    ),
)  # fmt: skip
def the_rejected_show_no_container(
    view: StatusView, before: PublishedStatus, event: Event, after: PublishedStatus
) -> bool:
    """The status of a Pod that is rejected tells nothing of its containers."""
    return after.state is StatusState.WAITING and after.outcome is Outcome.NONE

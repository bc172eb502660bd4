"""Status: corruptions of what the kubelet reports of a Pod as a whole: phase, conditions, addresses, order."""

from __future__ import annotations

from collections.abc import Callable

from .draft import (
    Change,
    Corruption,
    Draft,
    Entry,
    Inapplicable,
    condition_is,
    condition_of,
    is_one,
    status_of,
    statuses,
)
from .objects import AN_HOUR, later

TERMINAL = ("Succeeded", "Failed")
Test = Callable[[Entry], bool]


def _is_over(pod: Entry) -> bool:
    return pod["status"].get("phase") in TERMINAL


def _phase(value: str) -> Change:
    return lambda pod: pod["status"].update(phase=value)


def _after(draft: Draft, holds: Test) -> list[int]:
    """Each revision of which this held before it."""
    return [index for index, before, _ in draft.steps() if holds(before)]


def _is_of_the_api(pod: Entry) -> bool:
    """Not static: what is shown of those is written anew by a restarted kubelet."""
    return "kubernetes.io/config.source" not in pod["metadata"].get("annotations", {})


def _after_with(draft: Draft, kind: str) -> list[int]:
    """Each revision that has this condition, as the one before, in which it was True."""
    return [i for i, before, after in draft.steps() if condition_is(before, kind, "True") and condition_of(after, kind)]


def _condition(kind: str, value: str) -> Change:
    def change(pod: Entry) -> None:
        found = condition_of(pod, kind)
        if found is not None:
            found["status"] = value

    return change


def revive(draft: Draft) -> None:
    draft.change_from(draft.pick(_after(draft, _is_over)), _phase("Running"))


def swap_the_end(draft: Draft) -> None:
    def change(pod: Entry) -> None:
        pod["status"]["phase"] = {"Succeeded": "Failed", "Failed": "Succeeded"}.get(pod["status"]["phase"])

    index = draft.pick([index for index, pod in draft.pods() if _is_over(pod) and not pod["status"].get("reason")])
    if index != next(index for index, pod in draft.pods() if _is_over(pod)):
        raise Inapplicable
    draft.change_from(index, change)


def end_while_running(draft: Draft) -> None:
    def runs(pod: Entry) -> bool:
        return any("running" in one["state"] for one in statuses(pod)) and not _is_over(pod)

    draft.change(draft.pick([index for index, pod in draft.pods() if runs(pod)]), _phase("Succeeded"))


def know_nothing(draft: Draft) -> None:
    draft.change(draft.pick(draft.shown()), _phase("Unknown"))


def run_without_a_start(draft: Draft) -> None:
    def waits(pod: Entry) -> bool:
        apps = pod["status"].get("containerStatuses") or ()
        return bool(apps) and all("waiting" in one["state"] and not one.get("lastState") for one in apps)

    draft.change(draft.pick([index for index, pod in draft.pods() if waits(pod)]), _phase("Running"))


def swap_revisions(draft: Draft) -> None:
    """Two neighbouring revisions whose containers differ change places; their numbers and times stay."""
    among = [(index, before) for index, before, after in draft.steps() if _progress(before) < _progress(after)]
    index, before = draft.pick(among)
    other = max(i for i in draft.shown() if i < index)
    after = draft.watch[index]["object"]
    versions = before["metadata"]["resourceVersion"], after["metadata"]["resourceVersion"]
    draft.watch[index] = {**draft.watch[index], "object": before}
    draft.watch[other] = {**draft.watch[other], "object": after}
    draft.change(other, lambda pod: pod["metadata"].update(resourceVersion=versions[0]))
    draft.change(index, lambda pod: pod["metadata"].update(resourceVersion=versions[1]))


def _progress(pod: Entry) -> tuple[int, int, int]:
    """What only grows: restarts, ends of the Pod, generation."""
    ends = sum("terminated" in one["state"] for one in statuses(pod))
    return sum(one["restartCount"] for one in statuses(pod)), int(_is_over(pod)) and ends, pod["metadata"]["generation"]


def uninitialize(draft: Draft) -> None:
    index = draft.pick(_after_with(draft, "Initialized"))
    draft.change(index, _condition("Initialized", "False"))


def unschedule(draft: Draft) -> None:
    index = draft.pick(_after_with(draft, "PodScheduled"))
    draft.change(index, _condition("PodScheduled", "False"))


def ready_alone(draft: Draft) -> None:
    among = [index for index, pod in draft.pods() if condition_is(pod, "ContainersReady", "False")]
    draft.change(draft.pick(among), _condition("Ready", "True"))


def containers_ready_alone(draft: Draft) -> None:
    def is_unready(pod: Entry) -> bool:
        apps = pod["status"].get("containerStatuses") or ()
        return condition_is(pod, "ContainersReady", "False") and any(not one["ready"] for one in apps)

    draft.change(
        draft.pick([index for index, pod in draft.pods() if is_unready(pod)]), _condition("ContainersReady", "True")
    )


def turn_a_time_back(draft: Draft) -> None:
    index = draft.pick(_after(draft, lambda pod: bool(pod["status"].get("conditions"))))
    kinds = [c["type"] for c in draft.watch[index]["object"]["status"]["conditions"] if c.get("lastTransitionTime")]
    kind = draft.pick(kinds)

    def change(pod: Entry) -> None:
        found = condition_of(pod, kind)
        if found is not None:
            found["lastTransitionTime"] = later(found["lastTransitionTime"], -AN_HOUR)

    if condition_of(next(b for i, b, _ in draft.steps() if i == index), kind) is None:
        raise Inapplicable
    draft.change(index, change)


def move_a_transition(draft: Draft) -> None:
    among = [i for i in _after_with(draft, "PodScheduled") if _is_of_the_api(draft.watch[i]["object"])]

    def change(pod: Entry) -> None:
        found = condition_of(pod, "PodScheduled")
        if found is not None:
            found["lastTransitionTime"] = later(found["lastTransitionTime"], 7)

    draft.change_from(draft.pick(among), change)


def change_the_address(draft: Draft) -> None:
    """The last revision only, or one from which on there is one sandbox: nothing else says why."""

    def change(pod: Entry) -> None:
        if pod["status"].get("podIP"):
            pod["status"]["podIP"] = "192.0.2.99"
            pod["status"]["podIPs"] = [{"ip": "192.0.2.99"}]

    index = draft.pick([i for i, before, after in draft.steps() if _keeps_an_address(before, after)])
    draft.change_from(index, change)


def _keeps_an_address(before: Entry, after: Entry) -> bool:
    """A container runs on, so that its sandbox is the same."""
    old, new = before["status"].get("podIP"), after["status"].get("podIP")
    on = [
        is_one(other, one)
        for one in statuses(before)
        if "running" in one["state"] and (other := status_of(after, one["name"])) and "running" in other["state"]
    ]
    return bool(old) and old == new and any(on) and not after["spec"].get("hostNetwork")


def restart_the_start_time(draft: Draft) -> None:
    among = [i for i, before, after in draft.steps() if before["status"].get("startTime") and _is_of_the_api(after)]

    def change(pod: Entry) -> None:
        if pod["status"].get("startTime"):
            pod["status"]["startTime"] = later(pod["status"]["startTime"], 11)

    draft.change_from(draft.pick(among), change)


def lose_a_status(draft: Draft) -> None:
    index = draft.pick(_after(draft, lambda pod: bool(pod["status"].get("containerStatuses")) and not _is_over(pod)))
    draft.change(index, lambda pod: pod["status"].update(containerStatuses=[]))


CORRUPTIONS = (
    Corruption("revived", "a Pod that has ended runs again", revive),
    Corruption("another-end", "Succeeded and Failed are exchanged", swap_the_end),
    Corruption("ended-alive", "a Pod has succeeded while a container runs", end_while_running),
    Corruption("unknown-phase", "the phase is Unknown", know_nothing),
    Corruption("unstarted-running", "the Pod is Running although nothing was started", run_without_a_start),
    Corruption("swapped", "two revisions change places", swap_revisions),
    Corruption("uninitialized", "Initialized goes back to False", uninitialize),
    Corruption("unscheduled", "PodScheduled goes back to False", unschedule),
    Corruption("ready-alone", "the Pod is Ready and its containers are not", ready_alone),
    Corruption(
        "containers-ready-alone", "ContainersReady is True and a container is not ready", containers_ready_alone
    ),
    Corruption("time-back", "a lastTransitionTime goes back", turn_a_time_back),
    Corruption("moved-transition", "a lastTransitionTime changes without its status", move_a_transition),
    Corruption("another-address", "the podIP changes while a container runs on", change_the_address),
    Corruption("another-start-time", "the startTime changes", restart_the_start_time),
    Corruption("no-status", "the container statuses vanish", lose_a_status),
)

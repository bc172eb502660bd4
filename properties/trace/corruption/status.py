"""Status: corruptions of what the kubelet reports of a Pod: phase, conditions, containers, addresses."""

from __future__ import annotations

from collections.abc import Callable

from .draft import Change, Corruption, Draft, Entry, Inapplicable, condition_is, condition_of, status_of, statuses
from .objects import AN_HOUR, _later

TERMINAL = ("Succeeded", "Failed")
Test = Callable[[Entry], bool]


def _is_over(pod: Entry) -> bool:
    return pod["status"].get("phase") in TERMINAL


def _phase(value: str) -> Change:
    return lambda pod: pod["status"].update(phase=value)


def _after(draft: Draft, holds: Test) -> list[int]:
    """Each revision of which this held before it."""
    return [index for index, before, _ in draft.steps() if holds(before)]


def _condition(kind: str, value: str) -> Change:
    def change(pod: Entry) -> None:
        found = condition_of(pod, kind)
        if found is not None:
            found["status"] = value

    return change


def _of_container(name: str, change: Change) -> Change:
    def change_status(pod: Entry) -> None:
        found = status_of(pod, name)
        if found is not None:
            change(found)

    return change_status


def _continuing(draft: Draft, state: str) -> tuple[int, str]:
    """A revision and a container that was in this state before it and is still, as the same instance."""
    among = []
    for index, before, after in draft.steps():
        for old in statuses(before):
            new = status_of(after, old["name"])
            if new and state in old["state"] and state in new["state"] and _is_one(old, new):
                among.append((index, old["name"]))
    found: tuple[int, str] = draft.pick(among)
    return found


def _is_one(old: Entry, new: Entry) -> bool:
    return bool(old.get("containerID")) and old["containerID"] == new.get("containerID")


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
    index = draft.pick(_after(draft, lambda pod: condition_is(pod, "Initialized", "True")))
    draft.change(index, _condition("Initialized", "False"))


def unschedule(draft: Draft) -> None:
    index = draft.pick(_after(draft, lambda pod: condition_is(pod, "PodScheduled", "True")))
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
            found["lastTransitionTime"] = _later(found["lastTransitionTime"], -AN_HOUR)

    if condition_of(next(b for i, b, _ in draft.steps() if i == index), kind) is None:
        raise Inapplicable
    draft.change(index, change)


def move_a_transition(draft: Draft) -> None:
    among = _after(draft, lambda pod: condition_is(pod, "PodScheduled", "True"))

    def change(pod: Entry) -> None:
        found = condition_of(pod, "PodScheduled")
        if found is not None:
            found["lastTransitionTime"] = _later(found["lastTransitionTime"], 7)

    draft.change_from(draft.pick(among), change)


def uncount_a_restart(draft: Draft) -> None:
    among = [
        (index, one["name"])
        for index, before, _ in draft.steps()
        for one in statuses(before)
        if one["restartCount"] > 0
    ]
    index, name = draft.pick(among)
    draft.change_from(index, _of_container(name, lambda one: one.update(restartCount=0)))


def count_too_many(draft: Draft) -> None:
    def change(one: Entry) -> None:
        one["restartCount"] += 3

    index, name = _continuing(draft, "running")
    draft.change_from(index, _of_container(name, change))


def be_in_two_states(draft: Draft) -> None:
    among = [(i, one["name"]) for i, pod in draft.pods() for one in statuses(pod) if "running" in one["state"]]
    index, name = draft.pick(among)
    both = {"running": {}, "waiting": {"reason": "ContainerCreating"}}
    draft.change(index, _of_container(name, lambda one: one.update(state=both)))


def be_ready_in_waiting(draft: Draft) -> None:
    among = [(i, one["name"]) for i, pod in draft.pods() for one in statuses(pod) if "waiting" in one["state"]]
    index, name = draft.pick(among)
    draft.change(index, _of_container(name, lambda one: one.update(ready=True)))


def swap_the_instance(draft: Draft) -> None:
    index, name = _continuing(draft, "running")
    draft.change_from(index, _of_container(name, lambda one: one.update(containerID="containerd://impostor")))


def restart_the_clock(draft: Draft) -> None:
    def change(one: Entry) -> None:
        if "running" in one["state"]:
            one["state"]["running"]["startedAt"] = _later(one["state"]["running"]["startedAt"], 9)

    index, name = _continuing(draft, "running")
    draft.change_from(index, _of_container(name, change))


def change_the_exit(draft: Draft) -> None:
    def change(one: Entry) -> None:
        if "terminated" in one["state"]:
            one["state"]["terminated"]["exitCode"] = 77

    index, name = _continuing(draft, "terminated")
    draft.change_from(index, _of_container(name, change))


def go_back_to_waiting(draft: Draft) -> None:
    index, name = _continuing(draft, "running")
    waits = {"waiting": {"reason": "ContainerCreating"}}
    draft.change(index, _of_container(name, lambda one: one.update(state=waits, ready=False, started=False)))


def run_again(draft: Draft) -> None:
    index, name = _continuing(draft, "terminated")

    def change(one: Entry) -> None:
        one["state"] = {"running": {"startedAt": one["state"]["terminated"]["startedAt"]}}

    draft.change(index, _of_container(name, change))


def end_before_the_start(draft: Draft) -> None:
    among = [(i, one["name"]) for i, pod in draft.pods() for one in statuses(pod) if _finished(one)]
    index, name = draft.pick(among)

    def change(one: Entry) -> None:
        one["state"]["terminated"]["finishedAt"] = _later(one["state"]["terminated"]["startedAt"], -60)

    draft.change(index, _of_container(name, change))


def _finished(one: Entry) -> bool:
    end = one["state"].get("terminated") or {}
    return bool(end.get("startedAt"))


def forget_the_last_end(draft: Draft) -> None:
    among = []
    for index, before, after in draft.steps():
        for old in statuses(before):
            new = status_of(after, old["name"])
            if "terminated" in old["state"] and new and new["restartCount"] > old["restartCount"]:
                among.append((index, old["name"]))
    index, name = draft.pick(among)
    draft.change_from(index, _of_container(name, lambda one: one.update(lastState={})))


def back_off_unended(draft: Draft) -> None:
    def is_fresh(one: Entry) -> bool:
        return "waiting" in one["state"] and not one.get("lastState")

    among = [(i, one["name"]) for i, pod in draft.pods() for one in statuses(pod) if is_fresh(one)]
    index, name = draft.pick(among)
    waits = {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 10s restarting failed container"}}
    draft.change(index, _of_container(name, lambda one: one.update(state=waits)))


def run_before_init(draft: Draft) -> None:
    def is_early(pod: Entry) -> bool:
        inits = pod["status"].get("initContainerStatuses") or ()
        done = [(one["state"].get("terminated") or {}).get("exitCode") == 0 for one in inits]
        sidecars = {c["name"] for c in pod["spec"].get("initContainers") or () if c.get("restartPolicy") == "Always"}
        apps = pod["status"].get("containerStatuses") or ()
        plain = [d for d, one in zip(done, inits, strict=True) if one["name"] not in sidecars]
        waits = all("waiting" in one["state"] and not one.get("lastState") for one in apps)
        return bool(plain) and not all(plain) and waits and bool(apps) and condition_is(pod, "Initialized", "False")

    index, pod = draft.pick([(index, pod) for index, pod in draft.pods() if is_early(pod)])
    name = pod["status"]["containerStatuses"][0]["name"]
    runs = {"running": {"startedAt": pod["metadata"]["creationTimestamp"]}}
    draft.change(index, _of_container(name, lambda one: one.update(state=runs, containerID="containerd://early")))


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
        _is_one(other, one)
        for one in statuses(before)
        if "running" in one["state"] and (other := status_of(after, one["name"])) and "running" in other["state"]
    ]
    return bool(old) and old == new and any(on) and not after["spec"].get("hostNetwork")


def move_the_host(draft: Draft) -> None:
    index = draft.pick([i for i, before, after in draft.steps() if _is_hosted(before) and _is_hosted(after)])
    draft.change_from(index, lambda pod: pod["status"].update(hostIP="192.0.2.98", hostIPs=[{"ip": "192.0.2.98"}]))


def _is_hosted(pod: Entry) -> bool:
    return bool(pod["status"].get("hostIP"))


def restart_the_start_time(draft: Draft) -> None:
    among = [i for i, before, after in draft.steps() if before["status"].get("startTime") and not _is_over(before)]

    def change(pod: Entry) -> None:
        if pod["status"].get("startTime"):
            pod["status"]["startTime"] = _later(pod["status"]["startTime"], 11)

    draft.change_from(draft.pick(among), change)


def lose_a_status(draft: Draft) -> None:
    index = draft.pick(_after(draft, lambda pod: bool(pod["status"].get("containerStatuses")) and not _is_over(pod)))
    draft.change(index, lambda pod: pod["status"].update(containerStatuses=[]))


def be_ready_at_once(draft: Draft) -> None:
    """A container with a readiness probe is shown ready with the first status that shows it running."""
    probed = {c["name"] for _, pod in draft.pods() for c in pod["spec"]["containers"] if c.get("readinessProbe")}
    among = []
    for index, before, after in draft.steps():
        for old in statuses(before):
            new = status_of(after, old["name"])
            if old["name"] in probed and new and "waiting" in old["state"] and "running" in new["state"]:
                among += [(index, old["name"])] if not new["ready"] and not old["restartCount"] else []
    index, name = draft.pick(among)
    draft.change(index, _of_container(name, lambda one: one.update(ready=True, started=True)))


def invent_an_exit(draft: Draft) -> None:
    """The exit code is another than the runtime's from the first status that shows it."""
    among = []
    for index, before, after in draft.steps():
        for old in statuses(before):
            new = status_of(after, old["name"])
            if new and "running" in old["state"] and "terminated" in new["state"]:
                among.append((index, old["name"]))
    index, name = draft.pick(among)
    number = (status_of(draft.watch[index]["object"], name) or {}).get("containerID")

    def change(one: Entry) -> None:
        for state in (one["state"], one.get("lastState") or {}):
            if (end := state.get("terminated")) and end.get("containerID") == number:
                end["exitCode"] = 78 if end["exitCode"] else 0

    before_code = (status_of(draft.watch[index]["object"], name) or {})["state"]["terminated"]["exitCode"]
    if before_code == 0:
        raise Inapplicable
    draft.change_from(index, _of_container(name, change))


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
    Corruption("uncounted", "a restartCount falls", uncount_a_restart),
    Corruption("overcounted", "a restartCount grows while the instance runs on", count_too_many),
    Corruption("two-states", "a container is in two states", be_in_two_states),
    Corruption("ready-waiting", "a container that waits is ready", be_ready_in_waiting),
    Corruption("another-instance", "a running container is another instance without a restart", swap_the_instance),
    Corruption("another-start", "a running instance has started at another time", restart_the_clock),
    Corruption("another-exit", "an ended instance has another exit code later", change_the_exit),
    Corruption("waits-again", "a running instance waits to be created", go_back_to_waiting),
    Corruption("runs-again", "an ended instance runs again", run_again),
    Corruption("ended-unstarted", "an instance ends before it starts", end_before_the_start),
    Corruption("no-last-state", "a restarted container has no lastState", forget_the_last_end),
    Corruption("back-off-unended", "a container backs off that has never ended", back_off_unended),
    Corruption("before-init", "an app container runs while an init container is not done", run_before_init),
    Corruption("another-address", "the podIP changes while a container runs on", change_the_address),
    Corruption("another-host", "the hostIP changes", move_the_host),
    Corruption("another-start-time", "the startTime changes", restart_the_start_time),
    Corruption("no-status", "the container statuses vanish", lose_a_status),
    Corruption("ready-at-once", "a container is ready before its probe can have passed", be_ready_at_once, True),
    Corruption("invented-exit", "a status has another exit code than the runtime", invent_an_exit, True),
)

"""Containers: corruptions of what the kubelet reports of single containers and their instances."""

from __future__ import annotations

from .draft import (
    Change,
    Corruption,
    Draft,
    Entry,
    Inapplicable,
    apps,
    condition_is,
    is_one,
    status_of,
    statuses,
)
from .objects import later


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
            if new and state in old["state"] and state in new["state"] and is_one(old, new):
                among.append((index, old["name"]))
    found: tuple[int, str] = draft.pick(among)
    return found


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
    among = [(i, one["name"]) for i, pod in draft.pods() for one in apps(pod) if "waiting" in one["state"]]
    index, name = draft.pick(among)
    draft.change(index, _of_container(name, lambda one: one.update(ready=True)))


def swap_the_instance(draft: Draft) -> None:
    index, name = _continuing(draft, "running")
    draft.change_from(index, _of_container(name, lambda one: one.update(containerID="containerd://impostor")))


def restart_the_clock(draft: Draft) -> None:
    def change(one: Entry) -> None:
        if "running" in one["state"]:
            one["state"]["running"]["startedAt"] = later(one["state"]["running"]["startedAt"], 9)

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
        one["state"]["terminated"]["finishedAt"] = later(one["state"]["terminated"]["startedAt"], -60)

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


def be_ready_at_once(draft: Draft) -> None:
    """A container with a readiness probe is shown ready with the first status that shows it running."""
    probed = {c["name"] for _, pod in draft.pods() for c in pod["spec"]["containers"] if c.get("readinessProbe")}
    among = []
    for index, before, after in draft.steps():
        for old in statuses(before):
            new = status_of(after, old["name"])
            if old["name"] in probed and new and "waiting" in old["state"] and "running" in new["state"]:
                among += [(index, old["name"])] if not old["restartCount"] and not _was_asked(draft, index) else []
    index, name = draft.pick(among)
    draft.change(index, _of_container(name, lambda one: one.update(ready=True, started=True)))


def _was_asked(draft: Draft, index: int) -> bool:
    """Some probe has been asked before this revision was received, or may have been."""
    at = draft.watch[index]["at"] + 0.05
    return any(draft.cri[i]["at"] <= at for i in draft.calls("ExecSync", "HTTP", "TCP", "GRPC"))


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
    Corruption("ready-at-once", "a container is ready before its probe can have passed", be_ready_at_once, True),
    Corruption("invented-exit", "a status has another exit code than the runtime", invent_an_exit, True),
)

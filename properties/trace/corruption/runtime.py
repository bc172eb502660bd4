"""Runtime: corruptions of the runtime's log: what a kubelet never asks for, or not yet."""

from __future__ import annotations

from typing import Any

from .draft import Corruption, Draft, Entry, Inapplicable

INSTANT = 0.2
STOPPED_BY = ("SIGTERM", "SIGKILL")


def _entry(draft: Draft, index: int) -> Entry:
    return draft.cri[index]


def _detail(draft: Draft, index: int) -> dict[str, Any]:
    detail: dict[str, Any] = draft.cri[index].get("detail") or {}
    return detail


def _first(draft: Draft, indexes: list[int], **wanted: Any) -> int | None:
    """The first of these entries with such members."""
    fitting = (i for i in indexes if all(draft.cri[i].get(key) == value for key, value in wanted.items()))
    return next(fitting, None)


def _is_init(draft: Draft, name: str, *, sidecar: bool = False) -> bool:
    inits = next(draft.pods())[1]["spec"].get("initContainers") or ()
    return any(one["name"] == name and (one.get("restartPolicy") == "Always") is sidecar for one in inits)


def start_the_uncreated(draft: Draft) -> None:
    draft.drop_calls([draft.pick(draft.calls("CreateContainer"))])


def create_without_a_sandbox(draft: Draft) -> None:
    made = draft.calls("RunPodSandbox")
    if not made or not draft.calls("CreateContainer"):
        raise Inapplicable
    draft.drop_calls([made[0]])


def make_two_sandboxes(draft: Draft) -> None:
    """A second sandbox while a container runs in the first."""
    starts = [i for i in draft.calls("StartContainer") if _runs_for(draft, i) > 1]
    start = draft.pick(starts)
    first = draft.cri[draft.calls("RunPodSandbox")[0]]
    detail = {**first["detail"], "sandbox": "second", "attempt": 1}
    draft.cri.append({**first, "at": draft.cri[start]["at"] + INSTANT, "detail": detail})
    draft.cri.sort(key=lambda entry: float(entry["at"]))


def _runs_for(draft: Draft, start: int) -> float:
    """Seconds from this start to the end of the instance."""
    number = _detail(draft, start).get("id")
    ends = [draft.cri[i]["at"] for i in draft.calls("exit") if _detail(draft, i).get("id") == number]
    return float(min(ends, default=1e9) - draft.cri[start]["at"])


def run_two_instances(draft: Draft) -> None:
    """The instance before is still there when the next one is created: its exit is not logged."""
    creates = draft.calls("CreateContainer")
    exits = [
        i for i in draft.calls("exit")
        if any(draft.cri[c]["container"] == draft.cri[i]["container"] and c > i for c in creates)
        and not any(draft.cri[s]["at"] <= draft.cri[i]["at"] for s in draft.calls("sandbox-died", "reboot"))
    ]  # fmt: skip
    draft.drop_calls([draft.pick(exits)])


def start_the_app_before_init(draft: Draft) -> None:
    exits = [
        i for i in draft.calls("exit")
        if _is_init(draft, draft.cri[i]["container"]) and _detail(draft, i).get("exit") == 0
    ]  # fmt: skip
    creates = [i for i in draft.calls("CreateContainer") if not _is_init(draft, draft.cri[i]["container"])
               and not _is_init(draft, draft.cri[i]["container"], sidecar=True)]  # fmt: skip
    if not exits or not creates or creates[0] < exits[0]:
        raise Inapplicable
    name, at = draft.cri[creates[0]]["container"], draft.cri[exits[0]]["at"]
    start = _first(draft, draft.calls("StartContainer"), container=name)
    if start is not None:
        draft.cri[start] = {**draft.cri[start], "at": at - 0.1}
    draft.change_call(creates[0], at=at - 0.15)


def restart_too_early(draft: Draft) -> None:
    """After the second end of its own a container is created again within two seconds."""
    among = []
    for index in draft.calls("CreateContainer"):
        name, at = draft.cri[index]["container"], draft.cri[index]["at"]
        ends = [i for i in draft.calls("exit") if draft.cri[i]["container"] == name and draft.cri[i]["at"] < at]
        own = [i for i in ends if _detail(draft, i).get("cause") == "script"]
        if len(ends) >= 2 and own == ends and at - draft.cri[ends[-1]]["at"] > 9:
            among.append((index, draft.cri[ends[-1]]["at"]))
    index, ended = draft.pick(among)
    draft.change_call(index, at=ended + 1)


def kill_before_the_grace(draft: Draft) -> None:
    """SIGKILL two seconds before the time is over that the stop gave."""
    kills = []
    for index in draft.calls("SIGKILL"):
        name = draft.cri[index].get("container")
        stop = _first(draft, draft.calls("StopContainer"), container=name)
        signal = _first(draft, draft.calls("SIGTERM"), container=name)
        is_long = stop is not None and _detail(draft, stop).get("timeout", 0) > 3
        if is_long and signal is not None and draft.cri[index]["at"] - draft.cri[signal]["at"] > 2.5:
            kills.append(index)
    index = draft.pick(kills)
    draft.change_call(index, at=draft.cri[index]["at"] - 2)


def kill_without_a_signal(draft: Draft) -> None:
    killed = [draft.cri[i].get("container") for i in draft.calls("SIGKILL")]
    draft.drop_calls([draft.pick([i for i in draft.calls("SIGTERM") if draft.cri[i].get("container") in killed])])


def begin_after_the_end(draft: Draft) -> None:
    """A container is created once the Pod has long been shown as ended."""
    ends = [draft.watch[i]["at"] for i, pod in draft.pods() if pod["status"].get("phase") in ("Succeeded", "Failed")]
    creates = draft.calls("CreateContainer")
    if not ends or not creates:
        raise Inapplicable
    again = {**draft.cri[creates[-1]], "at": ends[0] + 3}
    again["detail"] = {**again["detail"], "id": "late", "attempt": again["detail"]["attempt"] + 1}
    draft.cri.append(again)
    draft.cri.sort(key=lambda entry: float(entry["at"]))


def restart_never(draft: Draft) -> None:
    """Under the policy Never a container is created again in the same sandbox."""
    spec = next(draft.pods())[1]["spec"]
    plain = [c["name"] for c in spec["containers"] if not c.get("restartPolicy") and not c.get("restartPolicyRules")]
    exits = [i for i in draft.calls("exit") if draft.cri[i].get("container") in plain
             and _detail(draft, i).get("cause") == "script"]  # fmt: skip
    if spec.get("restartPolicy") != "Never":
        raise Inapplicable
    ended = draft.cri[draft.pick(exits)]
    create = _first(draft, draft.calls("CreateContainer"), container=ended["container"])
    stops = [draft.cri[i]["at"] for i in draft.calls("StopPodSandbox")]
    if create is None or any(at < ended["at"] + 0.2 for at in stops):
        raise Inapplicable
    detail = {**_detail(draft, create), "id": "again", "attempt": 1}
    draft.cri.append({**draft.cri[create], "at": ended["at"] + 0.1, "detail": detail})
    draft.cri.sort(key=lambda entry: float(entry["at"]))


def give_no_time_to_stop(draft: Draft) -> None:
    index = draft.pick(draft.calls("StopContainer"))
    draft.change_call(index, detail={**_detail(draft, index), "timeout": 0})


def create_without_the_image(draft: Draft) -> None:
    """Under the policy Always nothing was pulled."""
    spec = next(draft.pods())[1]["spec"]
    always = {c["name"] for c in spec["containers"] if c.get("imagePullPolicy") == "Always"}
    created = [i for i in draft.calls("CreateContainer") if draft.cri[i]["container"] in always]
    pulls = draft.calls("PullImage")
    if not pulls:
        raise Inapplicable
    image = _detail(draft, draft.pick(created)).get("image")
    draft.drop_calls([i for i in pulls if _detail(draft, i).get("image") == image])


def hook_the_dead(draft: Draft) -> None:
    """A preStop hook runs in an instance that has ended by itself."""
    own = [i for i in draft.calls("exit") if _detail(draft, i).get("cause") == "script"]
    ended = draft.cri[draft.pick(own)]
    detail = {"id": ended["detail"].get("id"), "cmd": "preStop"}
    draft.cri.append({**ended, "call": "ExecSync", "at": ended["at"] + 0.01, "detail": detail})
    draft.cri.sort(key=lambda entry: float(entry["at"]))


def show_before_the_start(draft: Draft) -> None:
    """A container is shown running a while before it is started: its start is logged late."""
    among = []
    for index in draft.calls("StartContainer"):
        if _runs_for(draft, index) > 5:
            first = _first(draft, draft.calls("StartContainer"), container=draft.cri[index]["container"])
            among += [index] if first == index else []
    index = draft.pick(among)
    shown = [draft.watch[i]["at"] for i, pod in draft.pods() if _shows_running(pod, draft.cri[index]["container"])]
    if not shown:
        raise Inapplicable
    draft.change_call(index, at=shown[0] + 0.5)


def _shows_running(pod: Entry, name: str) -> bool:
    status = pod["status"]
    every = [*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())]
    return any(one["name"] == name and "running" in one["state"] for one in every)


def run_init_again(draft: Draft) -> None:
    """An init container that is done is created again in the same sandbox."""
    exits = [i for i in draft.calls("exit") if _is_init(draft, draft.cri[i].get("container", ""))
             and _detail(draft, i).get("exit") == 0]  # fmt: skip
    ended = draft.cri[draft.pick(exits)]
    create = _first(draft, draft.calls("CreateContainer"), container=ended["container"])
    if create is None or _detail(draft, exits[0]).get("reason") == "OOMKilled":
        raise Inapplicable
    detail = {**_detail(draft, create), "id": "again", "attempt": 9}
    draft.cri.append({**draft.cri[create], "at": ended["at"] + 0.02, "detail": detail})
    draft.cri.sort(key=lambda entry: float(entry["at"]))


def stop_the_sandbox_first(draft: Draft) -> None:
    """The sandbox of a Pod is stopped while its containers run."""
    starts = [i for i in draft.calls("StartContainer") if _runs_for(draft, i) > 2]
    stops = draft.calls("StopPodSandbox")
    if not stops:
        raise Inapplicable
    start = draft.cri[draft.pick(starts)]
    if any(draft.cri[i]["at"] < start["at"] for i in stops):
        raise Inapplicable
    draft.cri.append({**draft.cri[stops[0]], "at": start["at"] + 1})
    draft.cri.sort(key=lambda entry: float(entry["at"]))


CORRUPTIONS = tuple(
    Corruption(name, words, apply, needs_runtime=True)
    for name, words, apply in (
        ("uncreated", "a container is started that was not created", start_the_uncreated),
        ("no-sandbox", "a container is created before there is a sandbox", create_without_a_sandbox),
        ("two-sandboxes", "a second sandbox is made while a container runs in the first", make_two_sandboxes),
        ("two-instances", "a container is created while its last instance runs", run_two_instances),
        ("app-before-init", "an app container starts before the init containers are done", start_the_app_before_init),
        ("early-restart", "a container is restarted in its back-off", restart_too_early),
        ("early-kill", "SIGKILL comes before the grace is over", kill_before_the_grace),
        ("unsignalled-kill", "SIGKILL comes without a stop signal", kill_without_a_signal),
        ("late-start", "a container is created after the Pod's end was shown", begin_after_the_end),
        ("never-again", "a container is restarted under Never", restart_never),
        ("no-time-to-stop", "a container gets no time to stop", give_no_time_to_stop),
        ("no-image", "a container is created although its image was never pulled", create_without_the_image),
        ("hooked-dead", "a preStop hook runs in an ended container", hook_the_dead),
        ("shown-unstarted", "a container is shown running before it was started", show_before_the_start),
        ("init-again", "an init container that is done runs again", run_init_again),
        ("sandbox-first", "the sandbox is stopped before the containers", stop_the_sandbox_first),
    )
)

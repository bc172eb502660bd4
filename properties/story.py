"""Story: what was observed of one Pod so far; the monitor that laws about a record share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from attrs import field, frozen

from ..model.objects.container import Container
from ..model.objects.pod import Pod, all_containers, every_container
from .record import Call, Item, Observation

SLACK = 0.05
"""Seconds: between two lists of a recording the order of entries closer than this means nothing."""

CREATED, RUNNING, EXITED = "created", "running", "exited"


@frozen
class Instance:
    """One instance of a container; times in seconds, None for what has not happened."""

    id: str
    attempt: int
    state: str = CREATED
    sandbox: str = ""
    image: str = ""
    created: float = 0.0
    started: float | None = None
    ended: float | None = None
    exit_code: int = 0
    reason: str = ""
    cause: str = ""
    """What ended it, as the runtime's log says: `script`, `SIGTERM`, `SIGKILL`, `sandbox died` …"""
    hook: float | None = None
    """When its preStop hook began."""
    hook_is_over: bool = True
    stop: float | None = None
    """When it was first told to stop, hook aside."""
    deadline: float | None = None
    """When the time that StopContainer gave it is over."""
    signal: float | None = None
    is_removed: bool = False
    """The runtime has no record of it any more."""
    starts: int = 1
    """How many instances of this name there have been, with this one."""

    @property
    def ended_by_itself(self) -> bool:
        """Nobody had begun to kill it, however it then ended."""
        return self.state == EXITED and self.cause == "script" and self.stop is None


@frozen
class Story:
    """Everything is as of the last item; `told` gives the story with one item more."""

    pod: Pod | None = None
    """As the API showed it last."""
    is_gone: bool = False
    seen: float = 0.0
    """When the API showed it last."""
    bound: float | None = None
    marked: float | None = None
    """When its deletion was shown first."""
    longest_grace: int | None = None
    """The longest deletionGracePeriodSeconds that was shown: the first."""
    ended: float | None = None
    """When its end was shown."""
    sandbox: str = ""
    """The newest one's id."""
    sandbox_is_ready: bool = False
    attempt: int = -1
    """Its attempt; -1 before there is one."""
    sandbox_stopped: float | None = None
    """When the kubelet stopped it."""
    instances: Mapping[str, Instance] = field(factory=dict)
    """The newest instance of each container, by name."""
    resized: tuple[str, ...] = ()
    """The containers that were asked to have other resources and restart for that: their next instance answers no exit."""
    kubelet_restarts: int = 0
    calls: int = 0
    """How many entries of the runtime's log there were; 0 also where there is no log."""

    def told(self, item: Item) -> Story:
        """The story with this item."""
        if isinstance(item, Observation):
            return self._observed(item)
        return attrs.evolve(self, calls=self.calls + bool(item.uid))._called(item)

    @property
    def running(self) -> list[str]:
        """The containers that run, by name."""
        return [name for name, instance in self.instances.items() if instance.state == RUNNING]

    def container(self, name: str) -> Container | None:
        """Its spec, if the Pod was seen and has such an init or app container."""
        if self.pod is None:
            return None
        return next((one for one in all_containers(self.pod.spec) if one.name == name), None)

    def _observed(self, item: Observation) -> Story:
        pod = item.after
        if pod is None:
            return attrs.evolve(self, is_gone=True, seen=item.at)
        marked = pod.metadata.deletionTimestamp is not None
        ended = pod.status.phase in ("Succeeded", "Failed")
        return attrs.evolve(
            self,
            pod=pod,
            seen=item.at,
            resized=self.resized + self._asked_to_restart(pod),
            bound=self.bound if self.bound is not None or not pod.spec.nodeName else item.at,
            marked=self.marked if self.marked is not None or not marked else item.at,
            longest_grace=pod.metadata.deletionGracePeriodSeconds if self.longest_grace is None else self.longest_grace,
            ended=self.ended if self.ended is not None or not ended else item.at,
        )

    def _asked_to_restart(self, pod: Pod) -> tuple[str, ...]:
        known = {} if self.pod is None else {one.name: one for one in every_container(self.pod.spec)}
        return tuple(
            one.name
            for one in every_container(pod.spec)
            if one.name not in self.resized
            and one.resources != known.get(one.name, one).resources
            and any(each.restartPolicy == "RestartContainer" for each in one.resizePolicy)
        )

    def _called(self, call: Call) -> Story:
        detail = call.detail
        match call.call:
            case "start-kubelet" | "start-machine" | "reboot" if not call.uid:
                return attrs.evolve(self, kubelet_restarts=self.kubelet_restarts + 1)
            case "RunPodSandbox" if "error" not in detail:
                sandbox, attempt = detail["sandbox"], detail["attempt"]
                return attrs.evolve(self, sandbox=sandbox, sandbox_is_ready=True, attempt=attempt, sandbox_stopped=None)
            case "StopPodSandbox" if detail["sandbox"] == self.sandbox:
                return attrs.evolve(self, sandbox_is_ready=False, sandbox_stopped=call.at)
            case "sandbox-died" | "reboot" if detail["sandbox"] == self.sandbox:
                return attrs.evolve(self, sandbox_is_ready=False)
            case "CreateContainer" if "error" not in detail:
                before = self.instances.get(call.container)
                starts = before.starts + 1 if before else 1
                new = Instance(detail["id"], detail["attempt"], sandbox=self.sandbox, created=call.at, starts=starts)
                return self._with(call.container, attrs.evolve(new, image=detail.get("image", "")))
        return self._of_instance(call, detail)

    def _of_instance(self, call: Call, detail: Mapping[str, Any]) -> Story:
        """What happens to the newest instance of a container."""
        instance = self.instances.get(call.container)
        if instance is None or detail.get("id", instance.id) != instance.id:
            return self
        changes: dict[str, Any]
        match call.call, detail.get("cmd"):
            case "StartContainer", _ if "error" in detail:
                changes = {"state": EXITED, "ended": call.at, "exit_code": 128, "cause": "start"}
            case "StartContainer", _:
                changes = {"state": RUNNING, "started": call.at}
            case "exit", _:
                changes = {"state": EXITED, "ended": call.at, "exit_code": detail["exit"], "cause": detail["cause"]}
                changes |= {"reason": detail.get("reason", ""), "hook_is_over": True}
            case "ExecSync", "preStop" if "error" not in detail and instance.hook is None:
                changes = {"hook": call.at, "hook_is_over": "takes" not in detail and detail.get("answer") != "hang"}
            case "ExecSync-done" | "ExecSync-timeout" | "ExecSync-killed", "preStop":
                changes = {"hook_is_over": True}
            case "StopContainer", _:
                first = call.at if instance.stop is None else instance.stop
                deadline = call.at + detail["timeout"]
                if instance.deadline is not None:
                    deadline = min(deadline, instance.deadline)
                changes = {"stop": first, "deadline": deadline, "hook_is_over": True}
            case "RemoveContainer", _:
                changes = {"is_removed": True}
            case "SIGTERM", _:
                changes = {"signal": call.at}
            case _:
                return self
        return self._with(call.container, attrs.evolve(instance, **changes))

    def _with(self, name: str, instance: Instance) -> Story:
        return attrs.evolve(self, instances={**self.instances, name: instance})


NEW = Story()
"""Where every story begins; laws that begin with it share the work of telling."""


class _Telling:
    """Remembers the last telling: laws that follow one Pod share its story, and work it out once."""

    def __init__(self) -> None:
        self._story, self._told = Story(), Story()
        self._item: Item | None = None

    def __call__(self, story: Story, item: Item) -> Story:
        if story is not self._story or item is not self._item:
            self._story, self._item, self._told = story, item, story.told(item)
        return self._told


tell = _Telling()

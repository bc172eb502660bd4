"""Observed: what a watcher sees of a Pod's life, without times, addresses, messages and identities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

Json = Mapping[str, Any]


@frozen(kw_only=True)
class ObservedState:
    """A container's state: `kind` is waiting, running or terminated; an empty state is waiting, as in the API."""

    kind: str = "waiting"
    reason: str = ""
    exitCode: int | None = None

    def __str__(self) -> str:
        parts = (self.kind, self.reason, "" if self.exitCode is None else str(self.exitCode))
        return "/".join(part for part in parts if part)


@frozen(kw_only=True)
class ObservedContainer:
    name: str
    state: ObservedState = ObservedState()
    lastState: ObservedState | None = None
    restartCount: int = 0
    ready: bool = False
    started: bool = False

    def __str__(self) -> str:
        flags = "".join(f" {name}" for name in ("ready", "started") if getattr(self, name))
        last = f" last {self.lastState}" if self.lastState else ""
        return f"{self.name}: {self.state} #{self.restartCount}{flags}{last}"


@frozen(kw_only=True)
class Observed:
    """One observable state; `conditions` are (type, status, reason) by type; containers in the status' order."""

    phase: str = ""
    reason: str = ""
    conditions: tuple[tuple[str, str, str], ...] = ()
    containers: tuple[ObservedContainer, ...] = ()
    deleting: bool = False
    grace: int | None = None
    gone: bool = False

    def __str__(self) -> str:
        head = self.phase + (f"/{self.reason}" if self.reason else "")
        deleting = f" deleting(grace {self.grace})" if self.deleting else ""
        conditions = " ".join(f"{t}={s}" + (f"({r})" if r else "") for t, s, r in self.conditions)
        containers = "; ".join(str(container) for container in self.containers)
        return f"{'gone, was ' if self.gone else ''}{head}{deleting}; {conditions or 'no conditions'}; {containers}"


def observe(pod: Json, *, gone: bool = False) -> Observed:
    """The observable state of a Pod as the API shows it; `gone` for the object of its DELETED event."""
    metadata, status = pod["metadata"], pod.get("status", {})
    statuses = [
        container
        for field in ("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")
        for container in status.get(field) or ()
    ]
    return Observed(
        phase=status.get("phase", ""),
        reason=status.get("reason", ""),
        conditions=tuple(sorted((c["type"], c["status"], c.get("reason", "")) for c in status.get("conditions") or ())),
        containers=tuple(_container(container) for container in statuses),
        deleting=metadata.get("deletionTimestamp") is not None,
        grace=metadata.get("deletionGracePeriodSeconds"),
        gone=gone,
    )


def _container(status: Json) -> ObservedContainer:
    last = status.get("lastState") or {}
    return ObservedContainer(
        name=status["name"],
        state=_state(status.get("state") or {}),
        lastState=_state(last) if last else None,
        restartCount=status.get("restartCount", 0),
        ready=bool(status.get("ready")),
        started=bool(status.get("started")),
    )


def _state(state: Json) -> ObservedState:
    for kind in ("running", "terminated"):
        if state.get(kind) is not None:
            code = state[kind].get("exitCode", 0) if kind == "terminated" else None
            return ObservedState(kind=kind, reason=state[kind].get("reason", ""), exitCode=code)
    return ObservedState(reason=(state.get("waiting") or {}).get("reason", ""))

"""Record: the stream of observations that a watcher of the API, and where it is known of the runtime, makes of Pods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ..model.objects.pod import Pod


@frozen
class Observation:
    """One event of a watch, at so many seconds: `before` is None for ADDED, `after` is None for DELETED."""

    at: float
    before: Pod | None
    after: Pod | None

    @property
    def pod(self) -> Pod:
        """The Pod as it is, or as it last was."""
        pod = self.after or self.before
        if pod is None:
            raise ValueError("an observation shows a Pod before, after or both")
        return pod

    @property
    def uid(self) -> str:
        return self.pod.metadata.uid

    def __str__(self) -> str:
        name = self.pod.metadata.name or self.uid
        if self.after is None:
            return f"{self.at:.3f}s {name} is deleted"
        return f"{self.at:.3f}s {name} is {self.after.status.phase}"


@frozen
class Call:
    """One entry of the runtime's log: a call of the kubelet or what happens inside, by its name in the recordings."""

    at: float
    call: str
    pod: str
    uid: str
    container: str = ""
    detail: Mapping[str, Any] = field(factory=dict)

    def __str__(self) -> str:
        where = f"{self.pod}/{self.container}" if self.container else self.pod
        return f"{self.at:.3f}s {self.call} of {where}"


Item = Observation | Call

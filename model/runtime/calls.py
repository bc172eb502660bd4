"""Calls: the log of what the kubelet asked of the runtime and of what happened inside it, in the traces' vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ..objects.time import Millis


@frozen
class RuntimeCall:
    """One entry; `at` in milliseconds; `container` is empty for the sandbox's calls."""

    at: Millis
    call: str
    pod: str
    namespace: str
    node: str
    uid: str
    container: str = ""
    detail: Mapping[str, Any] = field(factory=dict)

"""Lanes: a timeline as data: bars and marks in lanes, lanes in charts; times in seconds since the beginning."""

from __future__ import annotations

from enum import Enum

from attrs import define, field, frozen


class Look(Enum):
    """How a bar is drawn; the value is its word in the legend."""

    PENDING = "Pending"
    RUNNING = "Running"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    WAITING = "waiting"
    BACK_OFF = "back-off"
    NOT_READY = "running, not ready"
    TRUE = "True"
    FALSE = "False"
    SANDBOX = "sandbox ready"
    GRACE = "grace period"
    PROCESS = "process runs"


class Sign(Enum):
    """What a mark stands for; the value is its word in the legend."""

    GOOD = "probe or hook"
    BAD = "probe or hook failed"
    SIGTERM = "stop signal"
    SIGKILL = "SIGKILL"
    ACTION = "action"


@frozen
class Bar:
    """Something that lasts; `title` is what a pointer on it is told."""

    begin: float
    end: float
    look: Look
    text: str
    title: str


@frozen
class Mark:
    """Something that happens at once."""

    at: float
    sign: Sign
    title: str


@define
class Lane:
    """A name, and what was to be seen of it, in order."""

    name: str
    bars: list[Bar] = field(factory=list)
    marks: list[Mark] = field(factory=list)


@define
class Chart:
    """One Pod by uid: its lanes from top to bottom."""

    title: str
    lanes: list[Lane]

"""Event: something that happens to a machine, and the actor who makes it happen."""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar

import attrs
from attrs import frozen


class Actor(Enum):
    """Who acts; diagrams colour edges by it, fairness is stated by it."""

    USER = "user"
    API_SERVER = "API server"
    SCHEDULER = "scheduler"
    CONTROLLER = "controller"
    KUBELET = "kubelet"
    RUNTIME = "runtime"
    CLOCK = "clock"
    FAULT = "fault"


@frozen
class Event:
    """Base of all events: a frozen class whose fields are the payload; the class's name is the event's name."""

    actor: ClassVar[Actor]

    def __str__(self) -> str:
        values = ", ".join(str(getattr(value, "value", value)) for value in payload(self))
        return f"{type(self).__name__}({values})" if values else type(self).__name__


def payload(event: Event) -> tuple[Any, ...]:
    """The values of the event's fields, in order."""
    return tuple(getattr(event, field.name) for field in attrs.fields(type(event)))

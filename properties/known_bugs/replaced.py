"""Replaced: a function of the model exchanged for another, wherever it is used, for as long as a `with` lasts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ...model.cluster import phase_facts, plan_facts


@contextmanager
def replaced(function: Callable[..., Any], by: Callable[..., Any]) -> Iterator[None]:
    """Every module of the model that knows `function` uses `by`; afterwards all is as before."""
    users = [
        (module, name)
        for key, module in sorted(sys.modules.items())
        if key.startswith("podlaw.model") and module is not None
        for name, value in list(vars(module).items())
        if value is function
    ]
    try:
        for module, name in users:
            setattr(module, name, by)
        _forget()
        yield
    finally:
        for module, name in users:
            setattr(module, name, function)
        _forget()


@contextmanager
def replaced_method(cls: type, name: str, by: Callable[..., Any]) -> Iterator[None]:
    """The same for a method of a component."""
    before = getattr(cls, name)
    try:
        setattr(cls, name, by)
        yield
    finally:
        setattr(cls, name, before)


def _forget() -> None:
    """What was computed with the other function."""
    plan_facts._plan.cache_clear()
    phase_facts._phase.cache_clear()

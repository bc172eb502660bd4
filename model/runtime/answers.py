"""Answers: what a script says to the n-th call within the n-th run of a container."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from attrs import frozen

from .words import ScriptError

T = TypeVar("T")


@frozen
class Answers(Generic[T]):
    """One list for each run, later runs follow the last; in it one answer for each call, later calls get the last."""

    runs: tuple[tuple[T, ...], ...]

    def at(self, run: int, call: int) -> T:
        """The answer to this call, both counted from 0."""
        calls = self.runs[min(run, len(self.runs) - 1)]
        return calls[min(call, len(calls) - 1)]

    def is_steady(self, run: int, call: int) -> bool:
        """All later calls of this run get the same answer as this one."""
        return call >= len(self.runs[min(run, len(self.runs) - 1)]) - 1


def read_answers(data: object, where: str, read: Callable[[Any, str], T]) -> Answers[T]:
    """One answer, a list of them, or a list of such lists; raises ScriptError that names the place."""
    if not isinstance(data, list):
        return Answers(((read(data, where),),))
    if data and all(isinstance(each, list) for each in data):
        return Answers(tuple(_list(each, f"{where}[{number}]", read) for number, each in enumerate(data)))
    return Answers((_list(data, where, read),))


def read_table(data: object, where: str, read: Callable[[Any, str], T]) -> Mapping[str, Answers[T]]:
    """Answers by name: command, path or service."""
    if not isinstance(data, dict):
        raise ScriptError(f"{where}: {data!r} is no mapping")
    return {str(name): read_answers(answers, f"{where}.{name}", read) for name, answers in data.items()}


def _list(data: Sequence[Any], where: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    if not data:
        raise ScriptError(f"{where}: expected at least one answer")
    return tuple(read(each, f"{where}[{number}]") for number, each in enumerate(data))

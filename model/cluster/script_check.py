"""Script check: what a script says that its reader would let pass, and that nobody can have meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..runtime.words import ScriptError

MOST_EXIT_CODE = 255


def check_script(data: Any, where: str = "") -> None:
    """Raises ScriptError for the first such thing; what is no script at all is left to `read_script`."""
    for name, behaviour in _mapping(data).items():
        if name.startswith("_") and name != "_sandbox":
            raise ScriptError(f"{where}.{name}: unknown member; expected _sandbox or a container's name")
        at = f"{where}.{name}"
        _check_answer(_mapping(behaviour).get("on_sigterm"), f"{at}.on_sigterm")
        fails = _mapping(_mapping(behaviour).get("image")).get("fails")
        if isinstance(fails, int) and fails < -1:
            raise ScriptError(f"{at}.image.fails: {fails} is no number of pulls; -1 means all")
        for number, run in enumerate(_list(_mapping(behaviour).get("runs"))):
            _check_run(_mapping(run), f"{at}.runs[{number}]")


def _check_run(run: Mapping[str, Any], where: str) -> None:
    for word in ("start", "create"):
        if word in run and run[word] != "fails":
            raise ScriptError(f"{where}.{word}: {run[word]!r} is nothing that it can do; expected fails")
    if not isinstance(run.get("forever", False), bool):
        raise ScriptError(f"{where}.forever: {run['forever']!r} is neither true nor false")
    for word in ("reason", "message", "log"):
        if not isinstance(run.get(word, ""), str):
            raise ScriptError(f"{where}.{word}: {run[word]!r} is no text; put it in quotes")
    if run.get("after") is not None and run.get("forever"):
        raise ScriptError(f"{where}.after: a run that goes on for ever does not end")
    if "exit" in run and run.get("after") is None:
        raise ScriptError(f"{where}.exit: needs `after`, which says when")
    _check_code(run, where)
    _check_answer(run.get("on_sigterm"), f"{where}.on_sigterm")


def _check_answer(answer: Any, where: str) -> None:
    _check_code(_mapping(answer), where)


def _check_code(data: Mapping[str, Any], where: str) -> None:
    code = data.get("exit")
    if isinstance(code, int) and not 0 <= code <= MOST_EXIT_CODE:
        raise ScriptError(f"{where}.exit: {code} is no exit code; expected 0 to {MOST_EXIT_CODE}")


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, dict) else {}


def _list(data: Any) -> Iterator[Any]:
    return iter(data if isinstance(data, list) else ())

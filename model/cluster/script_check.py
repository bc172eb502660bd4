"""Script check: what a script says that its reader would let pass, and that nobody can have meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..objects.container import Container
from ..runtime.script import Script
from ..runtime.words import ScriptError
from .planned_action import suggest

MOST_EXIT_CODE = 255


def check_script(data: Any, where: str = "") -> None:
    """Raises ScriptError for the first such thing; what is no script at all is left to `read_script`."""
    for name, behaviour in _mapping(data).items():
        if name.startswith("_") and name != "_sandbox":
            raise ScriptError(f"{where}.{name}: unknown member; expected _sandbox or a container's name")
        at = f"{where}.{name}"
        if name == "_sandbox":
            _check_sandbox(_mapping(behaviour), at)
            continue
        _check_answer(_mapping(behaviour).get("on_sigterm"), f"{at}.on_sigterm")
        fails = _mapping(_mapping(behaviour).get("image")).get("fails")
        if isinstance(fails, int) and fails < -1:
            raise ScriptError(f"{at}.image.fails: {fails} is no number of pulls; -1 means all")
        for number, run in enumerate(_list(_mapping(behaviour).get("runs"))):
            _check_run(_mapping(run), f"{at}.runs[{number}]")
        for word, answers in _mapping(_mapping(behaviour).get("exec")).items():
            _check_answers(answers, f"{at}.exec.{word}")


def check_commands(script: Script, containers: Iterable[Container]) -> None:
    """Raises ScriptError for an answer to a command that no probe and no hook of its container runs."""
    for container in containers:
        known = dict.fromkeys(_commands(container))
        for word in script.of(container.name).exec:
            if word not in known:
                where = f".{container.name}.exec.{word}"
                raise ScriptError(
                    f"{where}: no probe and no hook runs a command that begins so; {suggest(word, known)}"
                )


def _commands(container: Container) -> Iterator[str]:
    """The first words of all commands that the kubelet runs in it."""
    hooks = (container.lifecycle.postStart, container.lifecycle.preStop) if container.lifecycle is not None else ()
    for handler in (container.startupProbe, container.livenessProbe, container.readinessProbe, *hooks):
        if handler is not None and handler.exec is not None and handler.exec.command:
            yield handler.exec.command[0]


def _check_sandbox(sandbox: Mapping[str, Any], where: str) -> None:
    fails = sandbox.get("fails")
    if isinstance(fails, int) and fails < 0:
        raise ScriptError(f"{where}.fails: {fails} is no number of sandboxes; expected 0 or more")


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


def _check_answers(answers: Any, where: str) -> None:
    """One, a list of them, or a list of such lists."""
    if not isinstance(answers, list):
        _check_answer(answers, where)
    for number, each in enumerate(_list(answers)):
        _check_answers(each, f"{where}[{number}]")


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

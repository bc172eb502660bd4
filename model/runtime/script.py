"""Script: how the containers of one Pod behave, in the vocabulary of the recorded traces."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen


class ScriptError(ValueError):
    """A script says something that is not in the vocabulary; the text names the place and what was expected."""


@frozen
class Answer:
    """What happens after a signal or a command: after so many milliseconds it ends with this code; None: it never does."""

    after: int | None = 0
    exit: int = 0


@frozen
class Run:
    """One instance of a container: it ends by itself `after` its start (milliseconds), or never (None)."""

    after: int | None = None
    exit: int = 0
    reason: str = ""
    message: str = ""
    log: str = ""
    start_fails: bool = False
    create_fails: bool = False
    on_sigterm: Answer | None = None


@frozen
class Behaviour:
    """One container name of the Pod."""

    runs: tuple[Run, ...] = (Run(),)
    on_sigterm: Answer | None = None
    exec: Mapping[str, Any] = field(factory=dict)
    pull_fails: int = 0
    """How many pulls fail; -1: all."""
    pull_takes: int = 0
    """Milliseconds."""

    def run(self, number: int) -> Run:
        """The n-th instance's run; later ones follow the last."""
        return self.runs[min(number, len(self.runs) - 1)]

    def sigterm(self, run: Run) -> Answer | None:
        """What SIGTERM does to this run; None: what the runtime does by itself."""
        return run.on_sigterm or self.on_sigterm

    def exec_answer(self, command: str, run: int, call: int) -> Answer | None:
        """The answer to the n-th call of the command in this run; None: the command succeeds at once."""
        answers: Any = self.exec.get(command)
        if answers is None:
            return None
        if isinstance(answers, list) and answers and all(isinstance(each, list) for each in answers):
            answers = answers[min(run, len(answers) - 1)]
        if isinstance(answers, list):
            answers = answers[min(call, len(answers) - 1)] if answers else "ok"
        return exec_answer(answers, f"exec.{command}")


@frozen
class Script:
    """All containers of a Pod, and its sandboxes: `sandbox_fails` creations fail; the n-th dies after so many milliseconds."""

    containers: Mapping[str, Behaviour] = field(factory=dict)
    sandbox_fails: int = 0
    sandbox_dies: tuple[int, ...] = ()

    def of(self, container: str) -> Behaviour:
        """The behaviour of this container; without a word it runs forever."""
        return self.containers.get(container, Behaviour())


NO_SCRIPT = Script()

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
_MILLIS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}


def millis(text: object, where: str) -> int:
    """`"1.5s"` -> `1500`; also `300ms`, `2m`, `1h30m`; raises ScriptError."""
    if isinstance(text, int | float) and not isinstance(text, bool) and text >= 0:
        return round(text * 1000)
    if not isinstance(text, str) or not re.fullmatch(f"(?:{_DURATION.pattern})+", text):
        raise ScriptError(f"{where}: {text!r} is no duration; expected for example 2s, 300ms or 1m30s")
    return round(sum(float(number) * _MILLIS[unit] for number, unit in _DURATION.findall(text)))


def read_script(data: object, where: str = "script") -> Script:
    """The script of one Pod from plain data; raises ScriptError that names the member."""
    members = _mapping(data, where, None)
    sandbox = _mapping(members.get("_sandbox", {}), f"{where}._sandbox", ("fails", "dies"))
    dies = sandbox.get("dies", [])
    return Script(
        containers={
            name: _behaviour(value, f"{where}.{name}") for name, value in members.items() if not name.startswith("_")
        },
        sandbox_fails=_count(sandbox.get("fails", 0), f"{where}._sandbox.fails"),
        sandbox_dies=tuple(
            millis(each, f"{where}._sandbox.dies") for each in (dies if isinstance(dies, list) else [dies])
        ),
    )


MEMBERS = ("runs", "on_sigterm", "exec", "image", "ports", "tls")
RUN_MEMBERS = ("after", "exit", "reason", "message", "log", "forever", "start", "create", "on_sigterm")


def _behaviour(data: object, where: str) -> Behaviour:
    members = _mapping(data, where, MEMBERS)
    runs = members.get("runs", [{}])
    if not isinstance(runs, list) or not runs:
        raise ScriptError(f"{where}.runs: expected a list of at least one run")
    image = _mapping(members.get("image", {}), f"{where}.image", ("fails", "takes"))
    return Behaviour(
        runs=tuple(_run(run, f"{where}.runs[{number}]") for number, run in enumerate(runs)),
        on_sigterm=_sigterm(members.get("on_sigterm"), f"{where}.on_sigterm"),
        exec=_mapping(members.get("exec", {}), f"{where}.exec", None),
        pull_fails=_count(image.get("fails", 0), f"{where}.image.fails"),
        pull_takes=millis(image.get("takes", 0), f"{where}.image.takes"),
    )


def _run(data: object, where: str) -> Run:
    members = _mapping(data, where, RUN_MEMBERS)
    after = members.get("after")
    return Run(
        after=None if after is None or members.get("forever") else millis(after, f"{where}.after"),
        exit=_count(members.get("exit", 0), f"{where}.exit"),
        reason=str(members.get("reason", "")),
        message=str(members.get("message", "")),
        log=str(members.get("log", "")),
        start_fails=members.get("start") == "fails",
        create_fails=members.get("create") == "fails",
        on_sigterm=_sigterm(members.get("on_sigterm"), f"{where}.on_sigterm"),
    )


def _sigterm(data: object, where: str) -> Answer | None:
    if data is None:
        return None
    if data == "ignore":
        return Answer(after=None)
    members = _mapping(data, where, ("after", "exit"))
    return Answer(
        millis(members.get("after", 0), f"{where}.after"), _count(members.get("exit", 0), f"{where}.exit")
    )


def exec_answer(data: object, where: str) -> Answer:
    """`"ok"`, `"fail"`, `"error"`, `"hang"` or `{"takes", "exit"}`."""
    words = {"ok": Answer(0, 0), "fail": Answer(0, 1), "error": Answer(0, 126), "hang": Answer(None)}
    if isinstance(data, str) and data in words:
        return words[data]
    members = _mapping(data, where, ("takes", "exit"))
    return Answer(millis(members.get("takes", 0), f"{where}.takes"), _count(members.get("exit", 0), f"{where}.exit"))


def _mapping(data: object, where: str, allowed: Sequence[str] | None) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ScriptError(f"{where}: {data!r} is no mapping")
    for name in data:
        if allowed is not None and name not in allowed:
            raise ScriptError(f"{where}.{name}: unknown member; expected one of {', '.join(allowed)}")
    return data


def _count(data: object, where: str) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise ScriptError(f"{where}: {data!r} is no whole number")
    return data

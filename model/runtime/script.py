"""Script: how the containers of one Pod behave, in the vocabulary of the recorded traces."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .answers import Answers, read_table
from .ports import Port, read_ports
from .words import ScriptError, amount, count, mapping, millis

__all__ = ["NO_SCRIPT", "Answer", "Behaviour", "Run", "Script", "ScriptError", "millis", "read_script"]


@frozen
class Answer:
    """What follows a signal or a command: after so many milliseconds it ends with this code; None: it never does."""

    after: int | None = 0
    exit: int = 0
    is_error: bool = False
    """The runtime cannot execute the command: it neither ends nor takes too long, there is no exit code."""
    is_steady: bool = False
    """The next call gets the same answer."""


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
    exec: Mapping[str, Answers[Answer]] = field(factory=dict)
    """By the command's first word."""
    ports: Mapping[int, Port] = field(factory=dict)
    """What listens on the Pod's address while the container runs."""
    pull_fails: int = 0
    """How many pulls fail; -1: all."""
    pull_takes: int = 0
    """Milliseconds."""
    uses: Mapping[str, int] = field(factory=dict)
    """Bytes in use while it runs, by resource."""

    def run(self, number: int) -> Run:
        """The n-th instance's run; later ones follow the last."""
        return self.runs[min(number, len(self.runs) - 1)]

    def sigterm(self, run: Run) -> Answer | None:
        """What SIGTERM does to this run; None: what the runtime does by itself."""
        return run.on_sigterm or self.on_sigterm

    def exec_answer(self, command: str, run: int, call: int) -> Answer | None:
        """The answer to the n-th call of the command in this run; None: the command succeeds at once."""
        answers = self.exec.get(command)
        return None if answers is None else answers.at(run, call)

    def exec_is_steady(self, command: str, run: int, call: int) -> bool:
        """Later calls of this run get the same answer."""
        answers = self.exec.get(command)
        return answers is None or answers.is_steady(run, call)


@frozen
class Script:
    """A Pod's containers and sandboxes: `sandbox_fails` creations fail; the n-th dies after so many milliseconds."""

    containers: Mapping[str, Behaviour] = field(factory=dict)
    sandbox_fails: int = 0
    sandbox_dies: tuple[int, ...] = ()

    def of(self, container: str) -> Behaviour:
        """The behaviour of this container; without a word it runs forever."""
        return self.containers.get(container, Behaviour())


NO_SCRIPT = Script()


def read_script(data: object, where: str = "script") -> Script:
    """The script of one Pod from plain data; raises ScriptError that names the member."""
    members = mapping(data, where, None)
    sandbox = mapping(members.get("_sandbox", {}), f"{where}._sandbox", ("fails", "dies"))
    dies = sandbox.get("dies", [])
    return Script(
        containers={
            name: _behaviour(value, f"{where}.{name}") for name, value in members.items() if not name.startswith("_")
        },
        sandbox_fails=count(sandbox.get("fails", 0), f"{where}._sandbox.fails"),
        sandbox_dies=tuple(
            millis(each, f"{where}._sandbox.dies") for each in (dies if isinstance(dies, list) else [dies])
        ),
    )


MEMBERS = ("runs", "on_sigterm", "exec", "image", "ports", "uses")
USABLE = ("memory", "ephemeral-storage")
RUN_MEMBERS = ("after", "exit", "reason", "message", "log", "forever", "start", "create", "on_sigterm")


def _behaviour(data: object, where: str) -> Behaviour:
    members = mapping(data, where, MEMBERS)
    runs = members.get("runs", [{}])
    if not isinstance(runs, list) or not runs:
        raise ScriptError(f"{where}.runs: expected a list of at least one run")
    image = mapping(members.get("image", {}), f"{where}.image", ("fails", "takes"))
    return Behaviour(
        runs=tuple(_run(run, f"{where}.runs[{number}]") for number, run in enumerate(runs)),
        on_sigterm=_sigterm(members.get("on_sigterm"), f"{where}.on_sigterm"),
        exec=read_table(members.get("exec", {}), f"{where}.exec", exec_answer),
        ports=read_ports(members.get("ports", {}), f"{where}.ports"),
        pull_fails=count(image.get("fails", 0), f"{where}.image.fails"),
        pull_takes=millis(image.get("takes", 0), f"{where}.image.takes"),
        uses={
            name: amount(each, f"{where}.uses.{name}")
            for name, each in mapping(members.get("uses", {}), f"{where}.uses", USABLE).items()
        },
    )


def _run(data: object, where: str) -> Run:
    members = mapping(data, where, RUN_MEMBERS)
    after = members.get("after")
    return Run(
        after=None if after is None or members.get("forever") else millis(after, f"{where}.after"),
        exit=count(members.get("exit", 0), f"{where}.exit"),
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
    if not isinstance(data, dict):
        raise ScriptError(
            f"{where}: {data!r} is no answer to a signal; expected ignore, or a mapping of after and exit"
        )
    members = mapping(data, where, ("after", "exit"))
    return Answer(millis(members.get("after", 0), f"{where}.after"), count(members.get("exit", 0), f"{where}.exit"))


def exec_answer(data: object, where: str) -> Answer:
    """`"ok"`, `"fail"`, `"error"`, `"hang"` or `{"takes", "exit"}`."""
    words = {"ok": Answer(0, 0), "fail": Answer(0, 1), "error": Answer(0, 0, is_error=True), "hang": Answer(None)}
    if isinstance(data, str):
        if data not in words:
            raise ScriptError(f"{where}: {data!r} is no answer; expected one of {', '.join(words)} or a mapping")
        return words[data]
    members = mapping(data, where, ("takes", "exit"))
    return Answer(millis(members.get("takes", 0), f"{where}.takes"), count(members.get("exit", 0), f"{where}.exit"))

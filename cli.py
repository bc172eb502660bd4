"""cli: the command `podlaw`; it gathers the folders' sub-commands and imports only the one that is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

import click

from . import __version__

WRONG_INPUT, INTERRUPTED, CLOSED_PIPE = 2, 130, 141  # the last two are what a shell reports for SIGINT and SIGPIPE


class Door(NamedTuple):
    """Where a sub-command lives (`module:attribute`, the module relative to this one) and what `--help` says of it."""

    target: str
    help: str


# fmt: off
COMMANDS: Mapping[str, Door] = {
    "run":        Door(".model.cluster.commands:run",                    "Run manifests in a simulated cluster."),
    "check":      Door(".properties.commands:check",                     "Explore a World and check every law in it."),
    "laws":       Door(".properties.commands:laws",                      "List the laws."),
    "explain":    Door(".properties.commands:explain",                   "Tell all that is known of one law or rule."),
    "replay":     Door(".properties.replay.commands:replay",             "Run recorded scenarios and compare."),
    "trace":      Door(".properties.trace.commands:trace",               "Judge what a cluster showed of its Pods."),
    "vectors":    Door(".properties.vectors.commands:vectors",           "Compare the rules with recorded answers."),
    "recordings": Door(".properties.recordings.commands:recordings",     "Compare with whole sets of recordings."),
    "bench":      Door(".properties.bench.commands:bench",               "Measure how fast it all is."),
    "coschedule": Door(".diagrams.coscheduling.commands:coschedule",     "Compare strategies for tasks that belong together."),
    "timeline":   Door(".diagrams.timeline.commands:timeline",           "Draw recorded lives of Pods as a chart."),
    "draw":       Door(".diagrams.commands:draw",                        "Draw the state machines."),
}
# fmt: on

EXTRAS: Mapping[str, str] = {
    "numpy": "explore",
    "numba": "fast",
    "graphviz": "draw",
    "matplotlib": "plot",
    "hypothesis": "verify",
}
"""Third-party module -> the extra of this package that installs it."""


class MissingExtra(click.ClickException):
    """A sub-command needs `module`, which was not installed; exit status 2."""

    exit_code = WRONG_INPUT

    def __init__(self, module: str) -> None:
        super().__init__(f"this needs {module}, which is not installed: pip install 'podlaw[{EXTRAS[module]}]'")
        self.module = module


class LazyGroup(click.Group):
    """A group whose sub-commands are rows of COMMANDS: listed without being imported."""

    def invoke(self, ctx: click.Context) -> object:
        """Call the sub-command; raises MissingExtra where it asks for a library that is not installed."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as missing:
            if (module := (missing.name or "").partition(".")[0]) not in EXTRAS:
                raise
            raise MissingExtra(module) from missing

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the sub-command, or None where the table has no such name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].target.split(":")
        command = getattr(import_module(module, __package__), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{attribute} is no click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table as `--help` shows it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, door.help) for name, door in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="podlaw")
def podlaw() -> None:
    """The executable reference semantics of the Kubernetes Pod.

    Exit status: 0 fine; 1 the checked thing is wrong; 2 bad usage or bad input; 130 interrupted; 141 the reader of
    the output went away.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line (default: this process's) and exit with its status; a closed pipe ends it in silence."""
    try:
        try:
            status = dispatch(sys.argv[1:] if arguments is None else arguments)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        discard_pending_output()
        status = CLOSED_PIPE
    sys.exit(status)


def dispatch(arguments: Sequence[str]) -> int:
    """Call the sub-command; its exit status is what it returned or exited with, or that of the refusal it raised."""
    try:
        with podlaw.make_context("podlaw", list(arguments), obj=Companions()) as context:
            result = podlaw.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as refusal:
        refusal.show()
        return refusal.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    return result if isinstance(result, int) else 0


class Companions:
    """What `podlaw run`, which is part of the model, gets of the floors above it; they are imported when they are asked for."""

    def judge(self) -> object:
        """What checks the laws on a run."""
        return law_judge()

    def timeline(self, run: Any) -> str:
        """The run as a chart."""
        from .diagrams.timeline.of_run import timeline_of_run

        return timeline_of_run(run)


def law_judge() -> object:
    """A judge with every law of what is seen."""
    from .properties.run_judge import RunJudge

    return RunJudge()


def discard_pending_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush has nobody to complain to."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())


if __name__ == "__main__":
    main()

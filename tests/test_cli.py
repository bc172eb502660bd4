"""cli: the command finds its sub-commands, imports little, and ends with the status that it promises."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import podlaw
from podlaw import cli

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "init-and-apps.yaml"
Ends = Callable[..., object]
HEAVY = ("graphviz", "hypothesis", "numba", "numpy", "pytest")


def modules_after(code: str) -> set[str]:
    """The modules that a fresh interpreter has imported once it has run the code."""
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
    done = subprocess.run([sys.executable, "-c", report + code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`podlaw` with these arguments, in a process of its own."""
    return subprocess.run([sys.executable, "-m", "podlaw.cli", *arguments], capture_output=True, text=True, check=False)


@click.command()
@click.option("--status", type=int)
@click.option("--how", default="return")
def pretended(status: int | None, how: str) -> int | None:
    """A sub-command that ends as it is told."""
    if how == "exit":
        raise SystemExit(status)
    if how == "context":
        click.get_current_context().exit(status or 0)
    if how == "interrupt":
        raise KeyboardInterrupt
    if how == "numpy":
        raise ModuleNotFoundError("No module named 'numpy'", name="numpy")
    return status


@pytest.fixture
def status_of(monkeypatch: pytest.MonkeyPatch) -> Ends:
    """The status with which `podlaw pretended …` ends."""
    monkeypatch.setitem(cli.COMMANDS, "pretended", cli.Door("tests:pretended", ""))
    monkeypatch.setattr(cli, "import_module", lambda *_: sys.modules[__name__])

    def status_of(*arguments: str) -> object:
        with pytest.raises(SystemExit) as stop:
            cli.main(["pretended", *arguments])
        return stop.value.code

    return status_of


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_row_of_the_table_leads_to_a_command(name: str) -> None:
    command = cli.podlaw.get_command(click.Context(cli.podlaw), name)
    assert command is not None
    assert command.name == name
    assert command.help, "a sub-command says what it does"


def test_importing_podlaw_imports_nothing_else() -> None:
    assert not {name.partition(".")[0] for name in modules_after("import podlaw")} & {
        "attrs",
        "click",
        "transitions",
        *HEAVY,
    }


def test_help_imports_no_subcommand() -> None:
    imported = modules_after("import podlaw.cli; podlaw.cli.main(['--help'])")
    assert {name for name in imported if name.startswith("podlaw.")} == {"podlaw.cli"}
    assert not imported & {"attrs", "rich", "transitions", *HEAVY}


def test_running_an_example_imports_no_heavy_library() -> None:
    assert not modules_after(f"import podlaw.cli; podlaw.cli.main(['run', {str(EXAMPLE)!r}, '--until', '10s'])") & set(
        HEAVY
    )


def test_help_lists_the_subcommands_in_the_order_of_the_table() -> None:
    lines = run("--help").stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines] == list(cli.COMMANDS)


def test_version() -> None:
    assert run("--version").stdout == f"podlaw, version {podlaw.__version__}\n"


@pytest.mark.parametrize("arguments", [["no-such-command"], ["--no-such-option"], ["run", "--no-such-option"]])
def test_a_usage_error_ends_with_two_and_one_line_that_says_why(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith("Error: No such")


@pytest.mark.parametrize("how", ["return", "exit", "context"])
def test_a_subcommand_may_return_its_status_or_exit_with_it(status_of: Ends, how: str) -> None:
    assert status_of("--status", "1", "--how", how) == 1


def test_a_subcommand_that_says_nothing_was_fine(status_of: Ends) -> None:
    assert status_of() == 0


def test_an_interrupt_ends_with_130(status_of: Ends, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("--how", "interrupt") == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_missing_library_is_named_with_the_extra_that_brings_it(
    status_of: Ends, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of("--how", "numpy") == 2
    assert capsys.readouterr().err == "Error: this needs numpy, which is not installed: pip install 'podlaw[explore]'\n"


ENDLESS = """
import sys, click
from podlaw import cli

@click.command()
def endless():
    while True:
        click.echo("line")

cli.COMMANDS["endless"] = cli.Door("endless:endless", "")
cli.import_module = lambda *_: sys.modules["__main__"]
cli.main(["endless"])
"""


def test_a_reader_who_leaves_ends_it_in_silence() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"line\n"
        process.stdout.close()
        assert (process.wait(timeout=30), process.stderr.read()) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_control_c_ends_it_without_a_traceback() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"line\n"
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=30)
        assert (process.returncode, complaints) == (130, b"")

"""readme: its example runs, its commands exist and its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from podlaw.cli import COMMANDS, podlaw


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_example_runs_and_prints_what_stands_below_it(root: Path, readme: str) -> None:
    (example,) = blocks(readme, "python")
    (output,) = blocks(readme, "text")
    done = subprocess.run([sys.executable, "-c", example], cwd=root, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (output, "")


def test_the_example_has_about_ten_lines(readme: str) -> None:
    assert len(blocks(readme, "python")[0].splitlines()) <= 12


def test_every_make_command_has_its_target(root: Path, readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)", "".join(blocks(readme, "sh")), re.MULTILINE))
    named |= set(re.findall(r"`make ([a-z]+)", readme))
    assert {"demo", "test"} <= named <= targets


def test_every_subcommand_is_named(readme: str) -> None:
    assert [name for name in COMMANDS if f"podlaw {name}" not in readme] == []


def test_every_named_subcommand_exists(readme: str) -> None:
    context = click.Context(podlaw)
    assert set(re.findall(r"`podlaw ([a-z]+)", readme)) <= set(podlaw.list_commands(context))


def test_the_two_commands_stand_in_the_first_screen(readme: str) -> None:
    first_screen = "\n".join(readme.splitlines()[:24])
    assert "make demo" in first_screen
    assert "make test" in first_screen


@pytest.mark.parametrize(
    "page", ["README.md", "CHANGELOG.md", "docs/index.md", "docs/scope.md", "docs/coscheduling.md"]
)
def test_every_link_leads_somewhere(root: Path, page: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (root / page).read_text("utf-8"))
    assert [target for target in targets if not ((root / page).parent / target).exists()] == []

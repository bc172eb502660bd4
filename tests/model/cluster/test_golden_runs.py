"""Golden runs: tests/runs/*.txt hold a command line and what it prints; `--rewrite` makes them, a person reads them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Podlaw

VERDICT = re.compile(r"^Laws: .*$", re.MULTILINE)
"""Its counts are left out: they grow with every law that is written."""

OutputOf = Callable[..., str]
ROOT = Path(__file__).parents[3]
RUNS = sorted((ROOT / "tests" / "runs").glob("*.txt"))


def command_of(golden: Path) -> list[str]:
    """The arguments in its first line, `$ podlaw run ...`."""
    dollar, program, *arguments = shlex.split(golden.read_text("utf-8").splitlines()[0])
    assert (dollar, program) == ("$", "podlaw")
    return arguments


@pytest.fixture
def output_of(podlaw: Podlaw, monkeypatch: pytest.MonkeyPatch) -> OutputOf:
    """What a command prints, in the root of the checkout; it must end well and complain of nothing."""
    monkeypatch.chdir(ROOT)

    def output_of(*arguments: str) -> str:
        done = podlaw(*arguments)
        assert (done.status, done.err) == (0, "")
        return VERDICT.sub(lambda verdict: re.sub(r"\d+", "...", verdict[0]), done.out)

    return output_of


@pytest.mark.parametrize("golden", RUNS, ids=lambda golden: golden.stem)
def test_a_run_driven_by_the_reference_prints_what_is_written(
    golden: Path, output_of: OutputOf, request: pytest.FixtureRequest
) -> None:
    first_line = golden.read_text("utf-8").splitlines()[0]
    text = f"{first_line}\n{output_of(*command_of(golden), '--reference')}"
    if request.config.getoption("--rewrite"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("golden", RUNS, ids=lambda golden: golden.stem)
def test_the_fast_run_prints_the_same(golden: Path, output_of: OutputOf) -> None:
    assert output_of(*command_of(golden)) == golden.read_text("utf-8").partition("\n")[2]


def run_in_a_process(golden: Path, hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "podlaw.cli", *command_of(golden), "-o", "json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("name", ["demo", "faults", "three-pods"])
def test_a_run_is_the_same_byte_for_byte_under_any_hash_seed(name: str) -> None:
    golden = ROOT / "tests" / "runs" / f"{name}.txt"
    first = run_in_a_process(golden, "0")
    assert first == run_in_a_process(golden, "0")
    assert first == run_in_a_process(golden, "4242")


def test_another_seed_is_another_run(output_of: OutputOf) -> None:
    arguments = command_of(ROOT / "tests" / "runs" / "demo.txt")
    assert output_of(*arguments) != output_of(*arguments, "--seed", "1")

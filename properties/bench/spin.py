"""SPIN: the same scope in another model checker, where the programs `spin` and a C compiler are there."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from .measure import childrens_time

FLAGS = ("-O3", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=8192")
"""Full speed, no reductions, at most 8 GB."""

DEPTH = 2_000_000
"""The longest path that its search may go."""


class Unavailable(Exception):
    """SPIN cannot be run here; the message says what is missing or what it said."""


@frozen
class SpinRun:
    """What SPIN found, and the seconds of processor time that its search took."""

    states: int
    transitions: int
    seconds: float


def programs() -> tuple[str, str]:
    """The programs `spin` and a C compiler; raises Unavailable by name."""
    spin, compiler = shutil.which("spin"), shutil.which("cc") or shutil.which("gcc")
    if spin is None or compiler is None:
        missing = [name for name, found in (("spin", spin), ("a C compiler", compiler)) if found is None]
        raise Unavailable(f"not installed: {', '.join(missing)}")
    return spin, compiler


def run(model: str, *, states: int) -> SpinRun:
    """Search the model, which has about so many states; raises Unavailable."""
    spin, compiler = programs()
    table = str(max(20, states.bit_length()))
    with TemporaryDirectory() as folder:
        Path(folder, "model.pml").write_text(model, "utf-8")
        _call(folder, spin, "-a", "-o1", "-o2", "model.pml")
        _call(folder, compiler, *FLAGS, "-w", "-o", "pan", "pan.c")
        said, seconds = childrens_time(lambda: _call(folder, "./pan", "-E", f"-m{DEPTH}", f"-w{table}"))
    found = re.search(r"(\d+) states, stored\b.*?(\d+) transitions", said, re.DOTALL)
    errors = re.search(r"errors: (\d+)", said)
    if found is None or errors is None or "max search depth too small" in said or "out of memory" in said:
        raise Unavailable(
            f"its search did not end: {said.strip().splitlines()[0] if said.strip() else 'it said nothing'}"
        )
    if errors[1] != "0":
        raise Unavailable(f"it found {errors[1]} errors")
    return SpinRun(int(found[1]), int(found[2]), seconds)


def _call(folder: str, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"{Path(command[0]).name} failed: {_last(done.stdout + done.stderr)}")
    return done.stdout


def _last(text: str) -> str:
    lines: Sequence[str] = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing"

"""The same input and seed give the same run, byte for byte, whatever Python's hashes are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "init-and-apps.yaml"
ARGUMENTS = (
    "--node", "a=4,8Gi", "--node", "b=4,8Gi", "--until", "5m", "--at", "20s:restart-kubelet:node/a",
    "--at", "40s:sandbox-dies:pod/{pod}", "--at", "2m:delete:pod/{pod}",
)  # fmt: skip


def run(hash_seed: str, *more: str) -> bytes:
    """What `podlaw run -o json` writes in a process of its own."""
    name = next(line.split(":")[1].strip() for line in EXAMPLE.read_text().splitlines() if line.startswith("  name:"))
    arguments = [each.format(pod=name) for each in ARGUMENTS]
    return subprocess.run(
        [sys.executable, "-m", "podlaw.cli", "run", str(EXAMPLE), *arguments, *more, "-o", "json"],
        env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True, check=True,
    ).stdout  # fmt: skip


@pytest.fixture(scope="module")
def first() -> bytes:
    return run("0")


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_the_same_run_is_the_same_to_the_last_byte(first: bytes, hash_seed: str) -> None:
    assert len(first) > 10_000
    assert run(hash_seed) == first


def test_the_reference_machines_make_the_same_run(first: bytes) -> None:
    assert run("7", "--reference") == first


def test_another_seed_makes_another_run(first: bytes) -> None:
    other = json.loads(run("0", "--seed", "1"))
    assert other != json.loads(first)

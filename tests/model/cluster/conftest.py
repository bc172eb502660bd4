"""conftest: `podlaw` called in this process, and a folder with one manifest in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import frozen

from podlaw import cli

WEB = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: app
    image: img.example/app:1
"""

OTHER = """\
apiVersion: v1
kind: Namespace
metadata:
  name: other
---
""" + WEB.replace("name: web", "name: web\n  namespace: other")
"""The same Pod in a namespace of its own."""


@frozen
class Ended:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


Podlaw = Callable[..., Ended]


@pytest.fixture
def podlaw(capsys: pytest.CaptureFixture[str]) -> Podlaw:
    """Call `podlaw` with these arguments."""

    def podlaw(*arguments: str) -> Ended:
        status = cli.dispatch(arguments)
        printed = capsys.readouterr()
        return Ended(status, printed.out, printed.err)

    return podlaw


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, but for web.yaml."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "web.yaml").write_text(WEB, "utf-8")
    return tmp_path

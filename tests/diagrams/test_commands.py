"""commands: `podlaw draw` writes what was asked for, whole or not at all, and refuses the rest with status 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from podlaw.diagrams import commands
from podlaw.diagrams.commands import draw, write_together
from podlaw.diagrams.dot import dot
from podlaw.diagrams.mermaid import mermaid
from podlaw.diagrams.picture import picture_of
from podlaw.diagrams.svg import ADVICE
from podlaw.model.kinds import KINDS
from podlaw.model.kubelet.sandbox import SANDBOX

NAMES = [kind.name for kind in KINDS]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(draw, [str(argument) for argument in arguments])


@pytest.mark.parametrize(("wanted", "suffix"), [("dot", "dot"), ("mermaid", "mmd"), ("md", "md"), ("svg", "svg")])
def test_all_kinds_are_written_in_each_format(wanted: str, suffix: str, tmp_path: Path, needs_dot: None) -> None:
    done = run("--format", wanted, "-o", tmp_path / "new" / "folder")
    also = {"index.md"} if wanted == "md" else set()
    assert done.exit_code == 0, done.output
    assert {file.name for file in (tmp_path / "new" / "folder").iterdir()} == {
        f"{name}.{suffix}" for name in NAMES
    } | also


def test_named_kinds_alone_are_written(tmp_path: Path) -> None:
    done = run("pod-worker", "sandbox", "sandbox", "--format", "md", "-o", tmp_path)
    assert (done.exit_code, done.output) == (0, f"2 files in {tmp_path}\n")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["pod-worker.md", "sandbox.md"]


def test_a_dash_prints_one_kind_and_nothing_else() -> None:
    done = run("sandbox", "--format", "mermaid", "-o", "-")
    assert (done.exit_code, done.output) == (0, mermaid(picture_of(SANDBOX)))


@pytest.mark.parametrize("names", [(), ("sandbox", "pod-worker")])
def test_a_dash_prints_no_more_than_one(names: tuple[str, ...]) -> None:
    done = run(*names, "-o", "-")
    assert done.exit_code == 2
    assert "prints one KIND" in done.output


@pytest.mark.parametrize("name", ["pod_worker", "Pod-Worker", "podworker"])
def test_an_unknown_kind_is_refused_with_a_near_one_and_the_list(name: str, tmp_path: Path) -> None:
    done = run("sandbox", name, "-o", tmp_path / "new")
    assert done.exit_code == 2
    assert f"no Kind is called {name} (perhaps pod-worker). There are {', '.join(NAMES)}." in done.output
    assert not (tmp_path / "new").exists()


def test_a_kind_like_no_other_is_refused_without_a_guess() -> None:
    assert "no Kind is called xyzzy. There are " in run("xyzzy").output


def test_without_dot_the_pictures_are_written_as_dot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    done = run("sandbox", "-o", tmp_path)
    assert (done.exit_code, done.stderr) == (0, f"{ADVICE}\n")
    assert [file.name for file in tmp_path.iterdir()] == ["sandbox.dot"]
    assert (tmp_path / "sandbox.dot").read_text("utf-8") == dot(picture_of(SANDBOX))


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("sandbox", "--format", "dot", "-o", tmp_path / "file")
    assert done.exit_code == 2
    assert f"cannot write to {tmp_path / 'file'}: " in done.output


def test_nothing_is_written_where_one_kind_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(picture: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setitem(commands.FORMATS, "dot", commands.Format("dot", refuse))
    assert isinstance(run("--format", "dot", "-o", tmp_path).exception, ZeroDivisionError)
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_touched_where_another_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("before")
    with pytest.raises(OSError, match="No such file"):
        write_together(tmp_path, {"a.md": "after", "no-folder/b.md": "text"})
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_text() == "before"

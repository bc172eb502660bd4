"""commands: a chart of a run, a chart of recordings, and bad input."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.cli import dispatch

ROOT = Path(__file__).parents[3]
TRACE = ROOT / "tests" / "data" / "traces" / "term-grace-5.json"
EXAMPLE = ROOT / "docs" / "examples" / "init-and-apps.yaml"


def test_a_run_is_drawn_with_what_was_done(tmp_path: Path) -> None:
    file = tmp_path / "run.svg"
    words = ("run", str(EXAMPLE), "--until", "1m", "--at", "20s:delete:pod/shop", "--svg", str(file))
    assert dispatch([word.replace("pod/shop", f"pod/{_name()}") for word in words]) == 0
    assert f"delete pod/{_name()}" in file.read_text("utf-8")


def _name() -> str:
    from podlaw.model.objects.manifest import read_manifests

    (manifest,) = read_manifests([str(EXAMPLE)])
    return str(manifest.object.metadata.name)


def test_two_recordings_stand_one_above_the_other(tmp_path: Path) -> None:
    file = tmp_path / "two.svg"
    assert dispatch(["timeline", str(TRACE), str(TRACE), "-o", str(file)]) == 0
    assert file.read_text("utf-8").count('class="title"') == 4


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("run", str(EXAMPLE), "--svg", "chart.png"), "expected a name that ends in .svg"),
        (("run", str(EXAMPLE), "--svg", "no-such-folder/chart.svg"), "there is no folder 'no-such-folder'"),
        (("timeline", "missing.json", "-o", "x.svg"), "missing.json: No such file"),
        (("timeline", str(EXAMPLE), "-o", "x.svg"), "no recording"),
        (("timeline", str(TRACE)), "-o"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(
    arguments: tuple[str, ...],
    complaint: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert dispatch(arguments) == 2
    assert complaint in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []

"""files: text without a path of somebody's machine, scripts that can be run, and the licence."""

from __future__ import annotations

import os
import re
from pathlib import Path

OWN_FOLDERS = re.compile(r"(?<![\w.\-/])/(?:work|root|home/\w+|Users/\w+)/")
RECORDED = (Path("tests/data"), Path("docs/examples"))  # a container's command may name any path of the container


def test_no_file_names_a_path_of_a_machine(root: Path, files: list[Path]) -> None:
    named = []
    for file in files:
        if file == Path(__file__).relative_to(root) or any(file.is_relative_to(folder) for folder in RECORDED):
            continue
        for number, line in enumerate((root / file).read_text("utf-8", "replace").splitlines(), 1):
            named += [f"{file}:{number}: {line.strip()}" for _ in OWN_FOLDERS.finditer(line)]
    assert named == []


def test_scripts_are_executable(root: Path, files: list[Path]) -> None:
    scripts = [file for file in files if file.parts[0] == ".ci"]
    assert Path(".ci/run") in scripts
    assert [script for script in scripts if not os.access(root / script, os.X_OK)] == []


def test_the_licence_is_whole(root: Path) -> None:
    text = (root / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_package_is_marked_as_typed(root: Path) -> None:
    assert (root / "py.typed").exists()

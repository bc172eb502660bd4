"""packages: what pyproject.toml says is installed, against what is there."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path


def test_every_folder_of_modules_is_listed_in_pyproject(root: Path, modules: list[Path]) -> None:
    listed = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    folders = sorted({".".join(("podlaw", *module.parent.parts)) for module in modules})
    wanted = "".join(f'    "{folder}",\n' for folder in folders)
    assert listed == folders, f"pyproject.toml, [tool.setuptools] packages should be:\n{wanted}"


def test_every_folder_of_modules_has_an_init(root: Path, modules: list[Path]) -> None:
    assert [
        folder
        for folder in sorted({module.parent for module in modules})
        if not (root / folder / "__init__.py").exists()
    ] == []


def test_the_package_can_be_imported_from_any_folder(tmp_path: Path) -> None:
    code = "import podlaw.model.objects.pod as pod; print(pod.Pod().kind)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "Pod\n"


def test_the_tests_run_on_this_checkout_and_not_on_another(root: Path) -> None:
    import podlaw

    assert Path(podlaw.__file__).resolve() == (root / "__init__.py").resolve()

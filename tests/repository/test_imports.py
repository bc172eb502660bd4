"""imports: they run one way (model <- properties <- diagrams), are relative, and each floor has its libraries."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FLOORS = ("model", "properties", "diagrams")
MODEL = {"attr", "attrs", "cattrs", "transitions", "yaml"}
COMMANDS = {"click", "rich"}
LIBRARIES = {
    "model": MODEL,
    "properties": MODEL | COMMANDS | {"hypothesis", "numba", "numpy", "pytest"},
    "diagrams": MODEL | COMMANDS | {"graphviz", "matplotlib"},
}


def imports(root: Path, module: Path) -> Iterator[tuple[int, bool, str]]:
    """Each import of the module: its line, whether it is relative, and the full name of what is imported."""
    here = ("podlaw", *module.parent.parts)
    for node in ast.walk(ast.parse((root / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, False, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = (*here[: len(here) - node.level + 1], node.module) if node.level else (node.module,)
            yield from (
                (node.lineno, node.level > 0, ".".join((*filter(None, base), name.name))) for name in node.names
            )


def test_imports_inside_the_package_are_relative(root: Path, modules: list[Path]) -> None:
    absolute = [
        f"{module}:{line}: {name}"
        for module in modules
        for line, relative, name in imports(root, module)
        if not relative and name.partition(".")[0] in ("podlaw", *FLOORS)
    ]
    assert absolute == []


def test_imports_run_from_diagrams_to_properties_to_model(root: Path, modules: list[Path]) -> None:
    upward = []
    for module in modules:
        if len(module.parts) == 1:
            continue
        height = FLOORS.index(module.parts[0])
        for line, _, name in imports(root, module):
            parts = name.split(".")
            if parts[0] == "podlaw" and (parts[1] not in FLOORS or FLOORS.index(parts[1]) > height):
                upward.append(f"{module}:{line}: {name}")
    assert upward == []


def test_each_floor_imports_only_its_libraries(root: Path, modules: list[Path]) -> None:
    foreign = []
    for module in modules:
        if len(module.parts) == 1:
            continue
        allowed = LIBRARIES[module.parts[0]] | (COMMANDS if module.name in ("commands.py", "terminal.py") else set())
        for line, _, name in imports(root, module):
            library = name.partition(".")[0]
            if library not in allowed | sys.stdlib_module_names | {"podlaw"}:
                foreign.append(f"{module}:{line}: {library}")
    assert foreign == []

"""modules: each is short and says in its first sentence what it is about; the root one holds the version only."""

from __future__ import annotations

import ast
import re
from pathlib import Path

MOST_LINES = 350


def letters(text: str) -> str:
    """Lower case, letters only, as names and headings are compared."""
    return re.sub(r"[^a-z]", "", text.lower())


def names_its_subject(module: Path, sentence: str) -> bool:
    """The words before the colon (or the first six) hold part of the file's name, as `Crash-loop back-off: …` does."""
    heading = sentence.partition(":")[0] if ":" in sentence else " ".join(sentence.split()[:6])
    return any(letters(part).rstrip("s")[:4] in letters(heading) for part in module.stem.split("_"))


def test_the_root_holds_a_docstring_and_the_version_only(root: Path) -> None:
    docstring, version = ast.parse((root / "__init__.py").read_text("utf-8")).body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(version, ast.Assign)
    assert ast.unparse(version.targets[0]) == "__version__"


def test_no_configuration_of_pytest_lies_at_the_root(root: Path) -> None:
    assert not (root / "conftest.py").exists()


def test_every_module_begins_with_one_sentence_about_its_subject(root: Path, modules: list[Path]) -> None:
    silent = []
    for module in modules:
        docstring = ast.get_docstring(ast.parse((root / module).read_text("utf-8")))
        if module.name == "__init__.py" and docstring is None:
            continue
        sentence = " ".join((docstring or "").partition("\n\n")[0].split())
        if not sentence.endswith((".", ":")) or re.search(r"[.!?] [A-Z]", sentence):
            silent.append(f"{module}: its docstring does not begin with one sentence and an empty line: {sentence!r}")
        elif module.name != "__init__.py" and not names_its_subject(module, sentence):
            silent.append(f"{module}: its docstring does not begin with its subject: {sentence!r}")
    assert silent == []


def test_every_file_of_code_can_be_read_in_one_sitting(root: Path, files: list[Path]) -> None:
    code = [file for file in files if file.suffix == ".py"]
    lengths = {str(file): len((root / file).read_text("utf-8").splitlines()) for file in code}
    assert {file: length for file, length in lengths.items() if length > MOST_LINES} == {}

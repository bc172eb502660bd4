"""runner: reads files of vectors, puts each case to the rule that it is about, and compares the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from .answers import Answer, answerer
from .compare import Difference, differences
from .structure import NotStructured

SUFFIX = ".jsonl"


class BadVectors(ValueError):
    """A path or a line that cannot be read as vectors; its text is `path:line: what`, without a line for the whole."""

    def __init__(self, path: Path, line: int | None, what: str) -> None:
        super().__init__(f"{path}: {what}" if line is None else f"{path}:{line}: {what}")
        self.path = path
        self.line = line
        self.what = what


@frozen
class Case:
    """One line of a file: the question `given` and the `recorded` answer."""

    path: Path
    line: int
    id: str
    given: dict[str, Any]
    recorded: Any


@frozen
class Disagreement:
    """A case whose answer differs, with every place where it does."""

    case: Case
    differences: tuple[Difference, ...]


@frozen
class Outcome:
    """What became of one file; of one that is not implemented no case agrees."""

    name: str
    total: int
    agree: int
    implemented: bool
    disagreements: tuple[Disagreement, ...] = ()


def vector_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files that the paths mean, a folder's in the order of their names; raises BadVectors where nothing is."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(path.glob(f"*{SUFFIX}"))
            if not found:
                raise BadVectors(path, None, f"the folder holds no *{SUFFIX} file")
            files += found
        elif path.exists():
            files.append(path)
        else:
            raise BadVectors(path, None, "no such file or folder")
    return tuple(files)


def check_file(path: Path, *, keep: int = 3) -> Outcome:
    """Put every case of the file to its rule; `keep` is the number of disagreements that the outcome carries."""
    name = path.name.removesuffix(SUFFIX)
    answer = answerer(name)
    total = agree = 0
    kept: list[Disagreement] = []
    for case in read_cases(path):
        total += 1
        if answer is None:
            continue
        found = differences(case.recorded, ask(answer, case))
        if not found:
            agree += 1
        elif len(kept) < keep:
            kept.append(Disagreement(case, found))
    return Outcome(name, total, agree, answer is not None, tuple(kept))


def ask(answer: Answer, case: Case) -> Any:
    """The rule's answer; what the rule raises is an answer too, and one that agrees with nothing recorded."""
    try:
        return answer(case.given)
    except NotStructured as error:
        raise BadVectors(case.path, case.line, f"{case.id}: {error}") from error
    except Exception as error:  # noqa: BLE001 -- one case that breaks a rule must not hide the others
        return {"raised": f"{type(error).__name__}: {error}"}


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file, one a line; raises BadVectors at the first line that is none."""
    seen: dict[str, int] = {}
    for number, line in enumerate(lines_of(path), 1):
        case = parse_case(path, number, line)
        if case.id in seen:
            raise BadVectors(path, number, f"id {case.id!r} is that of line {seen[case.id]} too")
        seen[case.id] = number
        yield case


def lines_of(path: Path) -> Iterator[bytes]:
    """The file's lines; raises BadVectors where it cannot be read."""
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise BadVectors(path, None, error.strerror or str(error)) from error


def parse_case(path: Path, number: int, line: bytes) -> Case:
    """The line `{"id": ..., "in": {...}, "out": ...}`; raises BadVectors for any other."""
    try:
        read = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadVectors(path, number, f"not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        raise BadVectors(path, number, f"not JSON: {error.msg} (column {error.colno})") from error
    except RecursionError as error:
        raise BadVectors(path, number, "nested too deeply") from error
    if not isinstance(read, dict):
        raise BadVectors(path, number, f"an object was expected, not {type(read).__name__}")
    for key, kind in (("id", str), ("in", dict), ("out", dict)):
        if key not in read:
            raise BadVectors(path, number, f"{key}: is missing")
        if not isinstance(read[key], kind):
            raise BadVectors(path, number, f"{key}: {kind.__name__} was expected, not {type(read[key]).__name__}")
    return Case(path, number, read["id"], read["in"], read["out"])

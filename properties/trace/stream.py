"""Stream: a file's JSON values or YAML documents one after another, each with its line, in memory for one of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ...model.objects.located import Unreadable, plain
from ...model.objects.yaml_reader import read_yaml

LARGEST = 64 * 2**20
"""Characters of one value: no watch event and no list of Pods that is looked at as one comes near it."""

_SPACE = re.compile(r"\s*")


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


class BadTrace(Exception):
    """The file cannot be read any further; the text is `file:line: what is wrong`."""

    def __init__(self, path: str, line: int, sentence: str) -> None:
        super().__init__(f"{path}:{line}: {sentence}")
        self.line = line


def lines_of(path: Path) -> Iterator[str]:
    """The lines with their ends; raises BadTrace where one is no UTF-8 or the file cannot be read."""
    number = 0
    try:
        with path.open("rb") as file:
            while line := file.readline(LARGEST + 1):
                number += 1
                yield line.decode("utf-8")
    except OSError as error:
        raise BadTrace(str(path), max(number, 1), error.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise BadTrace(str(path), number, "not UTF-8") from None


def json_values(lines: Iterable[str], path: str) -> Iterator[tuple[int, Any]]:
    """The values, with the line on which each begins; raises BadTrace.

    They may stand one on a line, several on a line, or be spread over lines as kubectl prints them: a value that is
    spread ends with a line that begins with its closing bracket.
    """
    held: list[str] = []
    size, first = 0, 1
    for number, line in enumerate(lines, 1):
        if not held and not line.strip():
            continue
        if not held:
            first = number
        elif line[0] == "{":
            raise BadTrace(path, first, f"a value that is cut off: the next one begins on line {number}")
        held.append(line)
        size += len(line)
        if size > LARGEST:
            raise BadTrace(path, first, f"one value is larger than {LARGEST // 2**20} MiB")
        if len(held) == 1 or line[0] in "}]":
            text = "".join(held)
            values, rest = _decode(text, path, first, is_whole=False)
            yield from values
            held = [text[rest:]] if rest < len(text) else []
            size, first = len(text) - rest, first + text.count("\n", 0, rest)
    if held:
        values, _ = _decode("".join(held), path, first, is_whole=True)
        yield from values


def _decode(text: str, path: str, first: int, *, is_whole: bool) -> tuple[list[tuple[int, Any]], int]:
    """The values in this text, which begins on the line `first`, and where what is not a whole value begins."""
    values: list[tuple[int, Any]] = []
    position = 0
    while (begin := _end_of_space(text, position)) < len(text):
        line = first + text.count("\n", 0, begin)
        try:
            value, position = _DECODER.raw_decode(text, begin)
        except json.JSONDecodeError as error:
            is_open = _end_of_space(text, error.pos) >= len(text)
            if is_open and not is_whole:
                return values, begin
            wrong = "ends in the middle of a value" if is_open else f"not JSON: {error.msg}"
            raise BadTrace(path, first + text.count("\n", 0, error.pos), wrong) from None
        except RecursionError:
            raise BadTrace(path, line, "nested too deeply") from None
        except ValueError as error:
            raise BadTrace(path, line, f"not JSON: {error}") from None
        values.append((line, value))
    return values, len(text)


def yaml_values(lines: Iterable[str], path: str) -> Iterator[tuple[int, Any]]:
    """The documents, with the line on which each begins; raises BadTrace.

    A line `---` parts them, and so does the next `apiVersion:` at the left: outputs of kubectl one after another.
    """
    held: list[str] = []
    first, has_version = 1, False
    for number, line in enumerate(lines, 1):
        is_version = line.startswith("apiVersion:")
        if held and (line.startswith("---") or (is_version and has_version)):
            yield from _documents(held, path, first)
            held, first, has_version = [], number, False
        held.append(line)
        has_version = has_version or is_version
    yield from _documents(held, path, first)


def _documents(lines: list[str], path: str, first: int) -> Iterator[tuple[int, Any]]:
    try:
        for document in read_yaml("".join(lines)):
            if document.flaws:
                flaw = document.flaws[0]
                raise BadTrace(path, first + flaw.line - 1, f"{flaw.path}: {flaw.sentence}")
            yield first + document.root.line - 1, plain(document.root)
    except Unreadable as error:
        raise BadTrace(path, first + error.flaw.line - 1, error.flaw.sentence) from None


def _end_of_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position

"""Located: a value of a manifest together with the line where it is written."""

from __future__ import annotations

import re
from typing import Any

from attrs import frozen

Value = None | bool | int | float | str | list["Located"] | dict[str, "Located"]
"""What JSON can say. Lists and mappings hold Located values in their turn."""

_PLAIN_KEY = re.compile(r"[A-Za-z_$][-A-Za-z0-9_]*")
_STEP = re.compile(r"\[([^]]*)\]|([^.[]+)")


@frozen(eq=False)
class Located:
    """`line` counts from 1: of the key for a member of a mapping, of the value's beginning otherwise."""

    value: Value
    line: int


@frozen
class Flaw:
    """One thing that is wrong in a document; `path` is empty where the text itself cannot be read."""

    line: int
    path: str
    sentence: str


@frozen
class Document:
    """One document of a file: its tree, and what was already wrong with it while it was read."""

    root: Located
    flaws: tuple[Flaw, ...] = ()


class Unreadable(Exception):
    """The text cannot be read any further; `flaw` says where and why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.sentence)
        self.flaw = flaw


def member(path: str, key: str) -> str:
    """`spec` and `nodeName` -> `spec.nodeName`; what is no plain name goes in brackets, as Kubernetes does."""
    if not _PLAIN_KEY.fullmatch(key):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def item(path: str, index: int) -> str:
    """`spec.containers` and 0 -> `spec.containers[0]`."""
    return f"{path}[{index}]"


def plain(tree: Located) -> Any:
    """The value without its lines, as json.loads would give it."""
    value = tree.value
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return value


def locate(value: Any, line: int = 1) -> Located:
    """Plain data as a tree, all of it on one line: what comes from a program, not from a manifest."""
    if isinstance(value, dict):
        return Located({key: locate(child, line) for key, child in value.items()}, line)
    if isinstance(value, list | tuple):
        return Located([locate(child, line) for child in value], line)
    return Located(value, line)


def line_of(tree: Located, path: str) -> int:
    """The line of `spec.containers[0].image`, or of the nearest thing around it that is written down."""
    node = tree
    for bracketed, name in _STEP.findall(path):
        step = bracketed or name
        if isinstance(node.value, dict) and step in node.value:
            node = node.value[step]
        elif isinstance(node.value, list) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
        else:
            break
    return node.line

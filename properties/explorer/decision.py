"""Decision: a table of what its cells say, as a tree of questions about leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from .layout import Leaf

Cells = Mapping[tuple[int, ...], Any]
"""What a table knows: the numbers of its leaves, in order -> what it says there."""


@frozen
class Branch:
    """A question: which number this leaf has; each way (numbers, what follows) is another branch or what the table says."""

    leaf: Leaf
    ways: tuple[tuple[tuple[int, ...], Any], ...]


def tree_of(leaves: list[Leaf], cells: Cells) -> Any:
    """A tree that agrees with all cells; a leaf that decides nothing is not asked."""
    if len(set(cells.values())) == 1:
        return next(iter(cells.values()))
    below: dict[int, dict[tuple[int, ...], Any]] = {}
    for (number, *others), value in cells.items():
        below.setdefault(number, {})[tuple(others)] = value
    ways: dict[Any, list[int]] = {}
    for number in sorted(below):
        ways.setdefault(tree_of(leaves[1:], below[number]), []).append(number)
    if len(ways) == 1:
        return next(iter(ways))
    return Branch(leaves[0], tuple((tuple(numbers), tree) for tree, numbers in ways.items()))


def size(tree: Any) -> int:
    """The number of ways through a tree."""
    return sum(size(below) for _, below in tree.ways) if isinstance(tree, Branch) else 1


def condition(tree: Any, asked: Callable[[Leaf, tuple[int, ...]], str]) -> str:
    """The condition under which a tree says True; `asked` writes that a leaf has one of these numbers."""
    if not isinstance(tree, Branch):
        return "true" if tree else "false"
    parts = [(asked(tree.leaf, numbers), condition(below, asked)) for numbers, below in tree.ways]
    held = [one if more == "true" else f"{one} && {more}" for one, more in parts if more != "false"]
    return held[0] if len(held) == 1 else "(" + " || ".join(f"({one})" for one in held) + ")"

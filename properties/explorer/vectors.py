"""Vectors: what the Numba kernel works on, as named tuples of NumPy tables."""

from __future__ import annotations

from typing import Any, NamedTuple


class Tabled(NamedTuple):
    """The tables of moves: see `table.Tables`; `keys` and `values` are a hash table of the sparse cells."""

    nodes: Any
    reads: Any
    outcomes: Any
    cells: Any
    keys: Any
    values: Any


class States(NamedTuple):
    """The states in the order of their discovery, and a hash table of their words, each plus one."""

    words: Any
    parents: Any
    moves: Any
    slots: Any
    counts: Any
    """How many states, how many edges."""


class Roots(NamedTuple):
    """Where moves begin, by move: the `urgent` ones first.

    Columns: the first node; the code in which the state of the move's machine lies, by how much it is shifted, the mask; the
    bits of the states in which the machine has an edge for the move's event.
    """

    on_states: int
    """The first node of the laws about states."""
    urgent: int
    moves: Any


class Numbers(NamedTuple):
    """The numbers of codes: by code a hash table, then by number the code and the moves that it may make, up to -1."""

    keys: Any
    values: Any
    codes: Any
    moves: Any
    limits: Any
    """By code: how many numbers there are, how many bits they have in a word, by how much they are shifted."""


class Found(NamedTuple):
    """Successors that were found and not looked up yet."""

    words: Any
    parents: Any
    moves: Any

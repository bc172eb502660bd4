"""Vectors: what the Numba kernel works on, as named tuples of NumPy vectors."""

from __future__ import annotations

from typing import Any, NamedTuple


class Vectors(NamedTuple):
    """The tables: see `table.Tables` for what they hold; `keys` and `values` are a hash table of the sparse ones."""

    base: Any
    first_read: Any
    reads: Any
    read_code: Any
    read_shift: Any
    read_mask: Any
    read_stride: Any
    cells: Any
    keys: Any
    values: Any
    code: Any
    keep: Any
    value: Any
    next: Any


class States(NamedTuple):
    """The states: their words in the order of discovery, where each came from, and a hash table of word + 1."""

    words: Any
    parents: Any
    moves: Any
    slots: Any
    counts: Any
    """How many states, edges; the third is scrap."""


class Roots(NamedTuple):
    """The first nodes: of the laws about states, and of each move, the `urgent` first ones before the others.

    `code`, `shift`, `mask` say where the state of the move's machine lies, the bits of `states` in which it may move.
    """

    on_states: int
    urgent: int
    nodes: Any
    code: Any
    shift: Any
    mask: Any
    states: Any


class Numbers(NamedTuple):
    """The numbers of codes: by code a hash table of code and number, the codes by number, how many, bits and shifts.

    `moves` lists, by code and number, the moves of the code's machines whose events have an edge in these states, to -1.
    """

    keys: Any
    values: Any
    codes: Any
    known: Any
    bits: Any
    shifts: Any
    moves: Any


class Uses(NamedTuple):
    """By outcome: how often it came up, and the state and move where it first did."""

    times: Any
    states: Any
    moves: Any


class Own(NamedTuple):
    """What the kernel works with for one state: codes, those before, moves, the outcomes used and their moves."""

    codes: Any
    before: Any
    may: Any
    used: Any
    owners: Any


class Found(NamedTuple):
    """Successors that were found and not looked up yet."""

    words: Any
    parents: Any
    moves: Any

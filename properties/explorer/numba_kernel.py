"""Numba kernel: expands states one after the other; words in a hash table, steps by look-up, what is unknown reported.

Everything here is plain loops over vectors, compiled. `Tables` is the tuple of vectors that `compiled` hands in.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from .program import ENDED, REFUSED
from .table import INDEX_BITS

UNKNOWN = -10
"""How a move stands that asked for a cell which is not known."""

DONE, MISSED, FULL, WIDE = 0, 1, 2, 3
"""Why `expand` returned: all is done; the list of misses is full; no room for states; a code needs more numbers."""

BATCH = 1 << 10
"""Successors that are gathered before they are looked up among the states."""

ALL = -1
"""The move that is no move: the laws about a state."""


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


@njit(cache=True)
def mix(word: Any) -> Any:
    """Spread a word over all bits."""
    word = np.uint64(word)
    word ^= word >> np.uint64(32)
    word *= np.uint64(0xD6E8FEB86659FD93)
    word ^= word >> np.uint64(32)
    return word


@njit(cache=True)
def walk(node: int, codes: Any, tables: Any, used: Any, count: int) -> Any:
    """Go on from this node, changing the codes; returns how it ended and how many outcomes are in `used`."""
    while node >= 0:
        index = 0
        first = tables.first_read[node]
        for read in range(first, first + tables.reads[node]):
            number = (codes[tables.read_code[read]] >> tables.read_shift[read]) & tables.read_mask[read]
            index += number * tables.read_stride[read]
        base = tables.base[node]
        if base >= 0:
            outcome = tables.cells[base + index]
        else:
            outcome = find(tables.keys, tables.values, (node << INDEX_BITS) | index)
        if outcome < 0:
            return UNKNOWN, count
        at = tables.code[outcome]
        codes[at] = (codes[at] & tables.keep[outcome]) | tables.value[outcome]
        used[count] = outcome
        count += 1
        node = tables.next[outcome]
    return node, count


@njit(cache=True)
def find(keys: Any, values: Any, key: int) -> int:
    """The value of this key in an open hash table, -1 where it is not."""
    top = len(keys) - 1
    slot = np.int64(mix(key) & np.uint64(top))
    while keys[slot] >= 0:
        if keys[slot] == key:
            return values[slot]
        slot = (slot + 1) & top
    return -1


@njit(cache=True)
def put(keys: Any, values: Any, key: int, value: int) -> None:
    """Set the value of this key in an open hash table that has room."""
    top = len(keys) - 1
    slot = np.int64(mix(key) & np.uint64(top))
    while keys[slot] >= 0 and keys[slot] != key:
        slot = (slot + 1) & top
    keys[slot] = key
    values[slot] = value


@njit(cache=True)
def put_all(keys: Any, values: Any, new: Any, numbers: Any) -> None:
    """Set the values of all these keys."""
    for at in range(len(new)):
        put(keys, values, new[at], numbers[at])


@njit(cache=True)
def fill(words: Any, slots: Any) -> None:
    """Put these words into an empty table of states."""
    top = np.uint64(len(slots) - 1)
    for word in words:
        slot = mix(word) & top
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & top
        slots[slot] = word + np.uint64(1)


@njit(cache=True)
def list_moves(numbers: Any, at: int, number: int, roots: Any) -> None:
    """List the moves that this number of a code may make."""
    code, count = numbers.codes[at, number], 0
    for move in range(len(roots.nodes)):
        if roots.code[move] == at and (roots.states[move] >> ((code >> roots.shift[move]) & roots.mask[move])) & 1:
            numbers.moves[at, number, count] = move
            count += 1
    numbers.moves[at, number, count] = -1


@njit(cache=True)
def list_all_moves(numbers: Any, roots: Any) -> None:
    """List the moves of all numbers."""
    for at in range(len(numbers.known)):
        for number in range(numbers.known[at]):
            list_moves(numbers, at, number, roots)


@njit(cache=True)
def pack(codes: Any, before: Any, word: Any, numbers: Any, roots: Any) -> Any:
    """The word of these codes, given that of the codes before, and whether a code has run out of numbers."""
    for at in range(len(numbers.known)):
        if codes[at] == before[at]:
            continue
        number = find(numbers.keys[at], numbers.values[at], codes[at])
        if number < 0:
            number = numbers.known[at]
            if number >= (1 << numbers.bits[at]) or 2 * number >= len(numbers.keys[at]):
                return word, True
            numbers.known[at] += 1
            put(numbers.keys[at], numbers.values[at], codes[at], number)
            numbers.codes[at, number] = codes[at]
            list_moves(numbers, at, number, roots)
        mask = np.uint64((1 << numbers.bits[at]) - 1) << np.uint64(numbers.shifts[at])
        word = (word & ~mask) | (np.uint64(number) << np.uint64(numbers.shifts[at]))
    return word, False


@njit(cache=True)
def add_all(words: Any, parents: Any, moves: Any, count: int, states: Any) -> None:
    """Add those of these states that are new; their places are touched first, so that memory answers all at once."""
    top = np.uint64(len(states.slots) - 1)
    touched = np.uint64(0)
    for at in range(count):
        touched |= states.slots[mix(words[at]) & top]
    new = states.counts[0]
    for at in range(count):
        mark = words[at] + np.uint64(1)
        slot = mix(words[at]) & top
        while states.slots[slot] != 0 and states.slots[slot] != mark:
            slot = (slot + np.uint64(1)) & top
        if states.slots[slot] == 0:
            states.slots[slot] = mark
            states.words[new] = words[at]
            states.parents[new] = parents[at]
            states.moves[new] = moves[at]
            new += 1
    states.counts[0] = new
    states.counts[2] = np.int64(touched & np.uint64(1))


@njit(cache=True)
def expand(todo: Any, begin: int, roots: Any, misses: Any, states: Any, numbers: Any, tables: Any, uses: Any) -> Any:
    """Expand these states from the `begin`-th on; returns why it stopped, at which, and how many misses there are.

    A state that asks for an unknown cell is a miss (its place in `todo`, the root): nothing of it is counted, and it is to
    be expanded again.
    """
    width = len(numbers.known)
    before, codes = np.zeros(2 * width, np.int64), np.zeros(2 * width, np.int64)
    used, owner, missed = np.zeros(1 << 16, np.int64), np.zeros(1 << 16, np.int64), 0
    words, parents, moves = np.zeros(BATCH, np.uint64), np.zeros(BATCH, np.int64), np.zeros(BATCH, np.int64)
    batch, most = 0, len(roots.nodes)
    may = np.zeros(most, np.int64)
    for at in range(begin, len(todo)):
        if batch + most > BATCH:
            add_all(words, parents, moves, batch, states)
            batch = 0
        if states.counts[0] + BATCH > len(states.words) or 2 * (states.counts[0] + BATCH) > len(states.slots):
            add_all(words, parents, moves, batch, states)
            return FULL, at, missed
        state = todo[at]
        start = states.words[state]
        candidates = 0
        for code in range(width):
            number = np.int64((start >> np.uint64(numbers.shifts[code])) & np.uint64((1 << numbers.bits[code]) - 1))
            before[code] = before[code + width] = numbers.codes[code, number]
            for place in range(most):
                move = numbers.moves[code, number, place]
                if move < 0:
                    break
                at_urgent = candidates
                if move < roots.urgent:  # the urgent ones are kept in order, before all others
                    while at_urgent > 0 and may[at_urgent - 1] > move:
                        may[at_urgent] = may[at_urgent - 1]
                        at_urgent -= 1
                may[at_urgent] = move
                candidates += 1
        count = edges = 0
        stop = DONE
        if roots.on_states >= 0:
            codes[:] = before
            end, count = walk(roots.on_states, codes, tables, used, count)
            owner[:count] = ALL
            if end == UNKNOWN:
                misses[missed, 0], misses[missed, 1] = at, roots.on_states
                stop = MISSED
        for place in range(candidates):
            if stop != DONE:
                break
            move, mark = may[place], count
            codes[:] = before
            end, count = walk(roots.nodes[move], codes, tables, used, count)
            if end == UNKNOWN:
                misses[missed, 0], misses[missed, 1] = at, roots.nodes[move]
                stop = MISSED
                break
            if end == REFUSED:
                count = mark
                continue
            owner[mark:count] = move
            edges += 1
            if end == ENDED:
                word, wide = pack(codes, before, start, numbers, roots)
                if wide:
                    stop = WIDE
                    break
                words[batch], parents[batch], moves[batch] = word, state, move
                batch += 1
            if move < roots.urgent:
                break
        if stop == MISSED:
            missed += 1
            if missed == len(misses):
                add_all(words, parents, moves, batch, states)
                return MISSED, at + 1, missed
            continue
        if stop == WIDE:
            add_all(words, parents, moves, batch, states)
            return WIDE, at, missed
        states.counts[1] += edges
        for place in range(count):
            outcome = used[place]
            if uses.times[outcome] == 0 or state < uses.states[outcome]:
                uses.states[outcome], uses.moves[outcome] = state, owner[place]
            uses.times[outcome] += 1
    add_all(words, parents, moves, batch, states)
    return DONE, len(todo), missed

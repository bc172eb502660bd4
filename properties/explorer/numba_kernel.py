"""Numba kernel: expands states one after the other; words in a hash table, steps by look-up, what is unknown reported.

Everything here is plain loops over vectors, compiled. `Tables` is the tuple of vectors that `compiled` hands in.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from .hashing import find, mix, put
from .program import ENDED, REFUSED
from .table import INDEX_BITS
from .vectors import Found, Own

UNKNOWN = -10
"""How a move stands that asked for a cell which is not known."""

DONE, MISSED, FULL, WIDE = 0, 1, 2, 3
"""Why `expand` returned: all is done; the list of misses is full; no room for states; a code needs more numbers."""

BATCH = 1 << 10
"""Successors that are gathered before they are looked up among the states."""

USED = 1 << 16
"""The most outcomes that the moves of one state have together."""

ALL = -1
"""The move that is no move: the laws about a state."""


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
    """The word of these codes, given the one before, and whether a code has run out of numbers; the codes are put back."""
    wide = False
    for at in range(len(numbers.known)):
        code = codes[at]
        if code == before[at]:
            continue
        codes[at] = before[at]
        number = find(numbers.keys[at], numbers.values[at], code)
        if number < 0:
            number = numbers.known[at]
            if number >= (1 << numbers.bits[at]) or 2 * number >= len(numbers.keys[at]):
                wide = True
                continue
            numbers.known[at] += 1
            put(numbers.keys[at], numbers.values[at], code, number)
            numbers.codes[at, number] = code
            list_moves(numbers, at, number, roots)
        mask = np.uint64((1 << numbers.bits[at]) - 1) << np.uint64(numbers.shifts[at])
        word = (word & ~mask) | (np.uint64(number) << np.uint64(numbers.shifts[at]))
    return word, wide


@njit(cache=True)
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
    """The word of these codes, given the one before, and whether a code has run out of numbers; the codes are put back."""
    wide = False
    for at in range(len(numbers.known)):
        code = codes[at]
        if code == before[at]:
            continue
        codes[at] = before[at]
        number = find(numbers.keys[at], numbers.values[at], code)
        if number < 0:
            number = numbers.known[at]
            if number >= (1 << numbers.bits[at]) or 2 * number >= len(numbers.keys[at]):
                wide = True
                continue
            numbers.known[at] += 1
            put(numbers.keys[at], numbers.values[at], code, number)
            numbers.codes[at, number] = code
            list_moves(numbers, at, number, roots)
        mask = np.uint64((1 << numbers.bits[at]) - 1) << np.uint64(numbers.shifts[at])
        word = (word & ~mask) | (np.uint64(number) << np.uint64(numbers.shifts[at]))
    return word, wide


@njit(cache=True)
def add_all(found: Any, count: int, states: Any) -> None:
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
def unpack(word: Any, codes: Any, before: Any, may: Any, numbers: Any, roots: Any) -> int:
    """Set the codes of this word, twice, and list the moves that it may make, the urgent ones first; returns how many."""
    width, count = len(numbers.known), 0
    for at in range(width):
        number = np.int64((word >> np.uint64(numbers.shifts[at])) & np.uint64((1 << numbers.bits[at]) - 1))
        code = numbers.codes[at, number]
        before[at] = codes[at] = codes[at + width] = code
        for listed in numbers.moves[at, number]:
            if listed < 0:
                break
            place = count
            while listed < roots.urgent and place > 0 and may[place - 1] > listed:
                may[place] = may[place - 1]
                place -= 1
            may[place] = listed
            count += 1
    return count


@njit(cache=True)
def expand_one(state: int, own: Any, found: Any, count: int, states: Any, numbers: Any, tables: Any, roots: Any) -> Any:
    """Expand one state: why it stopped, the root it stopped at, how many outcomes, edges and successors there are."""
    word, used, edges = states.words[state], 0, 0
    candidates = unpack(word, own.codes, own.before, own.may, numbers, roots)
    if roots.on_states >= 0:
        end, used = walk(roots.on_states, own.codes, tables, own.used, used)
        if end == UNKNOWN:
            return MISSED, roots.on_states, used, edges, count
        own.owners[:used] = ALL
    for place in range(candidates):
        move, mark = own.may[place], used
        end, used = walk(roots.nodes[move], own.codes, tables, own.used, used)
        if end == UNKNOWN:
            return MISSED, roots.nodes[move], used, edges, count
        if end == REFUSED:
            used = mark
            continue
        own.owners[mark:used] = move
        edges += 1
        after, wide = pack(own.codes, own.before, word, numbers, roots)
        if wide:
            return WIDE, roots.nodes[move], used, edges, count
        if end == ENDED:
            found.words[count], found.parents[count], found.moves[count] = after, state, move
            count += 1
        if move < roots.urgent:
            break
    return DONE, 0, used, edges, count


@njit(cache=True)
def expand(todo: Any, begin: int, roots: Any, misses: Any, states: Any, numbers: Any, tables: Any, uses: Any) -> Any:
    """Expand these states from the `begin`-th on; returns why it stopped, at which, and how many misses there are.

    A state that asks for an unknown cell is a miss (its place in `todo`, the root): nothing of it is counted, and it is to
    be expanded again.
    """
    width, most = len(numbers.known), len(roots.nodes)
    own = Own(
        np.zeros(2 * width, np.int64), np.zeros(width, np.int64), np.zeros(most, np.int64),
        np.zeros(USED, np.int64), np.zeros(USED, np.int16),
    )  # fmt: skip
    found = Found(np.zeros(BATCH, np.uint64), np.zeros(BATCH, np.int64), np.zeros(BATCH, np.int16))
    count = missed = 0
    why, at = DONE, begin
    while at < len(todo) and why == DONE:
        if count + most > BATCH:
            add_all(found, count, states)
            count = 0
        if states.counts[0] + BATCH > len(states.words) or 2 * (states.counts[0] + BATCH) > len(states.slots):
            why = FULL
            break
        state = todo[at]
        why, root, used, edges, count = expand_one(state, own, found, count, states, numbers, tables, roots)
        if why == WIDE:
            break
        if why == MISSED:
            misses[missed, 0], misses[missed, 1] = at, root
            missed += 1
            why = DONE if missed < len(misses) else MISSED
        else:
            states.counts[1] += edges
            count_uses(state, own, used, uses)
        at += 1
    add_all(found, count, states)
    return why, at, missed


@njit(cache=True)
def count_uses(state: int, own: Any, used: int, uses: Any) -> None:
    """Count the outcomes that came up in this state."""
    for place in range(used):
        outcome = own.used[place]
        if uses.times[outcome] == 0 or state < uses.states[outcome]:
            uses.states[outcome], uses.moves[outcome] = state, own.owners[place]
        uses.times[outcome] += 1

"""Numba kernel: expands states one after the other; words in a hash table, steps by look-up, what is unknown reported.

Everything here is plain loops over vectors. Functions of the inner loop are handed single vectors: a tuple of them would
cost a count of references for each at every call. All compiled code is in this one file, because Numba keeps what it
compiled until the file changes: whoever changes a constant that is imported here must touch it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

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

USED = 1 << 16
"""The most outcomes that the moves of one state have together."""

ALL = -1
"""The move that is no move: the laws about a state."""


F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """`numba.njit` with its cache; it keeps the function's type, which Numba does not tell."""
    return cast("F", njit(cache=True)(function))


@compiled
def mix(word: Any) -> Any:
    """Spread a word over all bits."""
    word = np.uint64(word)
    word ^= word >> np.uint64(32)
    word *= np.uint64(0xD6E8FEB86659FD93)
    word ^= word >> np.uint64(32)
    return word


@compiled
def find(keys: Any, values: Any, key: int) -> Any:
    """The value of this key, -1 where it is not; an empty place has a negative key."""
    top = len(keys) - 1
    slot = np.int64(mix(key) & np.uint64(top))
    while keys[slot] >= 0:
        if keys[slot] == key:
            return values[slot]
        slot = (slot + 1) & top
    return -1


@compiled
def put_all(keys: Any, values: Any, new: Any, given: Any) -> None:
    """Set the values of all these keys; there must be room."""
    top = len(keys) - 1
    for at in range(len(new)):
        slot = np.int64(mix(new[at]) & np.uint64(top))
        while keys[slot] >= 0 and keys[slot] != new[at]:
            slot = (slot + 1) & top
        keys[slot], values[slot] = new[at], given[at]


@compiled
def add_all(words: Any, slots: Any) -> None:
    """Put these words, all different, into an empty table of words plus one."""
    top = np.uint64(len(slots) - 1)
    for word in words:
        slot = mix(word) & top
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & top
        slots[slot] = word + np.uint64(1)


@compiled
def walk(
    node: int,
    codes: Any,
    nodes: Any,
    reads: Any,
    outcomes: Any,
    cells: Any,
    keys: Any,
    values: Any,
    used: Any,
    count: int,
) -> Any:
    """Go on from this node, changing the codes; returns how it ended and how many outcomes are in `used`."""
    while node >= 0:
        index = 0
        for read in range(nodes[node, 1], nodes[node, 2]):
            index += ((codes[reads[read, 0]] >> reads[read, 1]) & reads[read, 2]) * reads[read, 3]
        base = nodes[node, 0]
        outcome = cells[base + index] if base >= 0 else find(keys, values, (node << INDEX_BITS) | index)
        if outcome < 0:
            return UNKNOWN, count
        at = outcomes[outcome, 0]
        codes[at] = (codes[at] & outcomes[outcome, 1]) | outcomes[outcome, 2]
        used[count] = outcome
        count += 1
        node = outcomes[outcome, 3]
    return node, count


@compiled
def list_moves(at: int, number: int, codes: Any, listed: Any, roots: Any) -> None:
    """List the moves that this number of a code may make."""
    code, count = codes[at, number], 0
    for move in range(len(roots)):
        if roots[move, 1] == at and (roots[move, 4] >> ((code >> roots[move, 2]) & roots[move, 3])) & 1:
            listed[at, number, count] = move
            count += 1
    listed[at, number, count] = -1


@compiled
def number_of(at: int, code: int, keys: Any, values: Any, codes: Any, listed: Any, limits: Any, roots: Any) -> Any:
    """The number of this code, a new one where it has none; -1 where there is no room for another."""
    top = keys.shape[1] - 1
    slot = np.int64(mix(code) & np.uint64(top))
    while keys[at, slot] >= 0:
        if keys[at, slot] == code:
            return values[at, slot]
        slot = (slot + 1) & top
    number = limits[at, 0]
    if number >= (1 << limits[at, 1]) or 2 * number >= top:
        return -1
    limits[at, 0] += 1
    keys[at, slot], values[at, slot], codes[at, number] = code, number, code
    list_moves(at, number, codes, listed, roots)
    return number


@compiled
def add_found(
    found: Any, from_states: Any, by_moves: Any, count: int, words: Any, parents: Any, moves: Any, slots: Any, new: int
) -> Any:
    """Add those of these words that are new; returns how many states there are.

    Their places are touched first, so that memory answers for all of them at once.
    """
    top = np.uint64(len(slots) - 1)
    touched = np.uint64(0)
    for at in range(count):
        touched |= slots[mix(found[at]) & top]
    if touched == 1 << 63:  # never: but so it is not left out
        return -1
    for at in range(count):
        mark = found[at] + np.uint64(1)
        slot = mix(found[at]) & top
        while slots[slot] != 0 and slots[slot] != mark:
            slot = (slot + np.uint64(1)) & top
        if slots[slot] == 0:
            slots[slot] = mark
            words[new], parents[new], moves[new] = found[at], from_states[at], by_moves[at]
            new += 1
    return new


@compiled
def unpack(word: Any, codes: Any, before: Any, may: Any, numbered: Any, listed: Any, limits: Any, urgent: int) -> Any:
    """Set the codes of this word, twice, and list the moves that it may make, the urgent ones first; returns how many."""
    width, count = len(limits), 0
    for at in range(width):
        number = np.int64((word >> np.uint64(limits[at, 2])) & np.uint64((1 << limits[at, 1]) - 1))
        code = numbered[at, number]
        before[at] = codes[at] = codes[at + width] = code
        turn = 0
        while listed[at, number, turn] >= 0:
            move, place = listed[at, number, turn], count
            while move < urgent and place > 0 and may[place - 1] > move:
                may[place] = may[place - 1]
                place -= 1
            may[place] = move
            count += 1
            turn += 1
    return count


@compiled
def count_uses(state: int, used: Any, owners: Any, count: int, uses: Any) -> None:
    """Count the outcomes that came up in this state; columns: how often, the first state, its move."""
    for place in range(count):
        outcome = used[place]
        if uses[outcome, 0] == 0 or state < uses[outcome, 1]:
            uses[outcome, 1], uses[outcome, 2] = state, owners[place]
        uses[outcome, 0] += 1


@compiled
def expand(todo: Any, begin: int, roots: Any, misses: Any, states: Any, numbers: Any, tabled: Any, uses: Any) -> Any:  # noqa: C901 -- a call costs more than the branch
    """Expand these states from the `begin`-th on; returns why it stopped, at which, and how many misses there are.

    A state that asks for an unknown cell is a miss (its place in `todo`, the root): nothing of it is counted, and it is to
    be expanded again.
    """
    nodes, reads, outcomes, cells, keys, values = tabled
    words, parents, moves, slots, counts = states
    code_keys, code_values, numbered, listed, limits = numbers
    on_states, urgent, starts = roots
    width, most = len(limits), len(starts)
    codes, before, may = np.zeros(2 * width, np.int64), np.zeros(width, np.int64), np.zeros(most, np.int64)
    used, owners = np.zeros(USED, np.int64), np.zeros(USED, np.int64)
    found, from_states, by_moves = np.zeros(BATCH, np.uint64), np.zeros(BATCH, np.int64), np.zeros(BATCH, np.int64)
    count = missed = 0
    for at in range(begin, len(todo)):
        if count + most > BATCH:
            counts[0] = add_found(found, from_states, by_moves, count, words, parents, moves, slots, counts[0])
            count = 0
        stop = DONE
        if counts[0] + BATCH > len(words) or 2 * (counts[0] + BATCH) > len(slots):
            stop = FULL
        state = todo[at]
        word, outcome_count, edges, root = words[state], 0, 0, on_states
        candidates = unpack(word, codes, before, may, numbered, listed, limits, urgent)
        if stop == DONE and on_states >= 0:
            end, outcome_count = walk(
                on_states, codes, nodes, reads, outcomes, cells, keys, values, used, outcome_count
            )
            owners[:outcome_count] = ALL
            stop = MISSED if end == UNKNOWN else DONE
        place = 0
        while place < candidates and stop == DONE:
            move, mark = may[place], outcome_count
            root = starts[move, 0]
            end, outcome_count = walk(root, codes, nodes, reads, outcomes, cells, keys, values, used, outcome_count)
            place += 1
            if end == UNKNOWN:
                stop = MISSED
            elif end == REFUSED:
                outcome_count = mark
            else:
                edges += 1
                after = word
                for code in range(width):
                    if codes[code] != before[code]:
                        number = number_of(code, codes[code], code_keys, code_values, numbered, listed, limits, starts)
                        stop = WIDE if number < 0 else stop
                        cleared = ~(np.uint64((1 << limits[code, 1]) - 1) << np.uint64(limits[code, 2]))
                        after = (after & cleared) | (np.uint64(max(number, 0)) << np.uint64(limits[code, 2]))
                        codes[code] = before[code]
                owners[mark:outcome_count] = move
                if end == ENDED and stop == DONE:
                    found[count], from_states[count], by_moves[count] = after, state, move
                    count += 1
                if move < urgent:
                    break
        if stop == MISSED:
            misses[missed, 0], misses[missed, 1] = at, root
            missed += 1
            stop = MISSED if missed == len(misses) else DONE
        elif stop == DONE:
            counts[1] += edges
            count_uses(state, used, owners, outcome_count, uses)
        if stop != DONE:
            counts[0] = add_found(found, from_states, by_moves, count, words, parents, moves, slots, counts[0])
            return stop, at + (stop == MISSED), missed
    counts[0] = add_found(found, from_states, by_moves, count, words, parents, moves, slots, counts[0])
    return DONE, len(todo), missed

"""Hashing: open hash tables of integers in NumPy vectors, compiled; a table has a power of two places and keeps half of them empty."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True)
def mix(word: Any) -> Any:
    """Spread a word over all bits."""
    word = np.uint64(word)
    word ^= word >> np.uint64(32)
    word *= np.uint64(0xD6E8FEB86659FD93)
    word ^= word >> np.uint64(32)
    return word


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

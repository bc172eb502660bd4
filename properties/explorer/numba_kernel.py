"""Numba kernel: the tabulated explorer compiled: one state after the other, a hash table of words."""
from __future__ import annotations
import numpy as np
from numba import njit

DONE, MISSED, FULL, WIDE = 0, 1, 2, 3

@njit(cache=True)
def mix(word):
    word ^= word >> np.uint64(31)
    word *= np.uint64(0x9E3779B97F4A7C15)
    word ^= word >> np.uint64(29)
    return word

@njit(cache=True)
def walk(node, codes, base, first_read, reads, rc, rs, rm, rt, cells, hk, hv, oc, ok, ov, on, used, nused):
    while node >= 0:
        idx = 0
        f = first_read[node]
        for r in range(f, f + reads[node]):
            idx += ((codes[rc[r]] >> rs[r]) & rm[r]) * rt[r]
        b = base[node]
        if b >= 0:
            o = cells[b + idx]
        else:
            key = np.uint64((node << 50) | idx)
            slot = mix(key) & np.uint64(len(hk) - 1)
            o = -1
            while hv[slot] >= 0:
                if hk[slot] == key:
                    o = hv[slot]
                    break
                slot = (slot + np.uint64(1)) & np.uint64(len(hk) - 1)
        if o < 0:
            return -10, nused
        c = oc[o]
        codes[c] = (codes[c] & ok[o]) | ov[o]
        used[nused] = o
        nused += 1
        node = on[o]
    return node, nused

@njit(cache=True)
def expand(todo, start, missed, K, numbering, codes_of, counts, offs, widths, words, parent, move, n, slots, edges,
           on_states, urgent, moves, base, first_read, reads, rc, rs, rm, rt, cells, hk, hv, oc, ok, ov, on, uses, first):
    # counts in/out; n in n[0]; edges in edges[0]
    codes = np.zeros(2 * K, np.int64)
    before = np.zeros(2 * K, np.int64)
    used = np.zeros(100000, np.int64)
    nm = 0
    top = np.uint64(len(slots) - 1)
    for j in range(start, len(todo)):
        if n[0] + 256 > len(words) or 2 * (n[0] + 256) > len(slots):
            return FULL, j, nm
        i = todo[j]
        w = words[i]
        for k in range(K):
            number = (w >> np.uint64(offs[k])) & np.uint64((1 << widths[k]) - 1)
            c = codes_of[k, np.int64(number)]
            before[k] = c
            before[K + k] = c
        nused = 0
        miss = -1
        if on_states >= 0:
            codes[:] = before
            end, nused = walk(on_states, codes, base, first_read, reads, rc, rs, rm, rt, cells, hk, hv, oc, ok, ov, on, used, nused)
            if end == -10:
                miss = on_states
        e = 0
        done = False
        for g in range(2):
            if miss >= 0 or done:
                break
            roots = urgent if g == 0 else moves
            for m in range(len(roots)):
                codes[:] = before
                mark = nused
                end, nused = walk(roots[m], codes, base, first_read, reads, rc, rs, rm, rt, cells, hk, hv, oc, ok, ov, on, used, nused)
                if end == -10:
                    miss = roots[m]
                    break
                if end == -2:
                    nused = mark
                    continue
                e += 1
                if end == -1:
                    word = np.uint64(0)
                    for k in range(K):
                        number = numbering[k, codes[k]]
                        if number < 0:
                            number = counts[k]
                            if number >= (1 << widths[k]):
                                return WIDE, j, nm
                            counts[k] += 1
                            numbering[k, codes[k]] = number
                            codes_of[k, number] = codes[k]
                        word |= np.uint64(number) << np.uint64(offs[k])
                    slot = mix(word) & top
                    found = False
                    while slots[slot] != 0:
                        if slots[slot] == word + np.uint64(1):
                            found = True
                            break
                        slot = (slot + np.uint64(1)) & top
                    if not found:
                        slots[slot] = word + np.uint64(1)
                        words[n[0]] = word
                        parent[n[0]] = i
                        move[n[0]] = m if g == 1 else m + 1000
                        n[0] += 1
                if g == 0:
                    done = True
                    break
        if miss >= 0:
            missed[nm, 0] = j
            missed[nm, 1] = miss
            nm += 1
            if nm == len(missed):
                return MISSED, j + 1, nm
            continue
        edges[0] += e
        for u in range(nused):
            o = used[u]
            if uses[o] == 0:
                first[o] = i
            uses[o] += 1
    return DONE, len(todo), nm

@njit(cache=True)
def rehash(words, n, slots):
    top = np.uint64(len(slots) - 1)
    for i in range(n):
        slot = mix(words[i]) & top
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & top
        slots[slot] = words[i] + np.uint64(1)

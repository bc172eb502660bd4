"""Share: how many corrupted copies of recordings are rejected, by the way in which they were corrupted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from attrs import define, field

from ...replay.recording import read_document
from ...replay.scenario import BadRecording
from ..checker import TraceChecker
from ..formats import parts_of
from ..knowledge import RECORDING, Knowledge
from ..stream import BadTrace
from . import containers, objects, runtime, status
from .draft import Corruption, Draft, Inapplicable

LEAST = 99
"""Per cent of all corrupted copies."""

ALL: tuple[Corruption, ...] = (*objects.CORRUPTIONS, *status.CORRUPTIONS, *containers.CORRUPTIONS, *runtime.CORRUPTIONS)


@define
class Share:
    """Of one corruption: `missed` are the recordings whose corrupted copy was accepted."""

    made: int = 0
    rejected: int = 0
    missed: list[str] = field(factory=list)


def corrupted(document: Mapping[str, Any], corruption: Corruption, seed: str) -> Mapping[str, Any] | None:
    """A copy that is corrupted so, the same for the same seed; None where there is nothing to corrupt."""
    random = Random(f"{corruption.name} {seed}")
    uids = dict.fromkeys(e["object"]["metadata"]["uid"] for e in document["watch"] if e["kind"] == "Pod")
    others = {key: value for key, value in document.items() if key not in ("watch", "cri", "actions")}
    for uid in random.sample(list(uids), len(uids)):
        draft = Draft(
            list(document["watch"]), list(document.get("cri", ())), document.get("actions", ()), random, uid, others
        )
        try:
            corruption.apply(draft)
        except Inapplicable:
            continue
        return draft.document
    return None


def is_rejected(document: Mapping[str, Any], known: Knowledge = RECORDING) -> bool:
    """Whether a law is broken by this recording, as it would be known so."""
    checker = TraceChecker("corrupted", known)
    return any(checker.see(part) for part in parts_of(document, known))


def measure(
    paths: Iterable[Path],
    seeds: Sequence[int] = (0,),
    corruptions: Sequence[Corruption] = ALL,
    known: Knowledge = RECORDING,
) -> dict[str, Share]:
    """The share of each corruption, over all recordings and seeds; raises BadTrace."""
    shares = {corruption.name: Share() for corruption in corruptions if corruption.is_visible(known)}
    for path in paths:
        document = _recording(path)
        for corruption, seed in ((c, s) for c in corruptions for s in seeds if c.is_visible(known)):
            copy = corrupted(document, corruption, f"{path.stem} {seed}")
            if copy is None:
                continue
            share = shares[corruption.name]
            share.made += 1
            if is_rejected(copy, known):
                share.rejected += 1
            else:
                share.missed.append(f"{path.stem} {seed}")
    return shares


def _recording(path: Path) -> Mapping[str, Any]:
    try:
        document, _ = read_document(path)
    except BadRecording as error:
        raise BadTrace(str(path), 1, str(error).partition(": ")[2]) from None
    if not isinstance(document.get("watch"), list):
        raise BadTrace(str(path), 1, "no recording: only those can be corrupted")
    return document


def least_share_is_reached(shares: Mapping[str, Share]) -> bool:
    """Whether of all copies together so many are rejected as must be."""
    made = sum(share.made for share in shares.values())
    rejected = sum(share.rejected for share in shares.values())
    return made > 0 and 100 * rejected >= LEAST * made


def table(shares: Mapping[str, Share]) -> Iterator[str]:
    """One line a corruption, and one for all."""
    wide = max(len(name) for name in (*shares, "all"))
    yield f"{'':<{wide}}  rejected   made    share"
    made = sum(share.made for share in shares.values())
    rejected = sum(share.rejected for share in shares.values())
    rows = [(name, share.rejected, share.made) for name, share in shares.items()]
    for name, one, of in (*rows, ("all", rejected, made)):
        yield f"{name:<{wide}}  {one:>8}  {of:>5}  {100 * one / of if of else 0:>5.1f} %"

"""Lease: a node's sign of life: its kubelet renews it every ten seconds (semantics B19.2); a renewal is computed, never queued."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import define, field

from ..objects.time import Millis

RENEWAL: Final = 10_000
"""Milliseconds between two renewals: a quarter of the 40 s for which a lease is good."""


@define
class Lease:
    """One node's lease; `base` is the moment of one renewal. `on_silence` is called when no other will come for now."""

    base: Millis
    ceased: Millis | None = None
    """When its kubelet ended; None while it renews."""
    on_silence: Callable[[], None] = field(default=lambda: None)

    def cease(self, now: Millis) -> None:
        """The kubelet ends: the lease stays as it is."""
        if self.ceased is None:
            self.ceased = now
            self.on_silence()

    def begin(self, at: Millis) -> None:
        """A kubelet begins; its first renewal is at this moment."""
        self.base, self.ceased = at, None

    def last_renewal(self) -> Millis:
        """The last renewal before the silence; meaningful only while there is one."""
        end = self.base if self.ceased is None else self.ceased
        return Millis(self.base + max(0, end - self.base) // RENEWAL * RENEWAL)

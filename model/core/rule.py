"""Rule: one thing that Kubernetes does, with its place in the catalogue and in Kubernetes' own code."""

from __future__ import annotations

from attrs import frozen


@frozen
class Rule:
    """`id` is the catalogue's row (B6.6) or law (RST-2); `source` names Kubernetes' file and symbol; `words` are ours."""

    id: str
    source: str
    words: str

    def __str__(self) -> str:
        return f"{self.id} {self.words} [{self.source}]"

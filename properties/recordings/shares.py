"""shares: how much of the recordings must agree, by file of vectors, by families of scenarios and in the Tables of Pods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from ..replay.verdict import Verdict
from ..vectors.runner import Outcome
from .tables import TableOutcome

# fmt: off
VECTORS = (
    "phase", "conditions", "ready", "status", "restart", "convert", "terminal", "actions", "backoff", "grace",
    "probes", "admit", "workers", "validation", "defaults", "update", "deletion", "life", "requests", "qos", "filters",
    "schedule", "preemption", "selectors", "taints", "replicaset", "statefulset", "podgc",
)
"""The files of vectors of which every case must agree."""

FAMILIES = ("single", "multi", "init", "crashloop", "start", "image", "sandbox", "term")
"""The families that together must reach TOGETHER per cent."""
# fmt: on

ALL, TOGETHER = 100, 90


@frozen
class Figure:
    """How many of `total` agree; `least` is the share in per cent that they must reach, None where none is set."""

    what: str
    agree: int
    total: int
    least: int | None = None

    @property
    def suffices(self) -> bool:
        """Nothing at all never suffices where a share is set."""
        return self.least is None or (self.total > 0 and 100 * self.agree >= self.least * self.total)


def vector_figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """One figure a file, also for a required one that is not there."""
    there = {outcome.name: outcome for outcome in outcomes}
    missing = tuple(Figure(f"vectors {name}", 0, 0, ALL) for name in VECTORS if name not in there)
    return missing + tuple(
        Figure(f"vectors {outcome.name}", outcome.agree, outcome.total, ALL if outcome.name in VECTORS else None)
        for outcome in outcomes
    )


def replay_figures(verdicts: Sequence[Verdict]) -> tuple[Figure, ...]:
    """One figure a family, the required ones first and then those taken together."""
    families = dict.fromkeys((*FAMILIES, *sorted(verdict.family for verdict in verdicts)))
    each = {family: [v for v in verdicts if v.family == family] for family in families}
    required = [verdict for verdict in verdicts if verdict.family in FAMILIES]
    figures = [_figure(f"replay {family}", found) for family, found in each.items()]
    together = _figure("replay, these together", required, TOGETHER)
    return (*figures[: len(FAMILIES)], together, *figures[len(FAMILIES) :])


def table_figure(outcomes: Iterable[TableOutcome]) -> Figure:
    """Every recorded row must be printed the same; no recorded row at all does not suffice."""
    found = tuple(outcomes)
    return Figure("tables", sum(each.agree for each in found), sum(each.total for each in found), ALL)


def _figure(what: str, verdicts: Iterable[Verdict], least: int | None = None) -> Figure:
    agreements = [verdict.agrees for verdict in verdicts]
    return Figure(what, sum(agreements), len(agreements), least)

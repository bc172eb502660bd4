"""Chart: the four strategies side by side, as bars; drawn by Matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...model.scheduler.coscheduling.trials.compare import Comparison

COLOURS = {"greedy": "#c44e52", "hoarding": "#dd8452", "optimistic": "#4c72b0", "pod-atomic": "#55a868"}
INK = "#555555"
"""Readable on a light page and on a dark one."""


def panels(comparisons: Sequence[Comparison]) -> list[tuple[str, list[float]]]:
    """Title of each panel, and a number for each strategy."""
    return [
        ("groups placed (%)", [100 * each.in_the_end / each.groups for each in comparisons]),
        ("placed at once (%)", [100 * each.at_once / each.groups for each in comparisons]),
        ("attempts per group", [each.attempts / each.groups for each in comparisons]),
        ("waited (s)", [each.waited for each in comparisons]),
        ("held idle (GiB·s per group)", [each.idle * len(each.results) / each.groups for each in comparisons]),
        ("trials with a deadlock (%)", [100 * each.deadlocks / len(each.results) for each in comparisons]),
    ]


def write_chart(comparisons: Sequence[Comparison], title: str, file: Path) -> None:
    """Draw to this file; its suffix says whether SVG, PNG or PDF. Raises ValueError for another one, and OSError."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    with mpl.rc_context({"svg.hashsalt": "podlaw", "svg.fonttype": "none", "text.color": INK, "axes.labelcolor": INK}):
        figure, axes = plt.subplots(2, 3, figsize=(10, 5.6), layout="constrained")
        figure.suptitle(title)
        names = [each.strategy for each in comparisons]
        for axis, (heading, values) in zip(axes.flat, panels(comparisons), strict=True):
            bars = axis.bar(names, values, color=[COLOURS[name] for name in names])
            axis.bar_label(bars, fmt="%.3g", color=INK)
            axis.set_title(heading, fontsize=10, color=INK)
            axis.margins(y=0.15)
            axis.tick_params(colors=INK, labelsize=8)
            axis.spines[["top", "right"]].set_visible(False)
        figure.savefig(file, transparent=True, metadata=_no_date(file))
        plt.close(figure)


def _no_date(file: Path) -> dict[str, None] | None:
    """The same input gives the same bytes."""
    match file.suffix.lower():
        case ".svg":
            return {"Date": None}
        case ".pdf":
            return {"CreationDate": None}
    return None

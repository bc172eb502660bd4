"""OfRun: the chart of a run of the Cluster."""

from __future__ import annotations

from ...model.cluster.run import Run
from ...properties.run_judge import item_of
from .gather import Action, gather
from .svg import svg


def timeline_of_run(run: Run) -> str:
    """The run so far as SVG, with what the user did."""
    seen = (item_of(each, run.start) for each in run.seen())
    end = (run.now - run.start) / 1000
    charts = gather((item for item in seen if item is not None), end, [*_actions(run)])
    return svg(charts, end)


def _actions(run: Run) -> list[Action]:
    """What was done, and whether it was refused."""
    return [
        ((done.at - run.start) / 1000, f"{done.action}{f': {done.refusal}' if done.refusal else ''}")
        for done in run.done
    ]

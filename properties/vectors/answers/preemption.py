"""preemption: the answers to preemption.jsonl (DPRE SelectVictimsOnNode, PRE Preempt)."""

from __future__ import annotations

from typing import Any

from ....model.objects.pod import Pod
from ....model.scheduler.rules.filters import nodes_that_fit
from ....model.scheduler.rules.preemption import DryRun, dry_runs, nominated_node, why_not_eligible
from ..structure import Given, structure
from .schedule import node_infos


def answer(given: Given) -> dict[str, Any]:
    """What preemption would do on each node, and where the Pod is nominated to."""
    pod = structure(given["pod"], Pod)
    nodes = node_infos(given)
    fit = nodes_that_fit(pod, nodes)
    runs = dry_runs(pod, nodes, fit)
    refusal = why_not_eligible(pod)
    return {
        "eligible": not refusal,
        "message": refusal,
        "nominatedNodeName": None if refusal else nominated_node(runs),
        "nodes": {
            name: as_recorded(runs[name]) if name in runs else {"considered": False, "plugin": rejection.plugin}
            for name, rejection in fit.rejected.items()
        },
    }


def as_recorded(run: DryRun) -> dict[str, Any]:
    """The dry run under the names of the vectors."""
    victims = [pod.metadata.name for pod in run.victims]
    return {"considered": True, "ok": bool(victims), "victims": victims, "reasons": list(run.reasons)}

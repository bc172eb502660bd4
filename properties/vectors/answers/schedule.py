"""schedule: the answers to schedule.jsonl (SCH findNodesThatFitPod, prioritizeNodes)."""

from __future__ import annotations

from typing import Any

from ....model.objects.node import Node
from ....model.objects.pod import Pod
from ....model.scheduler.rules.filters import failure_message, nodes_that_fit
from ....model.scheduler.rules.node_info import NodeInfo
from ....model.scheduler.rules.rejection import Rejection
from ....model.scheduler.rules.scores import best_nodes, node_scores
from ..structure import Given, structure, structure_list


def answer(given: Given) -> dict[str, Any]:
    """The feasible nodes and why the others are not, or the scores of those that are."""
    pod = structure(given["pod"], Pod)
    nodes = node_infos(given)
    fit = nodes_that_fit(pod, nodes)
    scores = node_scores(pod, nodes, fit.feasible)
    return {
        "feasible": sorted(info.name for info in fit.feasible),
        "rejected": {name: as_recorded(rejection) for name, rejection in fit.rejected.items()},
        "preFilterMsg": fit.pre_filter_message,
        "message": None if fit.feasible else failure_message(fit, len(nodes)),
        "scores": {name: {**by_plugin, "total": sum(by_plugin.values())} for name, by_plugin in scores.items()},
        "best": list(best_nodes(scores)),
    }


def node_infos(given: Given) -> tuple[NodeInfo, ...]:
    """The nodes with the running Pods that are on them."""
    running = structure_list(given, "runningPods", Pod)
    nodes = structure_list(given, "nodes", Node)
    return tuple(
        NodeInfo(node, tuple(pod for pod in running if pod.spec.nodeName == node.metadata.name)) for node in nodes
    )


def as_recorded(rejection: Rejection) -> dict[str, Any]:
    """The rejection under the names of the vectors."""
    return {"plugin": rejection.plugin, "code": rejection.code.value, "reasons": list(rejection.reasons)}

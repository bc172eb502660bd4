"""filters: the answers to filters.jsonl (six filter plugins of the scheduler, each alone)."""

from __future__ import annotations

from typing import Any

from ....model.objects.node import Node
from ....model.objects.pod import Pod
from ....model.scheduler.rules import (
    node_affinity,
    node_name,
    node_ports,
    node_resources_fit,
    node_unschedulable,
    taint_toleration,
)
from ....model.scheduler.rules.left_out import left_out
from ....model.scheduler.rules.node_info import NodeInfo
from ....model.scheduler.rules.rejection import Rejection
from ..structure import Given, structure, structure_list

PLUGINS = (node_unschedulable, node_name, taint_toleration, node_ports, node_resources_fit)


def answer(given: Given) -> dict[str, Any]:
    """Each plugin's own verdict."""
    pod = structure(given["pod"], Pod)
    info = NodeInfo(structure(given["node"], Node), structure_list(given, "runningPods", Pod))
    verdicts = {plugin.NAME: as_recorded(plugin.filter_node(pod, info)) for plugin in PLUGINS}
    return {**verdicts, node_affinity.NAME: of_node_affinity(pod, info)}


def of_node_affinity(pod: Pod, info: NodeInfo) -> dict[str, Any]:
    """NodeAffinity may leave a node out by its name before it filters."""
    early = left_out(node_affinity.pre_filter(pod), info)
    if early is not None:
        return {**as_recorded(early), "stage": "PreFilter"}
    return as_recorded(node_affinity.filter_node(pod, info))


def as_recorded(rejection: Rejection | None) -> dict[str, Any]:
    """The verdict under the names of the vectors."""
    if rejection is None:
        return {"ok": True}
    return {"ok": False, "code": rejection.code.value, "reasons": list(rejection.reasons)}

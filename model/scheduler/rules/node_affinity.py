"""NodeAffinity: a Pod goes only where its nodeSelector and required node affinity match (plugins/nodeaffinity)."""

from __future__ import annotations

from typing import Final

from ...objects.pod import Pod
from .node_info import NodeInfo
from .node_selector import matches_node, named_nodes, preferred_terms, required_terms, term_matches
from .rejection import Code, Rejection

NAME: Final = "NodeAffinity"
REASON: Final = "node(s) didn't match Pod's node affinity/selector"
CONFLICT: Final = "pod affinity terms conflict"


def pre_filter(pod: Pod) -> frozenset[str] | Rejection | None:
    """The only nodes that are worth a look, None for all, or the end of it where terms contradict each other."""
    names = named_nodes(required_terms(pod.spec) or ({},))
    return Rejection(NAME, Code.UNRESOLVABLE, (CONFLICT,)) if names is not None and not names else names


def filter_node(pod: Pod, info: NodeInfo) -> Rejection | None:
    if matches_node(pod.spec, info.node):
        return None
    return Rejection(NAME, Code.UNRESOLVABLE, (REASON,))


def score(pod: Pod, info: NodeInfo) -> int:
    """The sum of the weights of the preferred terms that match; a weight of 0 is skipped."""
    return sum(weight for weight, term in preferred_terms(pod.spec) if term_matches(term, info.node))

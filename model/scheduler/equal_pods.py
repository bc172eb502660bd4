"""EqualPods: Pods that ask a node for the same are put to it once, as long as nothing changes there (framework
OpportunisticBatching has the same idea)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from ..core.memo import once_for_each
from ..objects.pod import Pod, PodSpec
from .rules import balanced_allocation, node_resources_fit, taint_toleration
from .rules.filters import Fit, first_rejection
from .rules.node_info import NodeInfo, host_ports, non_zero_requests_of, requests_of
from .rules.rejection import Rejection
from .rules.scores import WEIGHTS

MOST_CLASSES: Final = 64
"""So many classes of equal Pods are remembered; the one that came first is forgotten."""


class Answer(NamedTuple):
    """What a node, as `info` has it, says to a Pod of the class: a rejection, or what its scores are made of."""

    info: NodeInfo
    rejection: Rejection | None
    points: int
    """Of the plugins whose score does not depend on the other nodes."""
    taints: int


@once_for_each
def class_of(spec: PodSpec) -> Hashable | None:
    """Pods of the same class get the same answer from every node; None: it depends on other nodes, Pods or claims too."""
    if spec.affinity or spec.topologySpreadConstraints or spec.volumes:
        return None
    return (
        tuple(sorted(requests_of(spec).items())),
        tuple(sorted(non_zero_requests_of(spec).items())),
        tuple(sorted(spec.nodeSelector.items())),
        repr(spec.tolerations),
        tuple(sorted(host_ports(spec))),
        spec.nodeName,
    )


class EqualPods:
    """Remembers the nodes' answers by class; a NodeInfo never changes, so a new one means that its node has changed."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, dict[str, Answer]] = {}

    def fit(self, pod: Pod, nodes: Sequence[NodeInfo], *, begin: int, enough: int) -> tuple[Fit, tuple[str, ...]]:
        """As `nodes_that_fit` would answer, and the names of the best of the feasible nodes."""
        answers = self._of(class_of(pod.spec))
        feasible: list[Answer] = []
        rejected: dict[str, Rejection] = {}
        for info in _from(nodes, begin):
            answer = answers.get(info.name)
            if answer is None or answer.info is not info:
                answer = answers[info.name] = _answer(pod, info)
            if answer.rejection is not None:
                rejected[info.name] = answer.rejection
                continue
            feasible.append(answer)
            if len(feasible) == enough:
                break
        return Fit(tuple([each.info for each in feasible]), rejected), _best(feasible)

    def _of(self, key: Hashable) -> dict[str, Answer]:
        if key not in self._answers and len(self._answers) == MOST_CLASSES:
            del self._answers[next(iter(self._answers))]
        return self._answers.setdefault(key, {})


def _from(nodes: Sequence[NodeInfo], begin: int) -> Iterator[NodeInfo]:
    return chain(islice(nodes, begin, None), islice(nodes, begin))


def _answer(pod: Pod, info: NodeInfo) -> Answer:
    rejection = first_rejection(pod, info)
    if rejection is not None:
        return Answer(info, rejection, 0, 0)
    points = WEIGHTS[node_resources_fit.NAME] * node_resources_fit.score(pod, info)
    points += WEIGHTS[balanced_allocation.NAME] * (balanced_allocation.score(pod, info) or 0)
    return Answer(info, None, points, taint_toleration.score(pod, info))


def _best(feasible: Sequence[Answer]) -> tuple[str, ...]:
    """The names with the most points, in order; taints count against the node that has the most of them."""
    if not feasible:
        return ()
    most = max([each.taints for each in feasible])
    weight = WEIGHTS[taint_toleration.NAME]
    totals = [each.points - (weight * (100 * each.taints // most) if most else 0) for each in feasible]
    top = max(totals)
    return tuple(sorted(each.info.name for each, total in zip(feasible, totals, strict=True) if total == top))

"""equal_pods: remembered answers are those that the filters and scores would give."""

from __future__ import annotations

from random import Random

from attrs import evolve

from podlaw.model.objects.container import Container, ContainerPort, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node, NodeSpec, NodeStatus, Taint
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.scheduler.equal_pods import EqualPods, class_of
from podlaw.model.scheduler.rules.filters import nodes_that_fit
from podlaw.model.scheduler.rules.node_info import NodeInfo
from podlaw.model.scheduler.rules.scores import best_nodes, node_scores


def a_pod(random: Random, name: str) -> Pod:
    requests = {"cpu": random.choice(["100m", "1", "2"])} if random.random() < 0.8 else {}
    port = random.choice([0, 0, 80])
    ports = (ContainerPort(containerPort=80, hostPort=port),) if port else ()
    container = Container(name="c", resources=ResourceRequirements(requests=requests), ports=ports)
    selector = random.choice([{}, {}, {"zone": "a"}])
    return Pod(metadata=ObjectMeta(name=name, uid=name), spec=PodSpec(containers=(container,), nodeSelector=selector))


def a_node(random: Random, name: str) -> NodeInfo:
    effect = random.choice(["", "", "NoSchedule", "PreferNoSchedule"])
    taints = (Taint(key="k", effect=effect),) if effect else ()
    amounts = {"cpu": "4", "memory": "4Gi", "pods": "6"}
    labels = {"zone": random.choice("ab")}
    status = NodeStatus(capacity=amounts, allocatable=amounts)
    return NodeInfo(Node(metadata=ObjectMeta(name=name, labels=labels), spec=NodeSpec(taints=taints), status=status))


def test_what_is_remembered_is_what_would_be_answered_anew() -> None:
    """One memory through 200 placements: a node that has changed is asked again."""
    random, memory = Random(7), EqualPods()
    nodes = [a_node(random, f"n{number}") for number in range(8)]
    for number in range(200):
        pod, begin = a_pod(random, f"p{number}"), random.randrange(len(nodes))
        enough = random.choice([2, len(nodes)])
        fit, best = memory.fit(pod, nodes, begin=begin, enough=enough)
        plain = nodes_that_fit(pod, nodes, begin=begin, enough=enough)
        assert (fit.feasible, fit.rejected) == (plain.feasible, plain.rejected)
        assert best == (best_nodes(node_scores(pod, nodes, plain.feasible)) if plain.feasible else ())
        if best:
            at = next(index for index, info in enumerate(nodes) if info.name == best[0])
            bound = evolve(pod, spec=evolve(pod.spec, nodeName=best[0]))
            nodes[at] = nodes[at].and_pod(bound)
        if number % 3 == 0:
            at = random.randrange(len(nodes))
            nodes[at] = nodes[at].less_pod(nodes[at].pods[0]) if nodes[at].pods else nodes[at]


def test_pods_that_look_at_others_are_of_no_class() -> None:
    plain = PodSpec()
    assert class_of(plain) is not None
    assert class_of(evolve(plain, affinity={"podAffinity": {}})) is None
    assert class_of(evolve(plain, topologySpreadConstraints=({"topologyKey": "zone"},))) is None

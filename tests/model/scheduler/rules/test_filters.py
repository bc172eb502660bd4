"""filters: which nodes can take a Pod, and how a failure reads."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.objects.node import Taint
from podlaw.model.objects.pod import Pod, Toleration
from podlaw.model.scheduler.rules.filters import failure_message, nodes_that_fit
from podlaw.model.scheduler.rules.node_info import NodeInfo
from podlaw.model.scheduler.rules.rejection import Code

MakePod = Callable[..., Pod]
MakeNode = Callable[..., NodeInfo]
TAINT = Taint(key="dedicated", effect="NoSchedule")


def test_each_filter_gives_the_recorded_answer(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("filters")


def test_the_first_rejection_of_each_node_is_its_reason(make_pod: MakePod, make_node: MakeNode) -> None:
    nodes = [
        make_node("small", cpu="1"),
        make_node("tainted", taints=(TAINT,), unschedulable=True),
        make_node("full", make_pod(cpu="3")),
    ]
    fit = nodes_that_fit(make_pod(cpu="2"), nodes)
    assert fit.feasible == ()
    assert {name: (each.plugin, each.code) for name, each in fit.rejected.items()} == {
        "small": ("NodeResourcesFit", Code.UNRESOLVABLE),
        "tainted": ("NodeUnschedulable", Code.UNRESOLVABLE),
        "full": ("NodeResourcesFit", Code.UNSCHEDULABLE),
    }
    text = "0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu."
    assert failure_message(fit, len(nodes)) == text


def test_a_cordoned_node_takes_who_tolerates_it(make_pod: MakePod, make_node: MakeNode) -> None:
    node = make_node(unschedulable=True)
    toleration = Toleration(key="node.kubernetes.io/unschedulable", operator="Exists")
    assert nodes_that_fit(make_pod(tolerations=(toleration,)), [node]).feasible == (node,)
    assert nodes_that_fit(make_pod(), [node]).feasible == ()


def test_what_is_requested_exactly_fits(make_pod: MakePod, make_node: MakeNode) -> None:
    node = make_node("n", make_pod(cpu="3"))
    assert nodes_that_fit(make_pod(cpu="1"), [node]).feasible == (node,)
    assert nodes_that_fit(make_pod(cpu="1001m"), [node]).feasible == ()


def test_a_node_has_a_largest_number_of_pods(make_pod: MakePod, make_node: MakeNode) -> None:
    fit = nodes_that_fit(make_pod(), [make_node("n", *[make_pod()] * 4)])
    assert fit.rejected["n"].reasons == ("Too many pods",)
    assert fit.rejected["n"].code is Code.UNSCHEDULABLE


def test_a_host_port_is_free_or_not(make_pod: MakePod, make_node: MakeNode) -> None:
    node = make_node("n", make_pod(port=80))
    assert nodes_that_fit(make_pod(port=81), [node]).feasible == (node,)
    assert nodes_that_fit(make_pod(port=80), [node]).rejected["n"].plugin == "NodePorts"


def test_terms_that_contradict_each_other_end_it_at_once(make_pod: MakePod, make_node: MakeNode) -> None:
    def named(*names: str) -> dict[str, object]:
        fields = [{"key": "metadata.name", "operator": "In", "values": [name]} for name in names]
        required = {"nodeSelectorTerms": [{"matchFields": fields}]}
        return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}

    nodes = [make_node("a"), make_node("b")]
    fit = nodes_that_fit(make_pod(affinity=named("a")), nodes)
    assert [each.name for each in fit.feasible] == ["a"]
    assert fit.rejected["b"].reasons == ("node(s) didn't satisfy plugin(s) [NodeAffinity]",)
    fit = nodes_that_fit(make_pod(affinity=named("a", "b")), nodes)
    assert failure_message(fit, 2) == "0/2 nodes are available: pod affinity terms conflict."

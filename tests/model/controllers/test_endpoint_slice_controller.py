"""EndpointSliceController: membership, conditions, ports and slices, held against recorded slices too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from podlaw.model.cluster import scenario
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.objects.delete_options import DeleteOptions
from podlaw.model.objects.endpoint_slice import EndpointSlice
from podlaw.model.objects.unstructure import unstructure
from podlaw.properties.replay.recording import read_document, read_recording

from .conftest import apply

SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: svc, labels: {team: a}}
spec: {selector: {app: a}, ports: [{name: web, port: 80, targetPort: http}]}
"""
RECORDED = sorted((Path(__file__).parents[2] / "data" / "workloads").glob("service-*.json"))


def pod(name: str, port: int = 8080, label: str = "a") -> str:
    return (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, labels: {{app: {label}}}}}\n"
        f"spec: {{containers: [{{name: app, image: 'i:1', ports: [{{name: http, containerPort: {port}}}]}}]}}\n"
    )


def slices(cluster: Cluster) -> list[EndpointSlice]:
    return list(cluster.store.list("EndpointSlice"))


def members(cluster: Cluster) -> dict[str, tuple[bool | None, bool | None, bool | None]]:
    """By Pod: ready, serving, terminating."""
    found = {}
    for each in slices(cluster):
        for one in each.endpoints:
            assert one.targetRef is not None
            found[one.targetRef.name] = (one.conditions.ready, one.conditions.serving, one.conditions.terminating)
    return found


def shown(obj: dict[str, Any]) -> Any:
    ports = [(each.get("name", ""), each["protocol"], each["port"]) for each in obj.get("ports") or ()]
    return ports, [each["conditions"] for each in obj.get("endpoints") or ()]


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_slices_go_through_recorded_states_in_the_recorded_order(path: Path) -> None:
    recording = read_recording(path).scenario
    cluster = Cluster(scenario.nodes_of(recording), start=recording.start, judge=True)
    scenario.play(cluster, recording, cluster.simulation.run_until)
    recorded = [shown(each["object"]) for each in read_document(path)[0]["watch"] if each["kind"] == "EndpointSlice"]
    run = [shown(unstructure(each.object)) for each in cluster.watch if each.kind == "EndpointSlice"]
    rest = iter(recorded)
    assert all(each in rest for each in run), (run, recorded)  # two Pods that change at one moment are one write here
    assert (run[0], run[-1]) == (recorded[0], recorded[-1])


def test_a_named_port_is_looked_up_in_each_pod_and_each_set_of_ports_has_its_slice(cluster: Cluster) -> None:
    apply(cluster, SERVICE + "---\n" + pod("a") + "---\n" + pod("b", 9090) + "---\n" + pod("c", label="other"))
    cluster.advance("5s")
    assert sorted(each.ports[0].port or 0 for each in slices(cluster)) == [8080, 9090]
    assert members(cluster) == {"a": (True, True, False), "b": (True, True, False)}
    assert all(each.metadata.labels["team"] == "a" for each in slices(cluster))


def test_a_terminating_pod_serves_until_it_is_unready(cluster: Cluster) -> None:
    apply(cluster, SERVICE + "---\n" + pod("a"), {"app": {"on_sigterm": {"after": "3s", "exit": 0}}})
    cluster.advance("5s")
    cluster.delete("a")
    cluster.advance("1s")
    assert members(cluster) == {"a": (False, True, True)}
    cluster.advance("5s")
    assert members(cluster) == {}
    assert len(slices(cluster)) == 1  # an empty one stays


def test_a_label_that_changes_changes_membership_and_nothing_of_the_pod(cluster: Cluster) -> None:
    apply(cluster, SERVICE + "---\n" + pod("a"))
    cluster.advance("5s")
    before = cluster.pod("a").status
    cluster.pods.set_labels("default", "a", {"app": "other"})
    cluster.advance("5s")
    assert members(cluster) == {}
    assert cluster.pod("a").status == before


def test_slices_go_with_their_service(cluster: Cluster) -> None:
    apply(cluster, SERVICE + "---\n" + pod("a"))
    cluster.advance("5s")
    cluster.workloads.delete("Service", "default", "svc", DeleteOptions())
    cluster.advance("5s")
    assert not slices(cluster)


def test_more_than_a_hundred_endpoints_are_in_several_slices() -> None:
    roomy = Cluster([NodeShape(f"n{number}") for number in range(2)])
    apply(roomy, SERVICE)
    for number in range(120):
        apply(roomy, pod(f"p{number}"))
    roomy.advance("20s")
    assert sorted(len(each.endpoints) for each in slices(roomy)) == [20, 100]

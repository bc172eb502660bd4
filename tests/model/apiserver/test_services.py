"""Services: defaults, addresses that nobody else has, ports on nodes, and what is refused."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest

from podlaw.model.apiserver.check import check_manifests
from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.apiserver.services import NODE_PORTS, RANGE
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.manifest import ManifestError, read_text
from podlaw.model.objects.service import Service


def text(spec: str, name: str = "web") -> str:
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {spec}\n"


def made(cluster: Cluster, spec: str, name: str = "web") -> Service:
    cluster.apply(text(spec, name))
    found = cluster.store.get("Service", "default", name)
    assert isinstance(found, Service)
    return found


def test_a_service_gets_its_defaults_and_an_address_of_its_own() -> None:
    cluster = Cluster()
    spec = made(cluster, "{ports: [{port: 80}]}").spec
    assert (spec.type, spec.sessionAffinity, spec.internalTrafficPolicy) == ("ClusterIP", "None", "Cluster")
    assert (spec.ports[0].protocol, spec.ports[0].targetPort) == ("TCP", 80)
    assert IPv4Address(spec.clusterIP) in RANGE
    assert spec.clusterIPs == (spec.clusterIP,)
    assert made(cluster, "{ports: [{port: 80}]}", "api").spec.clusterIP != spec.clusterIP
    with pytest.raises(Rejected, match="provided IP is already allocated"):
        made(cluster, f"{{clusterIP: {spec.clusterIP}, ports: [{{port: 80}}]}}", "third")


def test_headless_and_external_names_have_no_address_and_node_ports_are_in_their_range() -> None:
    cluster = Cluster()
    assert made(cluster, "{clusterIP: None}", "headless").spec.clusterIPs == ("None",)
    assert made(cluster, "{type: ExternalName, externalName: example.org}", "out").spec.clusterIP == ""
    assert made(cluster, "{type: NodePort, ports: [{port: 80}]}", "node").spec.ports[0].nodePort in NODE_PORTS


# fmt: off
WRONG = [
    ("{}", "spec.ports: required value"),
    ("{ports: [{port: 80}, {port: 81}]}", "spec.ports[0].name: required value"),
    ("{ports: [{name: a, port: 80}, {name: a, port: 81}]}", "spec.ports[1].name: duplicate value"),
    ("{ports: [{name: a, port: 80}, {name: b, port: 80}]}", "spec.ports[1]: duplicate value"),
    ("{ports: [{port: 70000}]}", "spec.ports[0].port: must be between 1 and 65535, inclusive"),
    ("{ports: [{port: 80, protocol: tcp}]}", "spec.ports[0].protocol: unsupported value"),
    ("{ports: [{port: 80, nodePort: 30001}]}", "spec.ports[0].nodePort: forbidden"),
    ("{type: NodePort, ports: [{port: 80, nodePort: 80}]}", "spec.ports[0].nodePort: provided port is not in the valid"),
    ("{type: Magic, ports: [{port: 80}]}", "spec.type: unsupported value"),
    ("{clusterIP: 192.168.0.1, ports: [{port: 80}]}", "spec.clusterIPs: failed to allocate IP 192.168.0.1"),
    ("{clusterIP: x, ports: [{port: 80}]}", "spec.clusterIPs[0]: must be a valid IP address"),
    ("{type: ExternalName}", "spec.externalName: required value"),
]
# fmt: on


@pytest.mark.parametrize(("spec", "sentence"), WRONG)
def test_what_is_wrong_is_said_at_its_field(spec: str, sentence: str) -> None:
    with pytest.raises(ManifestError) as caught:
        check_manifests(read_text(text(spec), "s.yaml"))
    assert sentence in str(caught.value)

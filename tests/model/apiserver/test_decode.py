"""decode: what JSON is no Pod, in the words of Go's decoder."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.apiserver.decode import Undecodable, decode_pod

GO = "json: cannot unmarshal {} into Go struct field {} of type {}"


def test_unknown_fields_are_dropped_and_missing_ones_are_empty() -> None:
    pod = decode_pod({"metadata": {"name": "web", "nickname": "w"}, "spec": {"containers": [{}]}})
    assert pod.metadata.name == "web"
    assert pod.spec.containers[0].name == ""


@pytest.mark.parametrize(
    ("manifest", "place"),
    [
        ({"metadata": {"labels": {"a.b/c": 1}}}, ("number", "ObjectMeta.metadata.labels", "string")),
        ({"metadata": {"labels": []}}, ("array", "ObjectMeta.metadata.labels", "map[string]string")),
        ({"metadata": {"name": True}}, ("bool", "ObjectMeta.metadata.name", "string")),
        (
            {"spec": {"containers": [{"livenessProbe": {"httpGet": {"port": []}}}]}},
            ("array", "HTTPGetAction.spec.containers.livenessProbe.httpGet.port", "intstr.IntOrString"),
        ),
        (
            {"spec": {"volumes": [{"emptyDir": []}]}},
            ("array", "Volume.spec.volumes.emptyDir", "v1.EmptyDir"),
        ),
        ({"spec": {"hostNetwork": "yes"}}, ("string", "PodSpec.spec.hostNetwork", "bool")),
        ({"spec": {"containers": {}}}, ("object", "PodSpec.spec.containers", "[]v1.Container")),
        (
            {"spec": {"terminationGracePeriodSeconds": 1.5}},
            ("number 1.5", "PodSpec.spec.terminationGracePeriodSeconds", "int64"),
        ),
        (
            {"spec": {"containers": [{"ports": [{"containerPort": "x"}]}]}},
            ("string", "ContainerPort.spec.containers.ports.containerPort", "int32"),
        ),
    ],
)
def test_a_wrong_type_is_named_with_its_place(manifest: dict[str, Any], place: tuple[str, str, str]) -> None:
    with pytest.raises(Undecodable) as refused:
        decode_pod(manifest)
    assert str(refused.value) == GO.format(*place)


def test_an_amount_that_cannot_be_read_is_told_before_all_else() -> None:
    container = {"image": 5, "resources": {"limits": {"cpu": "x"}}}
    with pytest.raises(Undecodable, match="quantities must match the regular expression"):
        decode_pod({"spec": {"containers": [container]}})
    with pytest.raises(Undecodable, match="quantities must match the regular expression"):
        decode_pod({"spec": {"overhead": {"cpu": []}}})

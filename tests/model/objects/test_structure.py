"""structure: a table of bad Pods, each with the exact line, path and sentence; and what is read of good ones."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from podlaw.model.objects.located import Located
from podlaw.model.objects.node import Node
from podlaw.model.objects.pod import Pod
from podlaw.model.objects.shapes import fields_of
from podlaw.model.objects.structure import structure
from podlaw.model.objects.yaml_reader import read_yaml


def tree(text: str) -> Located:
    (document,) = read_yaml(text)
    return document.root


def flaws(text: str, kind: type[Any] = Pod) -> list[str]:
    _, found = structure(kind, tree(text))
    return [f"{flaw.line}: {flaw.path}: {flaw.sentence}" for flaw in found]


def pod_of(text: str) -> Pod:
    pod, found = structure(Pod, tree(text))
    assert found == []
    assert pod is not None
    return pod


# fmt: off
BAD = [
    ("Spec: {}",                                    "1: Spec: unknown field; did you mean spec?"),
    ("spec:\n  xyz: 1",                             "2: spec.xyz: unknown field"),
    ("spec: []",                                    "1: spec: wants an object, not a list"),
    ("spec: web",                                   "1: spec: wants an object, not the string 'web'"),
    ("spec:\n  containers: {}",                     "2: spec.containers: wants a list, not an object"),
    ("spec:\n  containers: [null]",                 "2: spec.containers[0]: wants an object, not null"),
    ("spec:\n  containers:\n  - image: a",          "3: spec.containers[0].name: required field is missing"),
    ("spec:\n  containers:\n  - name: ~",           "3: spec.containers[0].name: required field is missing"),
    ("spec:\n  containers:\n  - name: a\n    imagePullPolcy: x",
     "4: spec.containers[0].imagePullPolcy: unknown field; did you mean imagePullPolicy?"),
    ("spec:\n  hostNetwork: 'yes'",                 "2: spec.hostNetwork: wants true or false, not the string 'yes'"),
    ("spec:\n  hostNetwork: 1",                     "2: spec.hostNetwork: wants true or false, not the number 1"),
    ("spec:\n  nodeName: 5",
     "2: spec.nodeName: wants a string, not the number 5; put it in quotes"),
    ("spec:\n  nodeName: on",                       "2: spec.nodeName: wants a string, not true; put it in quotes"),
    ("metadata:\n  labels: {gpu: true}",
     "2: metadata.labels.gpu: wants a string, not true; put it in quotes"),
    ("metadata:\n  labels: {a/b: 1.10}",
     "2: metadata.labels[a/b]: wants a string, not the number 1.1; put it in quotes"),
    ("metadata:\n  annotations: {a: {b: c}}",       "2: metadata.annotations.a: wants a string, not an object"),
    ("metadata:\n  creationTimestamp: yesterday",
     "2: metadata.creationTimestamp: 'yesterday' is no time such as 2026-01-01T00:00:00Z"),
    ("spec:\n  terminationGracePeriodSeconds: 30s",
     "2: spec.terminationGracePeriodSeconds: wants an integer, not the string '30s'"),
    ("spec:\n  terminationGracePeriodSeconds: 1.5",
     "2: spec.terminationGracePeriodSeconds: wants an integer, not the number 1.5"),
    ("spec:\n  activeDeadlineSeconds: 9223372036854775808",
     "2: spec.activeDeadlineSeconds: 9223372036854775808 does not fit in an int64"),
    ("spec:\n  priority: 2147483648",               "2: spec.priority: 2147483648 does not fit in an int32"),
    ("spec:\n  containers:\n  - name: a\n    ports:\n    - containerPort: '80'",
     "5: spec.containers[0].ports[0].containerPort: wants an integer, not the string '80'"),
    ("spec:\n  containers:\n  - name: a\n    livenessProbe: {httpGet: {port: true}}",
     "4: spec.containers[0].livenessProbe.httpGet.port: wants an integer, not true"),
    ("spec:\n  containers:\n  - name: a\n    resources:\n      requests: {cpu: 1x}",
     "5: spec.containers[0].resources.requests.cpu: '1x' is no quantity such as 500m or 1Gi"),
    ("spec:\n  containers:\n  - name: a\n    resources:\n      limits: {memory: yes}",
     "5: spec.containers[0].resources.limits.memory: wants a quantity such as 500m or 1Gi, not true"),
    # parts that are kept as plain data are read as strictly
    ("spec:\n  volumes:\n  - name: a\n    emptydir: {}",
     "4: spec.volumes[0].emptydir: unknown field; did you mean emptyDir?"),
    ("spec:\n  volumes:\n  - name: a\n    emptyDir: {sizeLimit: big}",
     "4: spec.volumes[0].emptyDir.sizeLimit: 'big' is no quantity such as 500m or 1Gi"),
    ("spec:\n  containers:\n  - name: a\n    env:\n    - name: X\n      value: 1",
     "6: spec.containers[0].env[0].value: wants a string, not the number 1; put it in quotes"),
    ("spec:\n  containers:\n  - name: a\n    volumeMounts:\n    - mountpath: /a",
     "5: spec.containers[0].volumeMounts[0].mountpath: unknown field; did you mean mountPath?"),
    ("spec:\n  containers:\n  - name: a\n    securityContext: {runAsUser: root}",
     "4: spec.containers[0].securityContext.runAsUser: wants an integer, not the string 'root'"),
    ("spec:\n  affinity:\n    nodeAffinity:\n      required: {}",
     "4: spec.affinity.nodeAffinity.required: unknown field"),
]
# fmt: on


@pytest.mark.parametrize(("text", "expected"), BAD)
def test_what_is_wrong_is_said_with_its_line_and_path(text: str, expected: str) -> None:
    assert flaws(text) == [expected]


def test_everything_that_is_wrong_is_said() -> None:
    text = "metadata: {labels: {a: 1}}\nspec:\n  containers:\n  - image: 5\n  - nam: b\n  nodename: n\n"
    assert flaws(text) == [
        "1: metadata.labels.a: wants a string, not the number 1; put it in quotes",
        "4: spec.containers[0].image: wants a string, not the number 5; put it in quotes",
        "4: spec.containers[0].name: required field is missing",
        "5: spec.containers[1].nam: unknown field; did you mean name?",
        "5: spec.containers[1].name: required field is missing",
        "6: spec.nodename: unknown field; did you mean nodeName?",
    ]


def test_null_is_an_absent_field() -> None:
    assert pod_of("metadata:\nspec: {containers: , hostNetwork: null, volumes: ~}\nstatus: null") == Pod()


def test_words_of_yaml_are_booleans_where_a_bool_is_wanted() -> None:
    assert pod_of("spec: {hostNetwork: yes, hostPID: on, hostIPC: y}").spec.hostIPC is True


def test_a_whole_fraction_is_an_integer() -> None:
    assert pod_of("spec: {terminationGracePeriodSeconds: 30.0}").spec.terminationGracePeriodSeconds == 30


def test_amounts_become_as_the_api_shows_them() -> None:
    text = "spec: {containers: [{name: a, resources: {requests: {cpu: 0.5, memory: 1024Ki, example.com/gpu: 2}}}]}"
    requests = pod_of(text).spec.containers[0].resources.requests
    assert requests == {"cpu": "500m", "memory": "1Mi", "example.com/gpu": "2"}


def test_plain_data_is_kept_as_it_was_written() -> None:
    pod = pod_of("spec: {volumes: [{name: c, configMap: {name: conf, defaultMode: 0400}}], securityContext: {}}")
    assert pod.spec.volumes == ({"name": "c", "configMap": {"name": "conf", "defaultMode": 256}},)
    assert pod.spec.securityContext == {}


def test_a_node_is_read() -> None:
    node, found = structure(
        Node, tree("metadata: {name: node-a}\nstatus: {allocatable: {cpu: 4, memory: 8Gi, pods: 110}}")
    )
    assert found == []
    assert node is not None
    assert node.status.allocatable == {"cpu": "4", "memory": "8Gi", "pods": "110"}


def test_the_api_server_drops_unknown_fields_and_fills_missing_ones() -> None:
    pod, found = structure(Pod, tree("foo: 1\nspec: {containers: [{imag: a}]}"), strict=False)
    assert found == []
    assert pod is not None
    assert pod.spec.containers[0].name == ""


def test_every_row_of_the_shapes_names_types_that_exist() -> None:
    from podlaw.model.objects import shapes

    for row in shapes._ROWS:
        for kind in fields_of(row).values():
            name = kind.strip("[]{}")
            assert name in ("str", "bool", "int32", "int64", "quantity", "any") or name in shapes._ROWS


def test_every_class_has_a_reader() -> None:
    for field in attrs.fields(Pod):
        assert field.name in ("apiVersion", "kind", "metadata", "spec", "status")
    assert flaws("{}") == []

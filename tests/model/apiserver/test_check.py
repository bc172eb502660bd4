"""check: what the API server would refuse and what is not modelled yet, each at its line."""

from __future__ import annotations

import pytest

from podlaw.model.apiserver.check import check_manifests
from podlaw.model.apiserver.validation.containers import NO_PLAIN_INIT
from podlaw.model.objects.manifest import MAX_PROBLEMS, ManifestError, read_text

HEAD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n"
APP = "  containers:\n  - name: app\n    image: nginx\n"


def problems(text: str) -> list[str]:
    with pytest.raises(ManifestError) as caught:
        check_manifests(read_text(text, "pod.yaml"))
    return [str(problem) for problem in caught.value.problems]


PULL = '"Always", "IfNotPresent", "Never"'

# fmt: off
REFUSED = [
    ("  containers: []\n",                             ["pod.yaml:5: spec.containers: required value"]),
    ("  containers:\n  - name: app\n",                 ["pod.yaml:6: spec.containers[0].image: required value"]),
    (APP + "  - name: app\n    image: b\n",            ["pod.yaml:8: spec.containers[1].name: duplicate value"]),
    (APP + "    imagePullPolicy: Sometimes\n",
     [f"pod.yaml:8: spec.containers[0].imagePullPolicy: unsupported value: supported values: {PULL}"]),
    (APP + "    ports:\n    - containerPort: 70000\n",
     ["pod.yaml:9: spec.containers[0].ports[0].containerPort: must be between 1 and 65535, inclusive"]),
    (APP + "    volumeMounts:\n    - name: data\n      mountPath: /data\n",
     ["pod.yaml:9: spec.containers[0].volumeMounts[0].name: not found"]),
    (APP + "    livenessProbe:\n      periodSeconds: 5\n",
     ["pod.yaml:8: spec.containers[0].livenessProbe: required value: must specify a handler type"]),
    (APP + "    resources:\n      requests:\n        cpu: 2\n      limits: {cpu: 1}\n",
     ["pod.yaml:9: spec.containers[0].resources.requests: must be less than or equal to cpu limit of 1"]),
    (APP + "  restartPolicy: Sometimes\n",
     ['pod.yaml:8: spec.restartPolicy: unsupported value: supported values: "Always", "OnFailure", "Never"']),
    (APP + "  initContainers:\n  - name: i\n    image: b\n    readinessProbe: {exec: {command: [a]}}\n",
     [f"pod.yaml:11: spec.initContainers[0].readinessProbe: forbidden: {NO_PLAIN_INIT}"]),
]
NOT_YET = [
    (APP + "  volumes:\n  - name: v\n    nfs: {server: s, path: /p}\n",
     ["pod.yaml:10: spec.volumes[0].nfs: a volume of kind nfs is not modelled yet"]),
]
# fmt: on


@pytest.mark.parametrize(("spec", "expected"), REFUSED)
def test_what_the_api_server_refuses_is_said_with_its_line(spec: str, expected: list[str]) -> None:
    assert problems(HEAD + spec) == expected


@pytest.mark.parametrize(("spec", "expected"), NOT_YET)
def test_what_is_not_modelled_is_refused_by_name(spec: str, expected: list[str]) -> None:
    assert problems(HEAD + spec) == expected


def test_what_no_lifecycle_depends_on_is_let_through() -> None:
    kept = "    command: [a]\n    env: [{name: A, value: b}]\n    securityContext: {runAsUser: 1}\n"
    mounts = "    volumeMounts: [{name: v, mountPath: /v}]\n"
    volumes = "  volumes:\n  - {name: v, emptyDir: {}}\n  nodeSelector: {a: b}\n"
    check_manifests(read_text(HEAD + APP + kept + mounts + volumes))


def test_a_name_is_looked_at_whatever_the_kind() -> None:
    found = problems("apiVersion: v1\nkind: Node\nmetadata:\n  name: Node_A\n")
    assert found[0].startswith("pod.yaml:4: metadata.name: a lowercase RFC 1123 subdomain")


def test_a_problem_in_a_list_says_which_item() -> None:
    pod = "- apiVersion: v1\n  kind: Pod\n  metadata: {name: web}\n  spec: {containers: }\n"
    text = f"apiVersion: v1\nkind: List\nitems:\n{pod}"
    assert problems(text) == ["pod.yaml:7: items[0].spec.containers: required value"]


def test_at_most_twenty_problems_are_told() -> None:
    assert len(problems(HEAD + "  containers:\n" + "  - name: app\n" * 50)) == MAX_PROBLEMS

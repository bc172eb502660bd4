"""defaults: the stored Pod of every recorded manifest, and what admission adds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from podlaw.model.apiserver.admission_defaults import admission_defaults
from podlaw.model.apiserver.defaults import default_pod
from podlaw.model.apiserver.image_tag import image_tag
from podlaw.model.apiserver.prepare import prepare_for_create
from podlaw.model.objects.container import Container
from podlaw.model.objects.located import locate
from podlaw.model.objects.pod import Pod, PodSpec, Toleration
from podlaw.model.objects.structure import structure
from podlaw.model.objects.unstructure import unstructure

RECORDED = Path(__file__).parents[2] / "data" / "vectors" / "defaults.jsonl"
CASES = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_manifest_is_stored_with_the_recorded_defaults(case: dict[str, Any]) -> None:
    pod, flaws = structure(Pod, locate(case["in"]["manifest"]), strict=False)
    assert flaws == []
    assert pod is not None
    assert unstructure(prepare_for_create(default_pod(pod))) == case["out"]["object"]


def test_defaults_of_a_defaulted_pod_are_its_own() -> None:
    for case in CASES:
        pod, _ = structure(Pod, locate(case["in"]["manifest"]), strict=False)
        assert pod is not None
        assert default_pod(default_pod(pod)) == default_pod(pod)


@pytest.mark.parametrize(
    ("image", "tag"),
    [
        ("nginx", "latest"),
        ("nginx:1.25", "1.25"),
        ("nginx:latest", "latest"),
        ("host:5000/team/app", "latest"),
        ("host:5000/team/app:v1", "v1"),
        ("[::1]:5000/app", "latest"),
        ("app@sha256:" + "a" * 64, ""),
        ("app:v1@sha256:" + "a" * 64, "v1"),
        ("UPPER", ""),
        ("a" * 300, ""),
        ("", ""),
    ],
)
def test_the_tag_of_an_image(image: str, tag: str) -> None:
    assert image_tag(image) == tag


def test_admission_adds_account_priority_and_the_tolerations_of_lost_nodes() -> None:
    spec = admission_defaults(default_pod(Pod(spec=PodSpec(containers=(Container(name="a", image="b"),))))).spec
    assert (spec.serviceAccountName, spec.serviceAccount, spec.priority) == ("default", "default", 0)
    assert spec.preemptionPolicy == "PreemptLowerPriority"
    assert [(each.key, each.effect, each.tolerationSeconds) for each in spec.tolerations] == [
        ("node.kubernetes.io/not-ready", "NoExecute", 300),
        ("node.kubernetes.io/unreachable", "NoExecute", 300),
    ]


def test_a_pod_that_tolerates_lost_nodes_keeps_its_own_time() -> None:
    own = Toleration(key="node.kubernetes.io/not-ready", operator="Exists", effect="NoExecute", tolerationSeconds=5)
    spec = admission_defaults(Pod(spec=PodSpec(tolerations=(own,)))).spec
    assert [each.tolerationSeconds for each in spec.tolerations] == [5, 300]

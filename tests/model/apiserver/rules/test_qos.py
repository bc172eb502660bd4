"""qos: the class of a Pod by its requests and limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.model.apiserver.rules.qos import pod_qos
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.pod import PodSpec
from podlaw.properties.vectors.runner import check_file

VECTORS = Path(__file__).parents[3] / "data" / "vectors"
FULL = {"cpu": "1", "memory": "1Gi"}


def resources(requests: dict[str, str] | None = None, limits: dict[str, str] | None = None) -> ResourceRequirements:
    return ResourceRequirements(requests=requests or {}, limits=limits or {})


def qos(*parts: ResourceRequirements, pod: ResourceRequirements | None = None) -> str:
    containers = tuple(Container(name=f"c{index}", resources=part) for index, part in enumerate(parts))
    return pod_qos(PodSpec(containers=containers, resources=pod))


def test_recorded_answers_agree() -> None:
    outcome = check_file(VECTORS / "qos.jsonl")
    assert (outcome.agree, outcome.disagreements) == (outcome.total, ())


# fmt: off
CLASSES = (
    ((resources(),),                                          "BestEffort"),
    ((resources({"cpu": "0"}),),                              "BestEffort"),
    ((resources({"example.com/gpu": "1"}),),                  "BestEffort"),
    ((resources({"cpu": "1"}),),                              "Burstable"),
    ((resources(FULL, FULL),),                                "Guaranteed"),
    ((resources({"cpu": "1000m", "memory": "1Gi"}, FULL),),   "Guaranteed"),
    ((resources(FULL, FULL), resources()),                    "Burstable"),
    ((resources({"cpu": "1"}, FULL),),                        "Burstable"),
    ((resources({}, FULL),),                                  "Burstable"),
)
# fmt: on


@pytest.mark.parametrize(("parts", "name"), CLASSES)
def test_requests_and_limits_make_the_class(parts: tuple[ResourceRequirements, ...], name: str) -> None:
    assert qos(*parts) == name


def test_resources_of_the_pod_count_instead_of_those_of_its_containers() -> None:
    assert qos(resources(FULL, FULL), pod=resources()) == "BestEffort"
    assert qos(resources(), pod=resources(FULL, FULL)) == "Guaranteed"

"""requests: what a Pod as a whole requests and is limited to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.pod import PodSpec
from podlaw.model.scheduler.rules.requests import pod_limits, pod_requests
from podlaw.properties.vectors.runner import check_file

VECTORS = Path(__file__).parents[3] / "data" / "vectors"


def container(name: str, cpu: str = "", *, sidecar: bool = False) -> Container:
    amounts = {"cpu": cpu} if cpu else {}
    resources = ResourceRequirements(requests=amounts, limits=amounts)
    return Container(name=name, resources=resources, restartPolicy="Always" if sidecar else None)


def cpu(spec: PodSpec, **options: bool) -> str:
    return str(pod_requests(spec, **options)["cpu"])


def test_recorded_answers_agree() -> None:
    outcome = check_file(VECTORS / "requests.jsonl")
    assert (outcome.agree, outcome.disagreements) == (outcome.total, ())


def test_app_containers_add_up() -> None:
    assert cpu(PodSpec(containers=(container("a", "1"), container("b", "500m")))) == "1500m"


def test_init_containers_run_one_at_a_time() -> None:
    spec = PodSpec(containers=(container("a", "1"),), initContainers=(container("i", "3"), container("j", "2")))
    assert cpu(spec) == "3"


def test_an_init_container_runs_beside_the_sidecars_before_it_only() -> None:
    init = (container("i", "3"), container("s", "1", sidecar=True), container("j", "2"))
    assert cpu(PodSpec(containers=(container("a", "1"),), initContainers=init)) == "3"
    assert cpu(PodSpec(containers=(container("a", "1"),), initContainers=(init[1], init[0]))) == "4"


def test_sidecars_run_beside_the_app() -> None:
    spec = PodSpec(containers=(container("a", "1"),), initContainers=(container("s", "1", sidecar=True),))
    assert cpu(spec) == "2"


def test_requests_of_the_pod_replace_those_of_its_containers() -> None:
    own = ResourceRequirements(requests={"cpu": "250m", "example.com/gpu": "1"})
    spec = PodSpec(containers=(container("a", "1"),), resources=own, overhead={"cpu": "50m"})
    assert list(pod_requests(spec)) == ["cpu"]
    assert cpu(spec) == "300m"
    assert cpu(spec, exclude_overhead=True) == "250m"
    assert cpu(spec, skip_pod_level_resources=True) == "1050m"


def test_a_stand_in_counts_where_a_container_requests_nothing() -> None:
    spec = PodSpec(containers=(container("a"), container("b", "1")))
    stand_ins: Mapping[str, str] = {"cpu": "100m"}
    assert str(pod_requests(spec, non_missing=stand_ins)["cpu"]) == "1100m"


def test_overhead_raises_only_limits_that_there_are() -> None:
    assert pod_limits(PodSpec(containers=(container("a"),), overhead={"cpu": "1"})) == {}
    limited = PodSpec(containers=(container("a", "1"),), overhead={"cpu": "1"})
    assert str(pod_limits(limited)["cpu"]) == "2"

"""limit_range: defaults that stand in for each other, what they add to containers, and what is held against a Pod."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.apiserver.rules.limit_range import ANNOTATION, breaches_of, default_limit_range, with_defaults_of
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.limit_range import LimitRange, LimitRangeItem, LimitRangeSpec
from podlaw.model.objects.pod import Pod, PodSpec


def limits(**item: Any) -> LimitRange:
    given = {"type": "Container", **item}
    return default_limit_range(LimitRange(spec=LimitRangeSpec(limits=(LimitRangeItem(**given),))))


def pod(requests: dict[str, str], limits: dict[str, str], copies: int = 1) -> Pod:
    resources = ResourceRequirements(requests=requests, limits=limits)
    return Pod(spec=PodSpec(containers=tuple(Container(name=f"c{n}", resources=resources) for n in range(copies))))


def test_of_containers_max_stands_in_for_the_default_and_that_for_the_request() -> None:
    item = limits(max={"cpu": "2", "memory": "1Gi"}, default={"cpu": "1"}, min={"cpu": "100m"}).spec.limits[0]
    assert item.default == {"cpu": "1", "memory": "1Gi"}
    assert item.defaultRequest == {"cpu": "1", "memory": "1Gi"}
    assert limits(min={"cpu": "100m"}).spec.limits[0].defaultRequest == {"cpu": "100m"}
    assert not limits(type="Pod", max={"cpu": "2"}).spec.limits[0].default


def test_what_a_container_says_itself_stays_and_the_annotation_names_what_was_added() -> None:
    filled = with_defaults_of(
        [limits(default={"cpu": "500m", "memory": "1Gi"}, defaultRequest={"cpu": "100m"})], pod({"cpu": "50m"}, {})
    )
    assert filled.spec.containers[0].resources.requests == {"cpu": "50m", "memory": "1Gi"}
    assert filled.spec.containers[0].resources.limits == {"cpu": "500m", "memory": "1Gi"}
    added = "LimitRanger plugin set: memory request for container c0; cpu, memory limit for container c0"
    assert filled.metadata.annotations[ANNOTATION] == added


def test_a_pod_that_lacks_nothing_gets_no_annotation() -> None:
    whole = pod({"cpu": "1"}, {"cpu": "1"})
    assert with_defaults_of([limits(default={"cpu": "2"})], whole) == whole


@pytest.mark.parametrize(
    ("item", "requests", "most", "breach"),
    [
        ({"min": {"cpu": "1"}}, {}, {}, "minimum cpu usage per Container is 1.  No request is specified"),
        ({"min": {"cpu": "1"}}, {"cpu": "500m"}, {}, "minimum cpu usage per Container is 1, but request is 500m"),
        ({"min": {"cpu": "1"}}, {"cpu": "1"}, {"cpu": "900m"}, "minimum cpu usage per Container is 1, but limit is 900m"),
        ({"max": {"cpu": "1"}}, {"cpu": "1"}, {}, "maximum cpu usage per Container is 1.  No limit is specified"),
        ({"max": {"cpu": "1"}}, {}, {"cpu": "2"}, "maximum cpu usage per Container is 1, but limit is 2"),
        ({"max": {"cpu": "1"}}, {"cpu": "2"}, {"cpu": "1"}, "maximum cpu usage per Container is 1, but request is 2"),
        (
            {"maxLimitRequestRatio": {"cpu": "2"}}, {"cpu": "1"}, {"cpu": "3"},
            "cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000",
        ),
        (
            {"maxLimitRequestRatio": {"cpu": "2"}}, {}, {"cpu": "3"},
            "cpu max limit to request ratio per Container is 2, but no request is specified or request is 0",
        ),
    ],
)  # fmt: skip
def test_each_breach_is_said_in_the_apis_words(item: Any, requests: Any, most: Any, breach: str) -> None:
    assert breaches_of(limits(**item), pod(requests, most)) == (breach,)


def test_limits_of_a_pod_are_about_the_sum_of_its_containers() -> None:
    of_pod = limits(type="Pod", max={"cpu": "1"})
    assert not breaches_of(of_pod, pod({}, {"cpu": "500m"}, copies=2))
    assert breaches_of(of_pod, pod({}, {"cpu": "500m"}, copies=3)) == (
        "maximum cpu usage per Pod is 1, but limit is 1500m",
    )

"""memory_decrease: a limit that goes down needs to know what is in use."""

from __future__ import annotations

from podlaw.model.kubelet.rules.memory_decrease import memory_decrease_error
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.pod import Pod, PodSpec


def limited(memory: str) -> ResourceRequirements:
    return ResourceRequirements(limits={"memory": memory} if memory else {})


def error(*limits: tuple[str, str]) -> str:
    """(before, after) of the containers a, b …"""
    names = "abc"[: len(limits)]
    containers = tuple(Container(name=n, resources=limited(new)) for n, (_, new) in zip(names, limits, strict=True))
    actuated = {n: limited(old) for n, (old, _) in zip(names, limits, strict=True)}
    return memory_decrease_error(Pod(spec=PodSpec(containers=containers)), actuated, names)


def test_a_limit_that_grows_or_stays_is_no_error() -> None:
    assert error(("1Gi", "2Gi"), ("1Gi", "1Gi")) == ""


def test_the_limit_of_the_pod_is_named_first() -> None:
    assert error(("1Gi", "512Mi"), ("1Gi", "1Gi")) == "cannot decrease memory limits: missing pod memory usage"


def test_where_the_pod_as_a_whole_has_no_less_each_container_is_named() -> None:
    assert (
        error(("1Gi", "512Mi"), ("1Gi", "2Gi")) == 'cannot decrease memory limits: missing container "a" memory usage'
    )
    assert error(("1Gi", "512Mi"), ("1Gi", "512Mi"), ("", "")) == (
        'cannot decrease memory limits: [missing container "a" memory usage, missing container "b" memory usage]'
    )

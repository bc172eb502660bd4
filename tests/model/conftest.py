"""conftest: the recorded answers that the rules are held against, and a Pod in a cluster, in few words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.objects.manifest import read_text
from podlaw.model.objects.pod import Pod
from podlaw.properties.vectors.commands import side_by_side
from podlaw.properties.vectors.runner import check_file

VECTORS = Path(__file__).parents[1] / "data" / "vectors"

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]


@pytest.fixture
def assert_agrees() -> Callable[[str], None]:
    """Assert that podlaw gives every recorded answer of the vectors file of this name."""

    def check(name: str) -> None:
        outcome = check_file(VECTORS / f"{name}.jsonl")
        first = "\n".join(line for case in outcome.disagreements for line in side_by_side(case))
        assert outcome.total > 0
        assert (outcome.agree, outcome.implemented) == (outcome.total, True), first

    return check


@pytest.fixture(scope="session")
def make_pod() -> MakePod:
    """`make_pod("web", apps=("a", "b"), inits=("i",), restartPolicy="Never")`; a dict instead of a name says more."""

    def make(name: str = "web", *, apps: tuple[Any, ...] = ("app",), inits: tuple[Any, ...] = (), **spec: Any) -> Pod:
        def containers(entries: tuple[Any, ...]) -> list[dict[str, Any]]:
            return [{"image": "app:1", **(e if isinstance(e, dict) else {"name": e})} for e in entries]

        body = {**spec, "containers": containers(apps), "initContainers": containers(inits)}
        manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": body}
        pod = read_text(json.dumps(manifest))[0].object
        assert isinstance(pod, Pod)
        return pod

    return make


@pytest.fixture
def start() -> Start:
    """`start(pod, script)`: a judged cluster of one node in which the Pod was created at 0 s."""

    def begin(pod: Pod, script: Mapping[str, Any] | None = None, **options: Any) -> Cluster:
        cluster = Cluster(options.pop("nodes", [NodeShape()]), judge=True, **options)
        cluster.create(pod, script or {})
        return cluster

    return begin


@pytest.fixture(scope="session")
def calls() -> Callable[..., list[tuple[float, str, str]]]:
    """`calls(cluster, "StartContainer")`: (seconds, call, container) of each entry of the runtime's log of these names."""

    def listed(cluster: Cluster, *names: str) -> list[tuple[float, str, str]]:
        begin = cluster.simulation.start
        return [((c.at - begin) / 1000, c.call, c.container) for c in cluster.calls if not names or c.call in names]

    return listed

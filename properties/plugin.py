"""plugin: what pytest gets from this package: a cluster in virtual time, the laws as assertions, and a seed for both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # pytest loads this file in every run, so nothing heavy is imported before it is asked for
    from ..model.cluster.cluster import Cluster
    from ..model.cluster.run import Seen

Events = Iterable[Mapping[str, Any]]
Laws = Callable[["Cluster | Events"], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--podlaw-seed N`: the seed of each test's cluster."""
    group = parser.getgroup("podlaw", "Pods in virtual time")
    group.addoption(
        "--podlaw-seed", type=int, default=0, metavar="N", help="Seed of the fixture `cluster` (default: 0)."
    )


@pytest.fixture
def podlaw_seed(request: pytest.FixtureRequest) -> int:
    """The seed that was asked for."""
    seed: int = request.config.getoption("--podlaw-seed")
    return seed


@pytest.fixture
def cluster(podlaw_seed: int) -> Cluster:
    """A cluster of one node in virtual time; the same seed gives the same run."""
    from ..model.cluster.cluster import Cluster

    return Cluster(seed=podlaw_seed)


@pytest.fixture
def podlaw_laws() -> Laws:
    """Call it with watch events, or with a Cluster: it fails the test with the first law that is broken."""
    return assert_lawful


def assert_lawful(shown: Cluster | Events) -> None:
    """Raises AssertionError with the first breach; BadTrace for what are no watch events."""
    from ..model.cluster.cluster import Cluster
    from .run_judge import RunJudge
    from .trace import check_events

    if isinstance(shown, Cluster):
        judge = RunJudge()
        seen: list[Seen] = [*shown.calls, *shown.watch]
        for each in sorted(seen, key=lambda one: one.at):
            judge.hear(each, shown.simulation.start)
        broken = str(judge.breaches[0]) if judge.breaches else ""
    else:
        verdict = check_events(shown)
        broken = verdict.message if verdict.rejections else ""
    if broken:
        raise AssertionError(broken)

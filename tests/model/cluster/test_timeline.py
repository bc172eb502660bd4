"""Timeline: which changes are a line, and how its time is written."""

from __future__ import annotations

from itertools import pairwise

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.timeline import Line, moment, span, timeline

from .conftest import WEB

FAILS = {"web": {"app": {"runs": [{"after": "2s", "exit": 1}]}}}


def lines_of(cluster: Cluster, *, wide: bool = False) -> list[Line]:
    return list(timeline(cluster.watch, wide=wide))


def test_a_change_that_no_cell_shows_is_no_line() -> None:
    cluster = Cluster()
    cluster.apply(WEB)
    cluster.advance("10s")
    assert len([event for event in cluster.watch if event.kind == "Pod"]) == 5
    assert [line.row.status for line in lines_of(cluster)] == ["Pending", "ContainerCreating", "Running"]


def test_wide_has_a_line_for_the_binding_and_the_address_too() -> None:
    cluster = Cluster()
    cluster.apply(WEB)
    cluster.advance("10s")
    assert [line.row.node for line in lines_of(cluster, wide=True)] == ["<none>", *["node-1"] * 3]


def test_a_restart_is_a_line_and_its_age_is_none() -> None:
    cluster = Cluster()
    cluster.apply(WEB, FAILS)
    cluster.advance("1m")
    lines = lines_of(cluster)
    assert [line.row.restart_count for line in lines] == sorted(line.row.restart_count for line in lines)
    shown = [(line.row.ready, line.row.status, line.row.restart_count) for line in lines]
    assert all(earlier != later for earlier, later in pairwise(shown))


def test_the_removal_of_a_pod_is_a_line_even_if_it_looks_the_same() -> None:
    cluster = Cluster()
    cluster.apply(WEB)
    cluster.advance("5s")
    cluster.delete("web")
    cluster.advance("5s")
    assert [(line.change, line.row.status) for line in lines_of(cluster)][-2:] == [
        ("MODIFIED", "Completed"),
        ("DELETED", "Completed"),
    ]


@pytest.mark.parametrize(
    ("millis", "exact", "short"),
    [
        (0, "0.000s", "0s"),
        (92_345, "1m32.345s", "1m32.345s"),
        (60_000, "1m00.000s", "1m"),
        (3_600_000, "1h00m00.000s", "1h"),
        (3_900_000, "1h05m00.000s", "1h05m"),
        (3_605_000, "1h00m05.000s", "1h00m05s"),
        (86_400_000, "24h00m00.000s", "24h"),
    ],
)
def test_a_moment_is_exact_and_a_span_is_short(millis: int, exact: str, short: str) -> None:
    assert (moment(millis), span(millis)) == (exact, short)

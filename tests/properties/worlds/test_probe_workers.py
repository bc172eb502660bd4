"""probe_workers: the free published results of the worlds can do all that the probe workers do, and no more than they."""

from __future__ import annotations

import pytest
from attrs import evolve

from podlaw.model.core.world import Scope
from podlaw.model.kubelet.published_probes import (
    PUBLISHED_PROBES,
    ProbesState,
    PublishLivenessFailure,
    PublishReadiness,
    PublishStartup,
)
from podlaw.properties.explorer.explore import explore
from podlaw.properties.explorer.result import Result
from podlaw.properties.mutants import Mutant, changed, edge_of
from podlaw.properties.worlds.probe_workers import probe_workers, the_published_results_are_the_workers

SCOPES = probe_workers()
ALL = SCOPES[-1]
BY_WORKERS = (PublishStartup, PublishLivenessFailure, PublishReadiness)


def explored(scope: Scope) -> Result:
    return explore(scope, (the_published_results_are_the_workers,), engine="numpy")


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.name)
def test_workers_publish_nothing_that_the_free_results_refuse(scope: Scope) -> None:
    result = explored(scope)
    assert result.complete
    assert result.uncoupled is None, str(result.uncoupled)
    assert [str(verdict.counterexample) for verdict in result.verdicts if verdict.holds is not True] == []
    assert [verdict.spoke > 10 for verdict in result.verdicts] == [True]


def test_every_edge_of_the_free_results_is_taken_by_the_workers_of_all_three_probes() -> None:
    """The worlds in which results come freely have no result that workers could not publish."""
    dead = [edge for name, edge in explored(ALL).dead if name == PUBLISHED_PROBES.name]
    assert [str(edge) for edge in dead if edge.event in BY_WORKERS] == []


def test_a_free_result_that_is_missing_is_noticed() -> None:
    """Were liveness unable to fail, the tables would disagree."""
    edge = edge_of(PUBLISHED_PROBES, PublishLivenessFailure, ProbesState.STARTED)
    mutant = Mutant("never-fails", "liveness never fails", changed(PUBLISHED_PROBES, edge))
    assert explored(mutant.within(ALL)).uncoupled is not None


def test_readiness_that_is_forgotten_with_the_kubelet_is_noticed() -> None:
    """A late startup result after a restart of the kubelet must not take the readiness back that is known already."""
    edge = edge_of(PUBLISHED_PROBES, PublishStartup, ProbesState.UNKNOWN)
    forgets = evolve(edge, then=lambda view, me, event: {"is_ready": False})
    mutant = Mutant("forgets", "readiness is forgotten", changed(PUBLISHED_PROBES, edge, forgets))
    result = explored(mutant.within(ALL))
    assert [verdict.law.id for verdict in result.verdicts if verdict.holds is False] == ["PROBES"]

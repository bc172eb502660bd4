"""settled: what is settled makes fewer states, and no difference that can be observed."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.apiserver.pod_object import PodObjectState
from podlaw.model.core.world import Scope
from podlaw.properties.explorer.explore import Engine, explore
from podlaw.properties.explorer.settled import Settled, SettledScope


def is_gone(world: Any, index: int) -> bool:
    return world.pod.state is PodObjectState.GONE


ROWS = (Settled("api_phase", ("state",), is_gone), Settled("config", ("grace",), is_gone))


def settled(scope: Scope) -> SettledScope:
    return SettledScope(
        scope.name, scope.words, scope.composition, scope.initial, scope.moves, scope.urgent, scope.saturated,
        (*scope.cuts, "what no longer matters"), ROWS,
    )  # fmt: skip


@pytest.mark.parametrize("engine", ["plain", "numpy"])
def test_a_settled_scope_has_fewer_states(pod: Scope, engine: Engine) -> None:
    whole, cut = explore(pod, engine="numpy"), explore(settled(pod), engine=engine)
    assert cut.states < whole.states
    assert (cut.states, cut.edges) == (explore(settled(pod)).states, explore(settled(pod)).edges)


def test_the_same_moves_are_possible_all_along_every_run(pod: Scope) -> None:
    cut = settled(pod)
    seen = {(pod.initial[0], cut.initial[0])}
    waiting = list(seen)
    while waiting:
        world, other = waiting.pop()
        after, then = dict(pod.successors(world)), dict(cut.successors(other))
        assert list(after) == list(then)
        assert world.pod == other.pod
        assert world.sandbox == other.sandbox
        new = {(after[firing], then[firing]) for firing in after} - seen
        seen |= new
        waiting += new

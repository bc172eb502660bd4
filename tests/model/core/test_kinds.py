"""What holds of every Kind, whatever it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice, product
from pkgutil import walk_packages
from typing import Any

import pytest

import podlaw.model
from podlaw.model.cluster.composition import POD
from podlaw.model.cluster.pod_world import pod_world
from podlaw.model.core.domain import instances, size
from podlaw.model.core.kind import Kind, Refused
from podlaw.model.core.world import at
from podlaw.model.kinds import KINDS
from podlaw.model.kubelet.rules.restart import RestartPolicy

MOST = 200_000
"""Of a Kind with more combinations of view, record and event every n-th is tried; n is a prime that does not divide
their number, so all values occur."""
PRIMES = (1, 3, 7, 13, 31, 61, 127, 251)

Each = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def combinations(kind: Kind[Any, Any], most: int = MOST) -> Iterator[tuple[Any, Any, Any]]:
    """Views × records × events of this Kind, all or every n-th."""
    events = [event for cls in kind.events for event in instances(cls)]
    total = size(kind.view) * size(kind.record) * len(events)
    stride = next(
        prime for prime in (*PRIMES, total) if total // prime <= most and (total % prime or prime in (1, total))
    )
    every = product(instances(kind.view), instances(kind.record), events)
    return islice(every, 0, None, stride)


def answer(move: Callable[..., Any], *arguments: Any) -> Any:
    """The record after the event, or that it was refused."""
    try:
        return move(*arguments)
    except Refused:
        return Refused


def test_the_literal_list_has_every_kind() -> None:
    modules = [import_module(module.name) for module in walk_packages(podlaw.model.__path__, "podlaw.model.")]
    kinds = {one.name for module in modules for one in vars(module).values() if isinstance(one, Kind)}
    assert sorted(kinds) == sorted(kind.name for kind in KINDS)


@Each
def test_look_up_and_transitions_agree_also_in_refusing(kind: Kind[Any, Any]) -> None:
    for view, record, event in combinations(kind):
        assert answer(kind.step, view, record, event) == answer(kind.drive, view, record, event), (view, record, event)


@Each
def test_what_is_refused_changes_nothing_and_says_what_it_was(kind: Kind[Any, Any]) -> None:
    for view, record, event in combinations(kind, most=2_000):
        if kind.edge(view, record, event) is None:
            before = str(record)
            for move in (kind.step, kind.drive):
                with pytest.raises(Refused) as refused:
                    move(view, record, event)
                said = refused.value
                assert (said.kind, said.view, said.record, said.event) == (kind.name, view, record, event)
            assert str(record) == before


@Each
def test_no_edge_is_shadowed_by_those_before_it(kind: Kind[Any, Any]) -> None:
    waiting = list(kind.edges)
    for view, record, event in combinations(kind):
        taken = kind.edge(view, record, event)
        if taken in waiting:
            waiting.remove(taken)
        if not waiting:
            break
    assert not waiting, [str(edge) for edge in waiting]


@Each
def test_every_step_leads_to_a_record_of_the_domain(kind: Kind[Any, Any]) -> None:
    known = set(instances(kind.record))
    for view, record, event in combinations(kind, most=20_000):
        if kind.edge(view, record, event) is not None:
            assert kind.step(view, record, event) in known, (view, record, event)


@Each
def test_the_shared_machine_has_no_model_of_its_own(kind: Kind[Any, Any]) -> None:
    assert kind.machine.models == []


@Each
def test_its_edges_name_its_own_states_and_events(kind: Kind[Any, Any]) -> None:
    names = [event.__name__ for event in kind.events]
    assert len(set(names)) == len(names)
    assert {edge.event for edge in kind.edges} == set(kind.events)
    assert {state for edge in kind.edges for state in (edge.source, edge.target)} <= set(kind.states)


@Each
def test_guards_and_effects_read_attributes_only(kind: Kind[Any, Any], only_attributes: Callable[[Any], Any]) -> None:
    for view, record, event in combinations(kind, most=2_000):
        assert kind.changes(only_attributes(view), only_attributes(record), event) == kind.changes(view, record, event)


@pytest.mark.parametrize("place", POD.places, ids=str)
def test_a_place_gives_each_field_of_its_view_a_fact(place: str) -> None:
    kind = POD.places[place].kind
    assert set(POD.places[place].facts) == {field.name for field in kind.view.__attrs_attrs__}


def test_facts_read_attributes_only(only_attributes: Callable[[Any], Any]) -> None:
    for policy in RestartPolicy:
        world = pod_world(policy, init=1, app=2)
        for path in POD.paths(world):
            assert POD.view_of(only_attributes(world), path) == POD.view_of(world, path), path


def test_a_refused_firing_leaves_the_draft_as_it_was() -> None:
    world = pod_world(RestartPolicy.ALWAYS, init=1, app=1)
    for path in POD.paths(world):
        for event in (event for cls in POD.kind(path).events for event in instances(cls)):
            if POD.kind(path).edge(POD.view_of(world, path), at(world, path), event) is None:
                draft = POD.thaw(world)
                with pytest.raises(Refused):
                    POD.fire(draft, path, event)
                assert POD.freeze(draft) == world

"""picture: it holds the whole table, in its order, and shows every change of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import Any

import attrs
import pytest

from podlaw.diagrams.picture import Picture, picture_of
from podlaw.diagrams.rows import OTHERWISE, in_words
from podlaw.model.apiserver.pod_object import POD_OBJECT
from podlaw.model.core.event import Actor, Event
from podlaw.model.core.kind import Edge, Kind, Nothing
from podlaw.model.core.rule import Rule
from podlaw.model.kubelet.image_pull import IMAGE_PULL
from podlaw.model.kubelet.kill_task import KILL_TASK
from podlaw.model.kubelet.phase import PHASE

Tried = dict[tuple[str, str], list[tuple[str, ...]]]


class Light(Enum):
    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"
    BROKEN = "Broken"


@attrs.frozen
class Lamp:
    state: Light = Light.RED


@attrs.frozen
class Switch(Event):
    actor = Actor.CLOCK


@attrs.frozen
class Smash(Event):
    actor = Actor.FAULT


RULE, OTHER_RULE = Rule("T1", "traffic", "lamps switch"), Rule("T2", "traffic", "lamps break")


def is_day(view: Nothing, me: Lamp, event: Event) -> bool:
    return True


def lamp(*edges: Edge) -> Picture:
    """The picture of a Kind with these edges."""
    return picture_of(Kind("traffic-lamp", "A lamp.", Light, Lamp, Nothing, (Switch, Smash), edges))


def tried_by(kind: Kind[Any, Any]) -> Tried:
    """For each state and event what is tried, in order, as the table says."""
    tried: Tried = {}
    for edge in kind.edges:
        key = (edge.source.value, edge.event.__name__)
        tried.setdefault(key, []).append((edge.target.value, in_words(edge.when), in_words(edge.then), edge.by.id))
    return tried


def tried_in(picture: Picture) -> Tried:
    """The same, as the picture says."""
    members = {group.name: group.states for group in picture.groups}
    tried: Tried = {}
    for row in picture.rows:
        guard = "" if row.label.guard == OTHERWISE else row.label.guard
        for state in members.get(row.source, (row.source,)):
            target = state if row.target in members else row.target
            told = (target, guard, row.label.effect, row.label.rule)
            tried.setdefault((state, row.label.event), []).append(told)
    return tried


def changed_tables(kind: Kind[Any, Any]) -> Iterator[tuple[Edge, ...]]:
    """The table without each of its edges, and with each of them altered in each of its parts."""
    states = list(kind.states)
    for number, edge in enumerate(kind.edges):
        before, after = kind.edges[:number], kind.edges[number + 1 :]
        yield (*before, *after)
        yield (*before, attrs.evolve(edge, by=attrs.evolve(edge.by, words="something else")), *after)
        yield (*before, attrs.evolve(edge, when=is_day), *after)
        yield (*before, attrs.evolve(edge, then=is_day), *after)
        yield (*before, attrs.evolve(edge, target=states[states.index(edge.target) - 1]), *after)


def test_a_picture_tells_the_whole_table_in_its_order(kind: Kind[Any, Any], picture: Picture) -> None:
    assert tried_in(picture) == tried_by(kind)


def test_every_change_of_a_table_changes_its_picture(kind: Kind[Any, Any], picture: Picture) -> None:
    for edges in changed_tables(kind):
        assert picture_of(attrs.evolve(kind, edges=edges)) != picture


def test_arrows_hold_all_rows_and_there_is_one_for_each_source_and_target(picture: Picture) -> None:
    assert max(Counter((arrow.source, arrow.target) for arrow in picture.arrows).values()) == 1
    in_arrows = [(arrow.source, arrow.target, label) for arrow in picture.arrows for label in arrow.labels]
    assert Counter(in_arrows) == Counter((row.source, row.target, row.label) for row in picture.rows)


def test_states_are_in_the_order_of_the_kind(kind: Kind[Any, Any], picture: Picture) -> None:
    assert [state.name for state in picture.states] == [state.value for state in kind.states]
    assert picture.boxes[len(picture.groups) :] == tuple(state.name for state in picture.states)


def test_a_picture_has_one_initial_state(picture: Picture) -> None:
    assert sum(state.is_initial for state in picture.states) == 1


@pytest.mark.parametrize(
    ("kind", "initial", "final"),
    [(POD_OBJECT, "Absent", ["Gone"]), (PHASE, "Pending", []), (KILL_TASK, "None", [])],
    ids=["pod-object", "phase", "kill-task"],
)
def test_initial_and_final_states_of_some_kinds(kind: Kind[Any, Any], initial: str, final: list[str]) -> None:
    states = picture_of(kind).states
    assert [state.name for state in states if state.is_initial] == [initial]
    assert [state.name for state in states if state.is_final] == final


def test_the_legend_names_the_actors_in_the_order_of_actor(kind: Kind[Any, Any], picture: Picture) -> None:
    acting = {edge.event.actor for edge in kind.edges}
    assert picture.actors == tuple(actor.value for actor in Actor if actor in acting)


def test_what_every_state_does_is_one_row() -> None:
    picture = lamp(*(Edge(Smash, state, Light.BROKEN, by=OTHER_RULE) for state in Light))
    assert [(row.source, row.target) for row in picture.rows] == [("any state", "Broken")]
    assert picture.groups[0].states == ("Red", "Amber", "Green", "Broken")


def test_what_all_states_but_one_do_is_one_row() -> None:
    picture = lamp(*(Edge(Smash, state, Light.BROKEN, by=OTHER_RULE) for state in Light if state is not Light.AMBER))
    assert [(row.source, row.target) for row in picture.rows] == [("any but Amber", "Broken")]
    assert picture.groups[0].states == ("Red", "Green", "Broken")


def test_what_leaves_every_state_as_it_is_is_one_row() -> None:
    picture = lamp(*(Edge(Switch, state, state, by=RULE) for state in Light))
    assert [(row.source, row.target) for row in picture.rows] == [("any state", "any state")]
    assert picture.arrows[0].is_stay


def test_what_half_of_the_states_do_is_drawn_for_each() -> None:
    picture = lamp(*(Edge(Smash, state, Light.BROKEN, by=OTHER_RULE) for state in (Light.RED, Light.GREEN)))
    assert picture.groups == ()
    assert [row.source for row in picture.rows] == ["Red", "Green"]


def test_states_whose_edges_differ_in_the_guard_make_no_group() -> None:
    edges = [Edge(Smash, state, Light.BROKEN, by=OTHER_RULE, when=is_day) for state in (Light.RED, Light.AMBER)]
    assert lamp(*edges, Edge(Smash, Light.GREEN, Light.BROKEN, by=OTHER_RULE)).groups == ()


def test_there_is_no_group_where_it_would_change_the_order_in_which_edges_are_tried() -> None:
    one, two = Rule("T3", "traffic", "first"), Rule("T4", "traffic", "second")
    order = dict.fromkeys(Light, (one, two)) | {Light.AMBER: (two, one)}
    picture = lamp(
        *(Edge(Switch, state, Light.RED, by=rule, when=is_day) for state, rules in order.items() for rule in rules)
    )
    assert picture.groups == ()


def test_only_a_guardless_edge_after_another_of_its_state_and_event_says_otherwise() -> None:
    picture = lamp(
        Edge(Switch, Light.RED, Light.GREEN, by=RULE, when=is_day),
        Edge(Switch, Light.RED, Light.AMBER, by=RULE),
        Edge(Switch, Light.GREEN, Light.RED, by=RULE),
    )
    assert [row.label.guard for row in picture.rows] == ["is day", OTHERWISE, ""]


def test_a_misfortune_of_all_states_leaves_a_final_state_final() -> None:
    smashing = [Edge(Smash, state, Light.RED, by=OTHER_RULE) for state in Light]
    switching = [Edge(Switch, state, Light.BROKEN, by=RULE) for state in (Light.RED, Light.AMBER)]
    assert [state.name for state in lamp(*smashing, *switching).states if state.is_final] == ["Green", "Broken"]


def test_a_picture_names_the_file_of_its_table() -> None:
    assert picture_of(IMAGE_PULL).file == "model/kubelet/image_pull.py"


def test_names_become_words() -> None:
    assert (in_words(is_day), in_words(None)) == ("is day", "")


def test_a_label_reads_as_in_uml() -> None:
    (label,) = (row.label for row in picture_of(IMAGE_PULL).rows if row.label.effect == "double")
    assert str(label) == "PullEnds [otherwise] / double"

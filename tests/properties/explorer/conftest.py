"""conftest: what the tests of the explorer share: a small toy world, and a small real one."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any

import pytest
from attrs import field, frozen

from podlaw.model.core.domain import UpTo
from podlaw.model.core.event import Actor, Event
from podlaw.model.core.kind import Changes, Edge, Kind, Nothing, become
from podlaw.model.core.rule import Rule
from podlaw.model.core.world import Composition, Coupling, Place, Scope, Spontaneous
from podlaw.model.kubelet.rules.restart import RestartPolicy
from podlaw.properties.worlds.one_pod import one_pod

RULE = Rule("T1", "tests", "lamps count how often they were lit, and the bell rings for it")


class LampState(Enum):
    DARK = "Dark"
    LIT = "Lit"


@frozen
class Lamp:
    state: LampState = LampState.DARK
    lit: Annotated[int, UpTo(3)] = 0


@frozen
class Light(Event):
    actor = Actor.USER


@frozen
class Darken(Event):
    actor = Actor.CLOCK


def count(view: Nothing, me: Lamp, event: Event) -> Changes:
    return become(lit=min(me.lit + 1, 3))


LAMP = Kind(
    name="lamp", words="A lamp.", states=LampState, record=Lamp, view=Nothing, events=(Light, Darken),
    edges=(
        Edge(Light, LampState.DARK, LampState.LIT, by=RULE, then=count),
        Edge(Darken, LampState.LIT, LampState.DARK, by=RULE),
    ),
)  # fmt: skip


class BellState(Enum):
    SILENT = "Silent"
    RUNG = "Rung"


@frozen
class Bell:
    state: BellState = BellState.SILENT


@frozen
class Ring(Event):
    actor = Actor.USER


BELL = Kind(
    name="bell", words="A bell that rings once.", states=BellState, record=Bell, view=Nothing, events=(Ring,),
    edges=(Edge(Ring, BellState.SILENT, BellState.RUNG, by=RULE),),
)  # fmt: skip


@frozen
class Room:
    lamp: Lamp = Lamp()


@frozen
class House:
    bell: Bell = Bell()
    rooms: tuple[Room, ...] = field(default=(Room(), Room()), metadata={"group": Room})


def _is_first_time(world: Any, index: int, event: Any) -> bool:
    return bool(world.rooms[index].lamp.lit == 3)


HOUSE = Composition(
    name="house", world=House, places={"bell": Place(BELL), "rooms/*/lamp": Place(LAMP)},
    couplings=(Coupling("rooms/*/lamp", Light, "bell", Ring(), by=RULE, when=_is_first_time, may_refuse=True),),
)  # fmt: skip


@pytest.fixture
def house() -> Scope:
    """Two lamps of 8 - 1 states each; the bell rings when one is lit for the third time."""
    return Scope("house", "a house", HOUSE, (House(),), (Spontaneous("rooms/*/lamp", (Light(), Darken())),))


@pytest.fixture
def strict_house(house: Scope) -> Scope:
    """The same, but the bell must be able to ring: the second ring is refused, so the tables disagree."""
    row = Coupling("rooms/*/lamp", Light, "bell", Ring(), by=RULE, when=_is_first_time)
    composition = Composition("house", House, HOUSE.places, (row,))
    return Scope("house", "a house", composition, house.initial, house.moves)


@pytest.fixture(scope="session")
def pod() -> Scope:
    """The smallest world of a Pod."""
    return one_pod("0+1", init=0, app=1, policies=(RestartPolicy.NEVER,))

"""Gang: several Pods that only make sense together, each reserved by itself and kept waiting in Permit, or all at once (semantics B.32)."""

from __future__ import annotations

from enum import Enum
from typing import Any

from attrs import field, frozen

from ...core.event import Actor, Event
from ...core.kind import Edge, Kind
from ...core.rule import Rule
from ...core.world import Composition, Coupling
from ...core.world import Place as At

# Rules
RESERVED = Rule(
    "B32.2", "scheduler Reserve, Permit", "a Pod of a gang takes its room and waits in Permit for the others"
)
ALLOWED = Rule("B32.2", "scheduler Permit", "the last Pod of a gang lets all of them be bound")
RESERVED_TOGETHER = Rule("B32.3", "all-or-nothing", "all Pods of a gang take their room in one step, or none does")
ENDED = Rule("B32.4", "scheduler cache RemovePod", "a gang that has ended gives its room back")

ROOM = 2
"""How many Pods there is room for: one gang."""


# States
class MemberState(Enum):
    PENDING = "Pending"
    WAITING = "Waiting in Permit"
    BOUND = "Bound"
    ENDED = "Ended"

    @property
    def takes_room(self) -> bool:
        return self in (MemberState.WAITING, MemberState.BOUND)


class GangState(Enum):
    PENDING = "Pending"
    BOUND = "Bound"
    ENDED = "Ended"


# Record
@frozen
class Gang:
    state: GangState = GangState.PENDING


@frozen
class Member:
    state: MemberState = MemberState.PENDING


# View
@frozen
class MemberView:
    has_room: bool = True
    """There is room for one Pod more."""
    peer_has_room: bool = False
    """The gang's other Pod waits in Permit, or is bound."""


@frozen
class GangView:
    fits: bool = True
    """There is room for the whole gang."""


# Events
@frozen
class Reserve(Event):
    actor = Actor.SCHEDULER


@frozen
class Allow(Event):
    actor = Actor.SCHEDULER


@frozen
class Finish(Event):
    actor = Actor.RUNTIME


# Guards
def has_room(view: MemberView, me: Member, event: Reserve) -> bool:
    return view.has_room


def all_wait(view: MemberView, me: Member, event: Allow) -> bool:
    return view.peer_has_room


def all_fit(view: GangView, me: Gang, event: Reserve) -> bool:
    return view.fits


N, W, B, E = MemberState
# fmt: off
PERMIT_POD = Kind(
    name="permit-pod", words="A Pod of a gang that holds its room in Permit until the rest of the gang does.",
    states=MemberState, record=Member, view=MemberView, events=(Reserve, Allow, Finish),
    edges=(
        Edge(Reserve, N, W, by=RESERVED, when=has_room),
        Edge(Allow,   W, B, by=ALLOWED,  when=all_wait),
        Edge(Finish,  B, E, by=ENDED),
    ),
)
WHOLE_GANG = Kind(
    name="whole-gang", words="A gang of Pods that takes room for all of them or for none.",
    states=GangState, record=Gang, view=GangView, events=(Reserve, Finish),
    edges=(
        Edge(Reserve, GangState.PENDING, GangState.BOUND, by=RESERVED_TOGETHER, when=all_fit),
        Edge(Finish,  GangState.BOUND,   GangState.ENDED, by=ENDED),
    ),
)
# fmt: on


@frozen
class PermitGang:
    """Two Pods that run together or not at all."""

    first: Member = Member()
    second: Member = Member()


@frozen
class PermitWorld:
    groups: tuple[PermitGang, ...] = field(metadata={"group": PermitGang})


@frozen
class WholeGang:
    """Two Pods that are reserved in one step."""

    gang: Gang = Gang()


@frozen
class WholeGangWorld:
    groups: tuple[WholeGang, ...] = field(metadata={"group": WholeGang})


def free_for_members(world: Any) -> int:
    """How many Pods more there is room for."""
    taken = 0
    for gang in world.groups:
        taken += 1 if gang.first.state.takes_room else 0
        taken += 1 if gang.second.state.takes_room else 0
    return ROOM - taken


def free_for_gangs(world: Any) -> int:
    """How many Pods more there is room for, where each gang takes two."""
    return ROOM - sum(2 for gang in world.groups if gang.gang.state is GangState.BOUND)


FIRST, SECOND = "groups/*/first", "groups/*/second"
PERMIT = Composition(
    name="gang-permit",
    words="a world of gangs whose Pods wait in Permit",
    world=PermitWorld,
    places={
        FIRST: At(
            PERMIT_POD,
            {
                "has_room": lambda world, index: free_for_members(world) >= 1,
                "peer_has_room": lambda world, index: world.groups[index].second.state.takes_room,
            },
        ),
        SECOND: At(
            PERMIT_POD,
            {
                "has_room": lambda world, index: free_for_members(world) >= 1,
                "peer_has_room": lambda world, index: world.groups[index].first.state.takes_room,
            },
        ),
    },
    couplings=(
        Coupling(FIRST, Allow, SECOND, Allow(), by=ALLOWED),
        Coupling(FIRST, Finish, SECOND, Finish(), by=ENDED),
    ),
)
ALL_OR_NOTHING = Composition(
    name="gang-all-or-nothing",
    words="a world of gangs that take room for all their Pods or for none",
    world=WholeGangWorld,
    places={"groups/*/gang": At(WHOLE_GANG, {"fits": lambda world, index: free_for_gangs(world) >= 2})},
    couplings=(),
)

"""Contest: a world of two nodes with room for one Pod each, and Pods of different importance that contend for them
(semantics B.21)."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ..core.event import Event
from ..core.world import Composition, Coupling, Place
from . import queue, seat
from .coscheduling.machines import MACHINES, Machine
from .queue import QUEUED_POD, QueuedPod, QueueState
from .seat import SEAT, Importance, Seat, SeatState

RANKS = tuple(Importance)


@frozen
class Contender:
    """A Pod: how important it is, where it is in the queue, where it sits."""

    importance: Importance
    queue: QueuedPod = QueuedPod()
    seat: Seat = Seat()


@frozen
class ContestWorld:
    pods: tuple[Contender, ...] = field(metadata={"group": Contender})


def rank(pod: Any) -> int:
    """The more important, the higher."""
    return RANKS.index(pod.importance)


def is_free(world: Any, node: Machine) -> bool:
    """Nobody takes the node's room."""
    return not any(pod.seat.state.takes_room and pod.seat.node is node for pod in world.pods)


def fits(world: Any, index: int, node: Machine) -> bool:
    """The room is free, and no other Pod that is not less important is nominated to it."""
    if not is_free(world, node):
        return False
    return not _is_rivalled(world, index, node)


def _is_rivalled(world: Any, index: int, node: Machine) -> bool:
    me = world.pods[index]
    for other, pod in enumerate(world.pods):
        if (
            other != index
            and pod.seat.state is SeatState.PENDING
            and pod.seat.nominated is node
            and rank(pod) >= rank(me)
        ):
            return True
    return False


def loss(world: Any, index: int, node: Machine) -> int | None:
    """How important the Pod is that would have to go; None: its going would not help."""
    if _is_rivalled(world, index, node):
        return None
    for pod in world.pods:
        if pod.seat.state.takes_room and pod.seat.node is node and rank(pod) < rank(world.pods[index]):
            return rank(pod)
    return None


def helps(world: Any, index: int, node: Machine) -> bool:
    """Preemption helps on this node, and costs no less on the other."""
    found = {each: loss(world, index, each) for each in MACHINES}
    mine = found[node]
    return mine is not None and all(other is None or mine <= other for other in found.values())


def must_wait(world: Any, index: int) -> bool:
    """A less important Pod is making way on the node that this one is nominated to."""
    me = world.pods[index]
    going = [pod for pod in world.pods if pod.seat.state is SeatState.GOING and pod.seat.node is me.seat.nominated]
    return any(rank(pod) < rank(me) for pod in going)


def is_next(world: Any, index: int) -> bool:
    """No Pod is in its cycle, and none that is more important is active."""
    me = world.pods[index]
    for pod in world.pods:
        if pod.queue.state is QueueState.IN_FLIGHT:
            return False
        if pod.queue.state is QueueState.ACTIVE and rank(pod) > rank(me):
            return False
    return True


def _makes_way(world: Any, index: int, event: Event) -> bool:
    assert isinstance(event, seat.Nominate)
    pod = world.pods[index]
    is_there = pod.seat.node is event.node and pod.seat.state in (SeatState.ASSUMED, SeatState.BOUND)
    return is_there and rank(pod) < RANKS.index(event.importance)


def _gives_up_hope(world: Any, index: int, event: Event) -> bool:
    assert isinstance(event, seat.Nominate)
    pod = world.pods[index]
    is_nominated = pod.seat.state is SeatState.PENDING and pod.seat.nominated is event.node
    return is_nominated and rank(pod) < RANKS.index(event.importance)


def _was_binding(world: Any, index: int, event: Event) -> bool:
    return bool(world.pods[index].queue.state is QueueState.BINDING)


def _waits(world: Any, index: int, event: Event) -> bool:
    return bool(world.pods[index].queue.state is QueueState.UNSCHEDULABLE)


QUEUES, SEATS = "pods/*/queue", "pods/*/seat"

# fmt: off
CONTEST = Composition(
    name="contest",
    words="a world of Pods that contend for two nodes",
    world=ContestWorld,
    places={
        QUEUES: Place(QUEUED_POD, {
            "has_gates": lambda world, index: False,
            "backs_off": lambda world, index: False,
            "none_is_active": lambda world, index: False,
            "is_next": is_next,
        }),
        SEATS: Place(SEAT, {
            "importance": lambda world, index: world.pods[index].importance,
            "in_flight": lambda world, index: world.pods[index].queue.state is QueueState.IN_FLIGHT,
            "fits_on_a": lambda world, index: fits(world, index, Machine.A),
            "fits_on_b": lambda world, index: fits(world, index, Machine.B),
            "helps_on_a": lambda world, index: helps(world, index, Machine.A),
            "helps_on_b": lambda world, index: helps(world, index, Machine.B),
            "must_wait": must_wait,
        }),
    },
    couplings=(
        Coupling(SEATS, seat.Come, QUEUES, queue.Enqueue(), by=queue.ENQUEUED),
        Coupling(SEATS, seat.Assume, QUEUES, queue.Assume(), by=queue.ASSUMED),
        Coupling(SEATS, seat.Bind, QUEUES, queue.Bind(), by=queue.BOUND),
        Coupling(SEATS, seat.GiveUp, QUEUES, queue.FitNowhere(), by=queue.NOWHERE),
        Coupling(SEATS, seat.Nominate, QUEUES, queue.FitNowhere(), by=queue.NOWHERE),
        Coupling(SEATS, seat.Nominate, SEATS, seat.MakeWay(), by=seat.VICTIM, when=_makes_way, each=True),
        Coupling(SEATS, seat.Nominate, SEATS, seat.Withdraw(), by=seat.WITHDRAWN, when=_gives_up_hope, each=True),
        Coupling(SEATS, seat.MakeWay, QUEUES, queue.Leave(), by=queue.SKIPPED, when=_was_binding),
        Coupling(SEATS, seat.MakeWay, QUEUES, queue.Help(), by=queue.HELPED, when=_waits, each=True),
        Coupling(SEATS, seat.Finish, QUEUES, queue.Help(), by=queue.HELPED, when=_waits, each=True),
    ),
)
# fmt: on

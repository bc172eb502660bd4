"""Scheduler: laws of the queue, of room, and of preemption (semantics C.19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.core.world import Composition, Firing, Spontaneous, at
from ...model.scheduler import queue, rival, seat
from ...model.scheduler.contest import CONTEST, Contender, ContestWorld, fits, is_free, rank
from ...model.scheduler.coscheduling.machines import MACHINES, Machine
from ...model.scheduler.queue import QUEUED_POD, QueuedPod, QueueState, QueueView
from ...model.scheduler.rival import RIVALS, Rival, RivalPod, RivalState, RivalWorld
from ...model.scheduler.seat import SEAT, Importance, Seat, SeatState, SeatView
from ..law import Mood, Move, Step, law
from ..worlds.scheduling import SCHEDULER_MOVES

ON_A = Seat(SeatState.BOUND, Machine.A)
ACTIVE, IN_FLIGHT = QueuedPod(QueueState.ACTIVE), QueuedPod(QueueState.IN_FLIGHT)
STUCK = QueuedPod(QueueState.UNSCHEDULABLE)
PENDING = Seat(SeatState.PENDING)
LOW, MIDDLE, HIGH = Importance


def _contest(*pods: Contender) -> ContestWorld:
    return ContestWorld(pods)


@law(
    "SCHED-1", CONTEST, by=(seat.ASSUMED, "scheduler noderesources Fit"), mood=Mood.ALWAYS,
    witness="two Pods take the room of one",
    breach=_contest(Contender(LOW, seat=ON_A), Contender(HIGH, seat=ON_A)),
)  # fmt: skip
def a_node_never_holds_more_than_it_has(world: Any) -> bool:
    """What the Pods on a node request together, those that are only assumed included, never exceeds what one scheduler may give away."""
    taken = [pod.seat.node for pod in world.pods if pod.seat.state.takes_room]
    return all(taken.count(node) <= 1 for node in MACHINES)


@law(
    "SCHED-3", SEAT, by=(seat.ASSUMED, "scheduler findNodesThatFitPod"),
    given=lambda view, before, event, after: isinstance(event, seat.Assume),
    witness="{event} with {sight}",
    breach=Step(SeatView(fits_on_a=False), PENDING, seat.Assume(Machine.A), Seat(SeatState.ASSUMED, Machine.A)),
)  # fmt: skip
def only_a_feasible_node_is_taken(view: SeatView, before: Seat, event: seat.Assume, after: Seat) -> bool:
    """A Pod takes room only in its own cycle, and only on a node that lets it pass."""
    return view.in_flight and (view.fits_on_a if event.node is Machine.A else view.fits_on_b)


@law(
    "SCHED-4", CONTEST, by=(queue.POPPED,), mood=Mood.ALWAYS,
    witness="two are in their cycles at once",
    breach=_contest(Contender(LOW, IN_FLIGHT, PENDING), Contender(HIGH, IN_FLIGHT, PENDING)),
)  # fmt: skip
def cycles_are_serial(world: Any) -> bool:
    """At most one Pod is in its scheduling cycle."""
    return sum(1 for pod in world.pods if pod.queue.state is QueueState.IN_FLIGHT) <= 1


@law(
    "SCHED-4", QUEUED_POD, by=(queue.POPPED, queue.POPPED_EARLY),
    given=lambda view, before, event, after: after.state is QueueState.IN_FLIGHT,
    witness="it was popped while {before.state.value}",
    breach=Step(QueueView(), IN_FLIGHT, queue.Pop(), IN_FLIGHT),
)  # fmt: skip
def a_pod_is_never_tried_twice_at_once(view: QueueView, before: QueuedPod, event: Any, after: QueuedPod) -> bool:
    """A Pod enters its cycle only from the active queue or from its back-off, never while it is gated, unschedulable or being bound."""
    return before.state in (QueueState.ACTIVE, QueueState.BACKING_OFF)


@law(
    "SCHED-4", CONTEST, by=(queue.BOUND, queue.SKIPPED), mood=Mood.ALWAYS,
    witness="a Pod that has its node, or none any more, is still in the queue",
    breach=_contest(Contender(LOW, ACTIVE, ON_A)),
)  # fmt: skip
def the_queue_holds_exactly_the_pods_that_wait(world: Any) -> bool:
    """A Pod is in the queue exactly while it waits for a node or for the writing of its binding."""
    for pod in world.pods:
        waits = pod.seat.state in (SeatState.PENDING, SeatState.ASSUMED)
        if (pod.queue.state is not QueueState.OUTSIDE) != waits:
            return False
    return True


@law(
    "SCHED-5", QUEUED_POD, by=(queue.NOWHERE,),
    given=lambda view, before, event, after: isinstance(event, queue.FitNowhere),
    witness="it became {after.state.value}",
    breach=Step(QueueView(), IN_FLIGHT, queue.FitNowhere(), QueuedPod()),
)  # fmt: skip
def who_fits_nowhere_waits(view: QueueView, before: QueuedPod, event: Any, after: QueuedPod) -> bool:
    """A Pod that fits nowhere stays in the queue as unschedulable; the scheduler never gives it up."""
    return after.state is QueueState.UNSCHEDULABLE


@law(
    "SCHED-6", QUEUED_POD, by=(queue.FLUSHED,),
    given=lambda view, before, event, after: isinstance(event, queue.Flush),
    witness="it became {after.state.value}",
    breach=Step(QueueView(), STUCK, queue.Flush(), STUCK),
)  # fmt: skip
def the_flush_makes_active(view: QueueView, before: QueuedPod, event: Any, after: QueuedPod) -> bool:
    """Who has waited for five minutes becomes active though nothing has changed."""
    return after.state is QueueState.ACTIVE


def _scheduler_can_go_on(composition: Composition, moves: tuple[Spontaneous, ...], world: Any) -> bool:
    for row in moves:
        part = row.at.rpartition("/")[2]
        for index in range(len(world.pods)):
            path = ("pods", index, part)
            kind, view, record = composition.kind(path), composition.view_of(world, path), at(world, path)
            if any(kind.edge(view, record, event) is not None for event in row.events):
                return True
    return False


@law(
    "SCHED-6", CONTEST, by=(queue.HELPED, "backend/queue moveAllToActiveOrBackoffQueue"), mood=Mood.ALWAYS,
    given=lambda world: any(pod.seat.state is SeatState.PENDING for pod in world.pods),
    witness="a node is free, a Pod waits, and the scheduler has nothing to do until the next flush",
    breach=_contest(Contender(LOW, STUCK, PENDING)),
)  # fmt: skip
def free_room_is_never_forgotten(world: Any) -> bool:
    """While a node is free and a Pod waits for one, the scheduler has something to do: no hint is lost, so nobody waits for the flush."""
    if not any(is_free(world, node) for node in MACHINES):
        return True
    return _scheduler_can_go_on(CONTEST, SCHEDULER_MOVES, world)


def _preemptor(firings: Sequence[Firing]) -> int | None:
    """The Pod that was nominated in this move."""
    for path, event in firings:
        if isinstance(event, seat.Nominate):
            return int(path[1])
    return None


NOMINATES = ((("pods", 1, "seat"), seat.Nominate(Machine.A, HIGH)), (("pods", 0, "seat"), seat.MakeWay()))
TWO_HIGH = _contest(Contender(HIGH, seat=ON_A), Contender(HIGH, IN_FLIGHT, PENDING))


@law(
    "SCHED-7", CONTEST, by=(seat.VICTIM, "preemption SelectVictimsOnNode"), mood=Mood.STEP,
    given=lambda before, firings, after: any(isinstance(event, seat.MakeWay) for _, event in firings),
    witness="{moves}",
    breach=Move(TWO_HIGH, NOMINATES, TWO_HIGH),
)  # fmt: skip
def victims_are_less_important(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Only a Pod of strictly lower priority makes way, and only for one that fits nowhere else and gets room by it."""
    me = _preemptor(firings)
    if me is None:
        return False
    victims = [path[1] for path, event in firings if isinstance(event, seat.MakeWay)]
    node = after.pods[me].seat.nominated
    if any(fits(before, me, each) for each in MACHINES):
        return False
    return len(victims) == 1 and all(
        rank(before.pods[each]) < rank(before.pods[me]) and before.pods[each].seat.node is node for each in victims
    )


BINDS_AT_ONCE = _contest(Contender(LOW, seat=Seat(SeatState.GOING, Machine.A)), Contender(HIGH, QueuedPod(), ON_A))


@law(
    "SCHED-8", CONTEST, by=(seat.NOMINATED, seat.VICTIM), mood=Mood.STEP,
    given=lambda before, firings, after: _preemptor(firings) is not None,
    witness="{moves}",
    breach=Move(TWO_HIGH, NOMINATES, BINDS_AT_ONCE),
)  # fmt: skip
def preemption_does_not_bind(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A Pod for which others make way is nominated and waits; it takes no room in that cycle."""
    me = _preemptor(firings)
    return me is not None and after.pods[me].seat.state is SeatState.PENDING


@law(
    "SCHED-8", CONTEST, by=(seat.NOMINATED,), mood=Mood.POSSIBLE,
    witness="no Pod that was nominated to one node is ever bound to the other",
    breach=(_contest(Contender(HIGH, STUCK, Seat(SeatState.PENDING, nominated=Machine.A))),),
)  # fmt: skip
def the_nominated_may_go_elsewhere(world: Any) -> bool:
    """While a victim is still going, the Pod that it makes way for may have taken its room on the other node."""
    for pod in world.pods:
        for victim in world.pods:
            is_elsewhere = pod.seat.state is SeatState.ASSUMED and pod.seat.node is not victim.seat.node
            if victim.seat.state is SeatState.GOING and is_elsewhere and rank(pod) > rank(victim):
                return True
    return False


def _rivals(one: RivalState, other: RivalState, *, own_schedulers: bool) -> RivalWorld:
    return RivalWorld((RivalPod(own_schedulers, Rival(one)), RivalPod(own_schedulers, Rival(other))))


def _given_away(world: Any) -> int:
    """How many Pods have been given the one place, and have not been refused."""
    return sum(1 for each in world.pods if each.pod.state not in (RivalState.PENDING, RivalState.REJECTED))


@law(
    "SCHED-1", RIVALS, by=(rival.ASSUMED, "scheduler assume"), mood=Mood.ALWAYS,
    given=lambda world: not any(each.own_scheduler for each in world.pods),
    witness="one scheduler has given one place to two Pods",
    breach=_rivals(RivalState.BOUND, RivalState.ASSUMED, own_schedulers=False),
)  # fmt: skip
def one_scheduler_gives_room_away_once(world: Any) -> bool:
    """As long as all Pods of a node come through one scheduler, it never gives away what it has given to another."""
    return _given_away(world) <= 1


@law(
    "SCHED-1", RIVALS, by=(rival.BOUND, rival.HEARD), mood=Mood.POSSIBLE,
    given=lambda world: any(each.own_scheduler for each in world.pods),
    witness="two schedulers never bind two Pods to one place",
    breach=(_rivals(RivalState.BOUND, RivalState.PENDING, own_schedulers=True),),
)  # fmt: skip
def two_schedulers_can_overcommit(world: Any) -> bool:
    """Two schedulers can bind to a node more than fits there: each decides before it hears of the other's choice."""
    return all(each.pod.state is RivalState.BOUND for each in world.pods)


@law(
    "ADM-2", RIVALS, by=(rival.ADMITTED, rival.REJECTED), mood=Mood.ALWAYS,
    witness="two Pods run in the place of one",
    breach=_rivals(RivalState.RUNNING, RivalState.RUNNING, own_schedulers=True),
)  # fmt: skip
def a_kubelet_runs_only_what_fits(world: Any) -> bool:
    """However many Pods are bound to a node, its kubelet runs only as many as fit there."""
    return sum(1 for each in world.pods if each.pod.state is RivalState.RUNNING) <= 1

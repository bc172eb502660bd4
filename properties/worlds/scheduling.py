"""Scheduling: the worlds of Pods that contend for nodes: with preemption, and with two schedulers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from ...model.core.world import Scope, Spontaneous
from ...model.scheduler import queue, rival, seat
from ...model.scheduler.contest import CONTEST, QUEUES, SEATS, Contender, ContestWorld
from ...model.scheduler.coscheduling.machines import MACHINES
from ...model.scheduler.rival import PODS, RIVALS, RivalPod, RivalWorld
from ...model.scheduler.seat import Importance

SCHEDULER_MOVES = (
    Spontaneous(QUEUES, (queue.Pop(),)),
    Spontaneous(SEATS, (*(seat.Assume(node) for node in MACHINES), seat.GiveUp(), seat.Bind())),
    Spontaneous(SEATS, tuple(seat.Nominate(node, each) for node in MACHINES for each in Importance)),
)
"""What the scheduler does by itself, the flush after five minutes aside."""
OTHER_MOVES = (Spontaneous(SEATS, (seat.Come(), seat.Finish())), Spontaneous(QUEUES, (queue.Flush(),)))


def contest(name: str, words: str, importances: Sequence[Importance]) -> Scope:
    """Pods of these priorities, which come and end when they like."""
    return Scope(
        name=name,
        words=f"{words}, contend for two nodes with room for one each",
        composition=CONTEST,
        initial=(ContestWorld(tuple(Contender(each) for each in importances)),),
        moves=(*SCHEDULER_MOVES, *OTHER_MOVES),
        saturated={QUEUES: {"level": lambda level: 0}},
        cuts=(
            "a back-off takes no time, and nothing fails but for lack of room",
            "there are no gates, no budgets, and all Pods may preempt",
            "a Pod ends once, and does not come back",
        ),
    )


RIVAL_MOVES = (Spontaneous(PODS, (rival.Assume(), rival.Bind(), rival.Hear(), rival.Admit(), rival.Reject())),)


def rivals(name: str, words: str, *, own_schedulers: bool) -> Scope:
    """Two Pods for one place."""
    return Scope(
        name=name,
        words=f"two Pods for a node with room for one, {words}",
        composition=RIVALS,
        initial=(RivalWorld((RivalPod(own_schedulers), RivalPod(own_schedulers))),),
        moves=RIVAL_MOVES,
        cuts=("Pods run for ever", "a Pod that does not fit waits, and has no queue"),
    )


SCHEDULING: Mapping[str, Callable[[], Scope]] = {
    "preemption": partial(contest, "preemption", "three Pods, each of another priority", tuple(Importance)),
    "preemption-4": partial(
        contest, "preemption-4", "four Pods, two of them of the lowest priority", (Importance.LOW, *Importance)
    ),
    "one-scheduler": partial(rivals, "one-scheduler", "one scheduler", own_schedulers=False),
    "two-schedulers": partial(rivals, "two-schedulers", "each by a scheduler of its own", own_schedulers=True),
}
"""Name -> its scope."""

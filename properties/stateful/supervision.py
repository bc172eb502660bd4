"""Supervision: a running cluster under every law, with its machines held against its components, at every moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from attrs import frozen

from ...model.cluster.cluster import START, Cluster
from ...model.cluster.composition import POD
from ...model.cluster.node_shape import NodeShape
from ...model.cluster.pod_life import PodLife
from ...model.cluster.pod_world import PodWorld
from ...model.core.event import Event
from ...model.core.kind import Kind
from ...model.core.world import Composition, Firing, Path, at, judge, pattern
from ...model.kubelet.process import KubeletRestarts
from ...model.objects.node import Node
from ...model.objects.time import Millis
from ..judge import Judge
from ..law import Law, Mood
from ..record import Call, Item, Observation
from ..refinement import Departure, Recorder, abstract, differences, replay, scope_of
from .well_formed import complaints

Seen = tuple[Path, Any, Any, Event, Any]
"""What happened at one machine: where, its View and record before, the event, its record after."""


class Broken(AssertionError):
    """What is wrong, and when in seconds since the cluster began."""

    def __init__(self, at: float, wrongs: Sequence[object]) -> None:
        self.at, self.wrongs = at, tuple(wrongs)
        super().__init__("\n".join([f"at {at:.3f} s:", *map(str, wrongs)]))


@frozen(eq=False)
class _Laws:
    """The laws of the machines, by what they are checked on."""

    steps: dict[str, tuple[Law, ...]]
    beside: tuple[Law, ...]
    always: tuple[Law, ...]
    moves: tuple[Law, ...]
    orders: tuple[Law, ...]


def _sorted(laws: Iterable[Law]) -> _Laws:
    known = list(laws)
    of_world = [law for law in known if law.speaks_of(POD)]
    steps = {
        place: tuple(law for law in known if law.speaks_of(POD.places[place].kind) and law.mood is Mood.STEP)
        for place in POD.places
    }
    return _Laws(
        steps,
        tuple(law for law in known if isinstance(law.subject, Kind) and not _is_placed(law)),
        tuple(law for law in of_world if law.mood is Mood.ALWAYS),
        tuple(law for law in of_world if law.mood is Mood.STEP),
        tuple(law for law in of_world if law.mood is Mood.ORDER),
    )


def _is_placed(law: Law) -> bool:
    """It speaks of a machine that is a part of the world."""
    return any(law.speaks_of(place.kind) for place in POD.places.values())


class Supervised:
    """A judged Cluster; each of its moments is checked, and `Broken` raised for the first at which something is wrong.

    `laws` may be of any subject. Refused, Uncoupled, Disagreement and whatever else the run raises come through.
    """

    def __init__(
        self, nodes: Sequence[NodeShape | Node], laws: Iterable[Law], *, seed: int = 0, start: str | int = START
    ) -> None:
        every = list(laws)
        self.judge = Judge(every)
        self.recorder = Recorder()
        self.cluster = Cluster(nodes, seed=seed, start=start, stepper=self._step, on_firing=self._fired)
        self.wrongs: list[object] = []
        self._laws = _sorted(every)
        self._seen: list[Seen] = []
        self._worlds: dict[str, PodWorld] = {}
        self._monitors: dict[str, list[Any]] = {}
        self._heard = self._called = 0
        self._restarted: Millis | None = None

    # what happens

    def do(self, action: Callable[[Cluster], object]) -> Any:
        """Something that a user or a misfortune does."""
        result = action(self.cluster)
        self.look()
        return result

    def advance(self, milliseconds: int) -> None:
        """Time passes; what else happens at the moment of its end comes after what will be done then."""
        self.run_until(self.cluster.simulation.now + milliseconds)

    def run_until(self, moment: int) -> None:
        """The same up to a moment, in milliseconds since 1970."""
        simulation = self.cluster.simulation
        while (due := simulation.next_moment()) is not None and due < moment:
            simulation.step()
            self.look()
        simulation.now = Millis(max(moment, simulation.now))

    def departures(self) -> list[Departure]:
        """Where the bounded worlds and the Pods' logs part."""
        found = []
        for uid, life in self.cluster.pods.lives.items():
            departure = replay(life.initial, life.log, self.recorder.worlds[uid], scope_of(life))
            found += [departure] if departure is not None else []
        return found

    # what is checked

    def look(self) -> None:
        """Check all that is new; raises Broken."""
        self._hear_all()
        for uid, life in self.cluster.pods.lives.items():
            self.wrongs += differences(life.world(), abstract(self.cluster, uid))
        if self.wrongs:
            raise Broken(self.cluster.now, self.wrongs)

    def _hear_all(self) -> None:
        for item in self._items():
            self.wrongs += self.judge.hear(item)

    def _items(self) -> list[Item]:
        """What is new in the runtime's log and in the watch, in that order."""
        calls, watch = self.cluster.calls[self._called :], self.cluster.watch[self._heard :]
        self._called, self._heard = len(self.cluster.calls), len(self.cluster.watch)
        items: list[Item] = [
            Call(self._seconds(c.at), c.call, c.pod, c.uid, c.container, dict(c.detail)) for c in calls
        ]
        for event in watch:
            if event.kind == "Pod":
                self.wrongs += complaints(event)
                after = None if event.type == "DELETED" else event.object
                items.append(Observation(self._seconds(event.at), event.before, after))
        return items

    def _seconds(self, moment: Millis) -> float:
        return (moment - self.cluster.simulation.start) / 1000

    def _step(self, composition: Composition, draft: Any, path: Path, event: Event) -> bool:
        view, before = composition.view_of(draft, path), at(draft, path)
        if not judge(composition, draft, path, event):
            return False
        self._seen.append((path, view, before, event, at(draft, path)))
        return True

    def _fired(self, life: PodLife, firing: Firing) -> None:
        seen, self._seen = self._seen, []
        if isinstance(firing[1], KubeletRestarts):
            self._tell_of_restart()
        life.on_move = self._moved
        self.recorder(life, firing)
        before = self._worlds.get(life.uid, life.initial)
        after = self._worlds[life.uid] = self.recorder.worlds[life.uid][-1]
        for path, view, record, event, moved in seen:
            for law in self._laws.steps[pattern(path)]:
                self._check(law, view, record, event, moved)
        firings = tuple((path, event) for path, _, _, event, _ in seen)
        for law in self._laws.moves:
            self._check(law, before, firings, after)
        for law in self._laws.always:
            self._check(law, after)
        self._follow(life.uid, before, firings, after)

    def _moved(self, kind: Kind[Any, Any], view: Any, before: Any, event: Event, after: Any) -> None:
        """A machine that stands beside the worlds: a probe, an image's pull, a condition."""
        for law in self._laws.beside:
            if law.speaks_of(kind):
                self._check(law, view, before, event, after)

    def _tell_of_restart(self) -> None:
        """The laws that follow the records hear of it once, though every Pod's machines do."""
        now = self.cluster.simulation.now
        if self._restarted != now:
            self._restarted = now
            self._hear_all()
            self.judge.call(Call(self._seconds(now), "start-kubelet", "", ""))

    def _check(self, law: Law, *arguments: Any) -> None:
        if (breach := law.check(*arguments)) is not None:
            self.wrongs.append(breach)

    def _follow(self, uid: str, before: PodWorld, firings: tuple[Firing, ...], after: PodWorld) -> None:
        monitors = self._monitors.setdefault(uid, [law.initial for law in self._laws.orders])
        for index, law in enumerate(self._laws.orders):
            self._check(law, monitors[index], before, firings, after)
            monitors[index] = law.advance(monitors[index], before, firings, after)


__all__ = ["Broken", "Supervised"]

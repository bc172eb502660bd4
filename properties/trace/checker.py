"""Checker: judges what is shown of Pods one after another, and keeps no more than the Pods that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve
from cattrs.errors import BaseValidationError

from ...model.objects.located import locate
from ...model.objects.pod import Pod
from ...model.objects.structure import structure
from ..judge import Judge, Kept
from ..law import Breach, Law
from ..laws import laws_of_records
from ..laws.observed.container_status import a_status_has_its_container
from ..laws.observed.storage import Live, a_name_has_one_owner
from ..reading import pod_of
from ..record import Call, Observation
from .formats import Part, Shown, Source, events_of
from .knowledge import SNAPSHOTS, WATCH, Knowledge, choose
from .nearest import nearest
from .stream import BadTrace
from .verdict import Coverage, Rejection, Verdict

MOST_REJECTIONS = 20
"""So many are told of; the stream is judged to its end all the same."""

Event = Mapping[str, Any]


class TraceChecker:
    """Follows each Pod by its uid; memory is bounded by the Pods that are there at a time."""

    def __init__(self, path: str, known: Knowledge, laws: Iterable[Law] | None = None) -> None:
        chosen, not_asked = choose(laws_of_records() if laws is None else laws, known)
        self.path, self.known = path, known
        self.rejections: list[Rejection] = []
        self._judge = Judge(chosen)
        self._not_asked = not_asked
        self._last: dict[str, Pod] = {}
        self._owners: dict[str, str] = {}
        """The uid that each name has now."""
        self._pods = 0
        self._skipped: dict[str, int] = {}

    def see(self, part: Part) -> list[Rejection]:
        """What is impossible about this part of the trace; raises BadTrace for a Pod that is none."""
        if not isinstance(part, Shown):
            return self._told(*part)
        if part.kind != "Pod":
            self._skip(part.kind)
            return []
        observation = self._observation(part)
        if observation is None:
            return []
        breach = a_status_has_its_container.check(observation.pod)
        if breach is not None:
            # the other laws look containers up by the names in their statuses
            self._last.pop(observation.uid, None)
            self._judge.forget(observation.uid)
            return self._tell(part.line, [breach], observation)
        kept = {} if self.rejections else self._judge.keep(observation.uid)
        breaches = self._broken_by(observation)
        instead = ""
        if breaches and not self.rejections:
            instead = nearest(observation, lambda other: self._is_legal(kept, other))
        found = self._tell(part.line, breaches, observation, instead)
        if observation.after is None and not self.known.beginning:
            self._judge.forget(observation.uid)
        return found

    @property
    def pods_held(self) -> int:
        """Of so many Pods something is kept in memory."""
        return len(self._last.keys() | self._judge.followed)

    def verdict(self, trouble: str = "") -> Verdict:
        """What is known so far; `trouble` says why the trace could not be read to its end."""
        spoke = sum(times > 0 for times in self._judge.spoke.values())
        coverage = Coverage(
            observations=self._judge.observations,
            pods=self._pods,
            laws=len(self._judge.laws),
            spoke=spoke,
            not_asked={reason: tuple(law.id for law in laws) for reason, laws in self._not_asked.items()},
            not_judged=dict(self._skipped),
        )
        return Verdict(self.path, self.known.name, tuple(self.rejections), coverage, trouble)

    def _is_legal(self, kept: Kept, observation: Observation) -> bool:
        is_coherent = a_status_has_its_container.check(observation.pod) is None
        return is_coherent and not self._judge.would_break(kept, observation)

    def _broken_by(self, observation: Observation) -> list[Breach]:
        """What this breaks; whose name it has is followed by name where not all Pods are followed together."""
        found = self._judge.observe(observation)
        if self.known.every_revision and not self.known.beginning:
            name = f"{observation.pod.metadata.namespace}/{observation.pod.metadata.name}"
            live = Live({name: self._owners[name]} if name in self._owners else {})
            breach = a_name_has_one_owner.check(live, observation)
            found += [breach] if breach else []
            self._owners[name] = observation.uid
            if observation.after is None:
                del self._owners[name]
        return found

    def _observation(self, shown: Shown) -> Observation | None:
        pod = self._read(shown)
        uid, at = pod.metadata.uid, shown.at or 0.0
        before = self._last.get(uid)
        if before is None:
            self._pods += 1
        elif not self.known.every_revision and _is_not_newer(pod, before):
            self._skip("Pods in a revision that was shown already or is older")
            return None
        if shown.type == "DELETED":
            if not self.known.beginning and pod.metadata.deletionTimestamp is None:
                self._skip("Pods that left what is watched")
                self._last.pop(uid, None)
                self._owners.pop(f"{pod.metadata.namespace}/{pod.metadata.name}", None)
                self._judge.forget(uid)
                return None
            return Observation(at, self._last.pop(uid, pod), None)
        self._last[uid] = pod
        return Observation(at, before, pod)

    def _read(self, shown: Shown) -> Pod:
        try:
            pod = pod_of(shown.object)
        except (BaseValidationError, ValueError, TypeError, KeyError, AttributeError):
            _, flaws = structure(Pod, locate(shown.object, shown.line), strict=False)
            what = f"{flaws[0].path}: {flaws[0].sentence}" if flaws else "not a Pod as v1 has it"
            raise BadTrace(self.path, shown.line, what) from None
        if not pod.metadata.uid:
            raise BadTrace(
                self.path, shown.line, "metadata.uid: there is none; expected a Pod as the API server shows it"
            )
        if not pod.metadata.resourceVersion.isdecimal():
            version = pod.metadata.resourceVersion[:40]
            raise BadTrace(self.path, shown.line, f"metadata.resourceVersion: {version!r} is no decimal number")
        return pod

    def _told(self, line: int, call: Call) -> list[Rejection]:
        """Of an entry of the runtime's log."""
        try:
            return self._tell(line, self._judge.call(call), call)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise BadTrace(
                self.path, line, f"cri: {call.call} at {call.at} s: no {error} as such entries have"
            ) from None

    def _tell(
        self, line: int, breaches: Iterable[Breach], item: Observation | Call, instead: str = ""
    ) -> list[Rejection]:
        found = [Rejection(self.path, line, item, breach, instead) for breach in breaches]
        self.rejections += found[: MOST_REJECTIONS - len(self.rejections)]
        self._judge.breaches.clear()
        return found

    def _skip(self, what: str) -> None:
        self._skipped[what] = self._skipped.get(what, 0) + 1


def check_source(source: Source) -> Verdict:
    """The verdict on a trace; one that breaks off is judged as far as it goes."""
    checker = TraceChecker(source.path, source.known)
    try:
        for part in source.parts:
            checker.see(part)
    except BadTrace as error:
        return checker.verdict(str(error))
    return checker.verdict()


def check_together(sources: Iterable[Source]) -> Verdict:
    """The verdict on parts of one trace in this order; between two of them revisions may be missing."""
    checker, path = TraceChecker("", SNAPSHOTS), ""
    try:
        for source in sources:
            checker.path = source.path
            path = path or source.path
            for part in _parts_of_one(source):
                checker.see(part)
    except BadTrace as error:
        return evolve(checker.verdict(str(error)), path=path)
    return evolve(checker.verdict(), path=path)


def _parts_of_one(source: Source) -> Iterator[Part]:
    if source.known.runtime:
        raise BadTrace(source.path, 1, "a recording is a trace by itself; expected a part of one")
    return source.parts


def check_events(events: Iterable[Event], known: Knowledge = WATCH) -> Verdict:
    """The verdict on watch events, `{"type": ADDED | MODIFIED | DELETED, "object": …}`; raises BadTrace for what is none.

    A recorded time of receipt may stand in `at`, in seconds; `known` says what the events leave out.
    """
    checker = TraceChecker("events", known)
    for shown in events_of(enumerate(events, 1), "events"):
        checker.see(shown)
    return checker.verdict()


def _is_not_newer(pod: Pod, before: Pod) -> bool:
    return int(pod.metadata.resourceVersion) <= int(before.metadata.resourceVersion)

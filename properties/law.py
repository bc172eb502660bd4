"""Law: one sentence about Kubernetes that must hold, with its premise, its sources and the smallest breach.

`Law.check` is the only door: it is called with what its subject and mood say, and answers None or a `Breach`.

| subject | mood | called with |
|---|---|---|
| a Kind | STEP | view, before, event, after: records of this Kind |
| a Composition | ALWAYS | world |
| a Composition | STEP | before, firings, after: worlds, and all (path, event) of one move in order |
| a Composition | ORDER | monitor, before, firings, after |
| a Composition | POSSIBLE | *worlds: all that were reached; one of them at least must be as the law says |
| RECORD | ALWAYS | pod: as the API shows it after a write |
| RECORD | STEP | before, after: the same Pod in two consecutive observations |
| RECORD, STORE | ORDER, TIMED | monitor, item: an Observation or a Call |

A monitor starts at `law.initial`. With `follow(monitor, …) -> monitor` the decorated function is a predicate; without,
it is itself `advance(monitor, …) -> monitor | None`, None for a breach. The predicates of a Composition's laws read
records by attribute only: an explorer passes in stand-ins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import attrs
from attrs import frozen

from ..model.core.event import Event
from ..model.core.kind import Kind
from ..model.core.rule import Rule
from ..model.core.world import Composition, Firing, spell


class Mood(Enum):
    """What a law is about: a state, a step, an order, times, or what must be possible."""

    ALWAYS = "always"
    STEP = "step"
    ORDER = "order"
    TIMED = "timed"
    POSSIBLE = "possible"

    @property
    def has_monitor(self) -> bool:
        return self in (Mood.ORDER, Mood.TIMED)


@frozen(eq=False)
class Stream:
    """A subject that is watched from outside, through the API server and, where it is known, the runtime's log."""

    name: str
    words: str


RECORD = Stream("record", "one Pod by uid, as a watcher of the API and of the runtime sees it")
STORE = Stream("store", "all Pods together, as a watcher of the API sees them")

Subject = Kind[Any, Any] | Composition | Stream


# What a law's smallest breach is written as
@frozen
class Step:
    """A step of one machine."""

    view: Any
    before: Any
    event: Event
    after: Any


@frozen
class Move:
    """A step of a world: one firing, and those that it was coupled to."""

    before: Any
    firings: tuple[Firing, ...]
    after: Any


@frozen
class Change:
    """Two consecutive observations of one Pod."""

    before: Any
    after: Any


@frozen(eq=False)
class Breach:
    """A law that was broken: the law, what broke it, and the witness in words."""

    law: Law
    arguments: tuple[Any, ...]
    witness: str

    def __str__(self) -> str:
        return f"{self.law.id} {self.law.sentence} But {self.witness}. [{self.law.source}]"


@frozen(eq=False)
class Law:
    """`holds` is the predicate (or a monitor's `advance`), `given` its premise; called as the table above says."""

    id: str
    name: str
    sentence: str
    mood: Mood
    subject: Subject
    by: tuple[Rule | str, ...]
    given: Callable[..., bool] | None
    holds: Callable[..., Any]
    witness: str
    breach: Any
    initial: Any = None
    follow: Callable[..., Any] | None = None

    @property
    def source(self) -> str:
        """Where Kubernetes says so: the sources of its rules."""
        return "; ".join(dict.fromkeys(rule if isinstance(rule, str) else rule.source for rule in self.by))

    def speaks_of(self, subject: Subject) -> bool:
        """Whether this is the law's subject, or a mutant of it (the same name)."""
        return type(subject) is type(self.subject) and subject.name == self.subject.name

    def applies(self, *arguments: Any) -> bool:
        """Whether the premise holds, so that the law says something here."""
        if self.given is None:
            return True
        if self.mood is Mood.POSSIBLE:
            return any(self.given(world) for world in arguments)
        return bool(self.given(*arguments))

    def advance(self, monitor: Any, *arguments: Any) -> Any:
        """The monitor after this step, None for a breach."""
        if self.follow is not None:
            return None if self.check(monitor, *arguments) else self.follow(monitor, *arguments)
        return self.holds(monitor, *arguments) if self.applies(monitor, *arguments) else monitor

    def check(self, *arguments: Any) -> Breach | None:
        """The breach, if the premise holds and the predicate does not."""
        if not self.applies(*arguments):
            return None
        if self.mood is Mood.POSSIBLE:
            return None if any(self.holds(world) for world in arguments) else self.broken_by(*arguments)
        if self.mood.has_monitor and self.follow is None:
            return self.broken_by(*arguments) if self.holds(*arguments) is None else None
        return None if self.holds(*arguments) else self.broken_by(*arguments)

    def broken_by(self, *arguments: Any) -> Breach:
        """The breach that these arguments are, with its witness written out."""
        return Breach(self, arguments, self.witness.format(**self._names(arguments)))

    def bites(self) -> Breach | None:
        """What the law says of its own smallest breach: never None in a law that can notice anything."""
        if self.mood is Mood.POSSIBLE:
            return self.check(*self.breach)
        if not self.mood.has_monitor:
            return self.check(*_spread(self.breach))
        monitor = self.initial
        for item in self.breach:
            if (breach := self.check(monitor, *_spread(item))) is not None:
                return breach
            monitor = self.advance(monitor, *_spread(item))
        return None

    def _names(self, arguments: tuple[Any, ...]) -> dict[str, Any]:
        """What a witness may name: the table's names; in words `moves` is what happened, `sight` what the view says."""
        names = dict(zip(_NAMES[_sort(self.subject), self.mood], arguments, strict=False))
        if "firings" in names:
            names["moves"] = ", ".join(f"{event} at {spell(path)}" for path, event in names["firings"])
        if "view" in names:
            names["sight"] = ", ".join(_say(field.name, getattr(names["view"], field.name)) for field in _fields(names))
        return names


def _fields(names: Mapping[str, Any]) -> tuple[attrs.Attribute[Any], ...]:
    return attrs.fields(type(names["view"]))  # type: ignore[no-any-return]  # attrs types it for classes it knows


def _say(name: str, value: Any) -> str:
    """`has_ended`, `not has_ended`, `policy Never`."""
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return f"{name} {getattr(value, 'value', value)}"


def _sort(subject: Subject) -> type:
    return Kind if isinstance(subject, Kind) else type(subject)


_NAMES: dict[tuple[type, Mood], tuple[str, ...]] = {
    (Kind, Mood.STEP): ("view", "before", "event", "after"),
    (Composition, Mood.ALWAYS): ("world",),
    (Composition, Mood.STEP): ("before", "firings", "after"),
    (Composition, Mood.ORDER): ("monitor", "before", "firings", "after"),
    (Composition, Mood.POSSIBLE): (),
    (Stream, Mood.ALWAYS): ("pod",),
    (Stream, Mood.STEP): ("before", "after"),
    (Stream, Mood.ORDER): ("monitor", "item"),
    (Stream, Mood.TIMED): ("monitor", "item"),
}


def _spread(example: Any) -> tuple[Any, ...]:
    match example:
        case Step(view, before, event, after):
            return view, before, event, after
        case Move(before, firings, after):
            return before, firings, after
        case Change(before, after):
            return before, after
    return (example,)


def law(
    law_id: str,
    subject: Subject,
    *,
    by: tuple[Rule | str, ...],
    witness: str,
    breach: Any,
    mood: Mood = Mood.STEP,
    given: Callable[..., bool] | None = None,
    initial: Any = None,
    follow: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., Any]], Law]:
    """Make a Law of a predicate; its docstring is the sentence, its name says it again.

    `breach` is a Step, Move or Change, a world or a Pod, or a tuple: for a monitor what it is led through, for
    POSSIBLE the worlds that were reached. Raises TypeError for a mood that the subject cannot have, for a monitor
    without a beginning and for a law without a sentence or a source.
    """
    if (_sort(subject), mood) not in _NAMES:
        raise TypeError(f"{law_id}: {subject.name} has no laws of mood {mood.value}")
    if mood.has_monitor and initial is None:
        raise TypeError(f"{law_id}: a law of mood {mood.value} needs `initial`, where its monitor starts")

    def make(holds: Callable[..., Any]) -> Law:
        if not holds.__doc__ or not by:
            raise TypeError(f"{law_id}: {holds.__name__} needs a docstring, which is its sentence, and a source")
        name, sentence = holds.__name__, " ".join(holds.__doc__.split())
        return Law(law_id, name, sentence, mood, subject, by, given, holds, witness, breach, initial, follow)

    return make

"""KindMachine: a Hypothesis state machine made of any Kind; views, records and events are drawn from their domains."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from ...model.core.domain import domains, instances
from ...model.core.event import Event
from ...model.core.kind import Kind, Refused
from ..law import Law, Mood


def drawn(cls: type) -> st.SearchStrategy[Any]:
    """Any instance of a finite class."""
    fields = {name: st.sampled_from(values) for name, values in domains(cls).items()}
    return st.builds(cls, **fields)


class KindMachine(RuleBasedStateMachine):
    """The surroundings change as they like; events are drawn that the table takes, and others that it refuses."""

    kind: Kind[Any, Any]
    laws: tuple[Law, ...] = ()
    every: tuple[Event, ...] = ()
    records: st.SearchStrategy[Any]
    views: st.SearchStrategy[Any]
    _view: Any
    _record: Any

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """Any record, also one that the machine alone would never come to."""
        self._record = data.draw(self.records)
        self._view = data.draw(self.views)

    @rule(data=st.data())
    def look_around(self, data: st.DataObject) -> None:
        self._view = data.draw(self.views)

    def enabled(self) -> list[Event]:
        return [event for event in self.every if self.kind.edge(self._view, self._record, event) is not None]

    def refused(self) -> list[Event]:
        return [event for event in self.every if self.kind.edge(self._view, self._record, event) is None]

    @precondition(lambda self: self.enabled())
    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        """An event that the table takes: both readings agree, and all laws of the Kind hold."""
        event = data.draw(st.sampled_from(self.enabled()))
        before, self._record = self._record, self.kind.step(self._view, self._record, event)
        assert self.kind.drive(self._view, before, event) == self._record
        for law in self.laws:
            breach = law.check(self._view, before, event, self._record)
            assert breach is None, str(breach)

    @precondition(lambda self: self.refused())
    @rule(data=st.data())
    def refuse(self, data: st.DataObject) -> None:
        """An event that the table refuses: both readings do, and nothing has changed."""
        event = data.draw(st.sampled_from(self.refused()))
        before = str(self._record)
        for move in (self.kind.step, self.kind.drive):
            try:
                move(self._view, self._record, event)
            except Refused:
                continue
            raise AssertionError(f"{event} was not refused in {self._record}")
        assert str(self._record) == before


def machine_of(kind: Kind[Any, Any], laws: Iterable[Law]) -> type[KindMachine]:
    """The state machine of this Kind, with those of the laws that speak of its steps."""
    spoken = tuple(law for law in laws if law.mood is Mood.STEP and law.speaks_of(kind))
    parts = {
        "kind": kind,
        "laws": spoken,
        "every": tuple(event for cls in kind.events for event in instances(cls)),
        "records": drawn(kind.record),
        "views": drawn(kind.view),
    }
    return type(f"{kind.name}-machine", (KindMachine,), parts)

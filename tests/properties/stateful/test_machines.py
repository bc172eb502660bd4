"""Random runs: every Kind alone, and the world of one Pod of any shape, with every law."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

import pytest

from podlaw.model.core.domain import domains, instances
from podlaw.model.core.kind import Kind
from podlaw.model.kinds import KINDS
from podlaw.properties.law import Mood
from podlaw.properties.laws import laws_of_worlds
from podlaw.properties.stateful.kind_machine import machine_of
from podlaw.properties.stateful.world_machine import world_machine


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_keeps_its_laws_in_any_surroundings(kind: Kind[Any, Any]) -> None:
    case = machine_of(kind, laws_of_worlds()).TestCase
    case("runTest").runTest()


def surroundings(kind: Kind[Any, Any]) -> int:
    """How many pairs of a record and a View there are."""
    return prod(len(values) for cls in (kind.record, kind.view) for values in domains(cls).values())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if surroundings(kind) < 1000], ids=lambda kind: kind.name)
def test_every_step_of_a_small_kind_keeps_its_laws(kind: Kind[Any, Any]) -> None:
    """All records, also those that the machine alone would never come to: what random runs may miss."""
    laws = [law for law in laws_of_worlds() if law.mood is Mood.STEP and law.speaks_of(kind)]
    events = [event for cls in kind.events for event in instances(cls)]
    for view, before, event in product(instances(kind.view), instances(kind.record), events):
        if kind.edge(view, before, event) is not None:
            after = kind.step(view, before, event)
            assert [
                str(law.check(view, before, event, after)) for law in laws if law.check(view, before, event, after)
            ] == []


def test_a_world_of_any_shape_keeps_every_law() -> None:
    case = world_machine(laws_of_worlds()).TestCase
    case("runTest").runTest()

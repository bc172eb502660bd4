"""Random runs: every Kind alone, and the world of one Pod of any shape, with every law."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.core.kind import Kind
from podlaw.model.kinds import KINDS
from podlaw.properties.laws import laws_of_worlds
from podlaw.properties.stateful.kind_machine import machine_of
from podlaw.properties.stateful.world_machine import world_machine


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_keeps_its_laws_in_any_surroundings(kind: Kind[Any, Any]) -> None:
    case = machine_of(kind, laws_of_worlds()).TestCase
    case("runTest").runTest()


def test_a_world_of_any_shape_keeps_every_law() -> None:
    case = world_machine(laws_of_worlds()).TestCase
    case("runTest").runTest()

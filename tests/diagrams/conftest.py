"""conftest: every Kind as the tests of the diagrams see it, one after the other."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from podlaw.diagrams.picture import Picture, picture_of
from podlaw.model.core.kind import Kind
from podlaw.model.kinds import KINDS


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind[Any, Any]:
    """Each Kind in turn."""
    return request.param


@pytest.fixture
def picture(kind: Kind[Any, Any]) -> Picture:
    return picture_of(kind)


@pytest.fixture
def needs_dot() -> None:
    """Skips where Graphviz's program is not installed."""
    if shutil.which("dot") is None:
        pytest.skip("Graphviz's program dot is not here")

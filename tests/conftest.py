"""conftest: the Hypothesis profiles, chosen by HYPOTHESIS_PROFILE, else `ci` under CI, else `dev`; and `--rewrite`."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("dev", max_examples=50, stateful_step_count=30, deadline=None)
settings.register_profile("ci", max_examples=100, stateful_step_count=50, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=5000, stateful_step_count=200, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite`: golden runs are written anew; a person reads the difference before it is committed."""
    parser.addoption("--rewrite", action="store_true", help="Write tests/runs/*.txt anew instead of comparing.")

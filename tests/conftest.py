"""conftest: the Hypothesis profiles, chosen by HYPOTHESIS_PROFILE, else `ci` where CI is set, else `dev`."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("dev", max_examples=50, stateful_step_count=30, deadline=None)
settings.register_profile("ci", max_examples=100, stateful_step_count=50, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=5000, stateful_step_count=200, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))

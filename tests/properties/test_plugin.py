"""plugin: a test of somebody else's gets a cluster and the laws from it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = '''
MANIFEST = """
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: app, image: "web:1"}]}
"""

def test_a_run_is_lawful(cluster, podlaw_laws, podlaw_seed):
    cluster.apply(MANIFEST)
    cluster.advance("5s")
    assert cluster.pod("web").status.phase == "Running"
    assert podlaw_seed == 7
    podlaw_laws(cluster)

def test_a_phase_that_is_none_is_noticed(podlaw_laws):
    pod = {"kind": "Pod", "metadata": {"name": "web", "uid": "u", "resourceVersion": "1"}, "status": {"phase": "Lost"},
           "spec": {"containers": [{"name": "app", "image": "web:1"}]}}
    podlaw_laws([{"type": "ADDED", "object": pod}])
'''


@pytest.fixture
def outcome(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """What pytest says of these tests, in a process of its own."""
    (tmp_path / "test_theirs.py").write_text(TESTS, "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "podlaw.properties.plugin",
        "--podlaw-seed",
        "7",
        "-p",
        "no:cacheprovider",
    ]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)


def test_fixtures_give_a_cluster_a_seed_and_the_laws(outcome: subprocess.CompletedProcess[str]) -> None:
    assert "1 failed, 1 passed" in outcome.stdout, outcome.stdout + outcome.stderr
    assert "POD-PHASE-1" in outcome.stdout

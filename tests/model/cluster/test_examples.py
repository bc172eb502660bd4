"""Examples: every manifest of docs/examples runs as it stands, under all laws."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.model.objects.manifest import BEHAVIOUR

from .conftest import Podlaw

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
PODS = sorted(
    file
    for file in EXAMPLES.glob("*.yaml")
    if Path(file.stem).suffix != BEHAVIOUR and "kind: Pod" in file.read_text("utf-8")
)
NODE = EXAMPLES / "gpu-node.yaml"


@pytest.mark.parametrize("example", PODS, ids=lambda example: example.stem)
def test_an_example_runs_or_is_refused_by_the_name_of_what_is_missing(example: Path, podlaw: Podlaw) -> None:
    done = podlaw("run", str(example), "--until", "2h", "--reference")
    if done.status == 2:
        assert done.err.startswith(f"{example}:")
        assert done.err.endswith("is not modelled yet\n")
        assert example.stem == "liveness-http"
    else:
        assert (done.status, done.err) == (0, "")
        assert "all hold" in done.out.splitlines()[-1]


def test_the_gpu_pod_waits_for_its_node(podlaw: Podlaw) -> None:
    alone = podlaw("run", str(EXAMPLES / "gpu.yaml")).out
    assert "Running" not in alone
    assert "didn't match Pod's node affinity/selector" in alone
    assert " Running " in podlaw("run", str(EXAMPLES / "gpu.yaml"), str(NODE)).out


def test_init_and_apps_has_two_of_both_and_all_run_in_the_end(podlaw: Podlaw) -> None:
    first_table = podlaw("run", str(EXAMPLES / "init-and-apps.yaml"), "--until", "3m").out.partition("\n\n")[0]
    statuses = [line.split()[3] for line in first_table.splitlines()[1:]]
    assert statuses[:3] == ["Pending", "Init:0/2", "Init:1/2"]
    assert "CrashLoopBackOff" in statuses
    assert first_table.splitlines()[-1].split()[2:4] == ["2/2", "Running"]

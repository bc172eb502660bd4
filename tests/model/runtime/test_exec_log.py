"""scripted: what the runtime's log says of a command, in the recordings' words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.objects.manifest import read_text


def logged(answer: Any, **probe: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every call of a liveness probe's command in five seconds, with the detail but for the instance's id."""
    liveness = {"exec": {"command": ["check"]}, "periodSeconds": 2, **probe}
    container = {"name": "app", "image": "app:1", "livenessProbe": liveness}
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [container]}}
    cluster = Cluster([NodeShape()])
    cluster.create(read_text(json.dumps(manifest))[0].object, {"app": {"exec": {"check": [answer, "fail"]}}})
    cluster.advance("5s")
    calls = [each for each in cluster.calls if each.call.startswith("ExecSync")]
    return [(each.call, {key: value for key, value in each.detail.items() if key != "id"}) for each in calls]


@pytest.mark.parametrize(
    ("answer", "said", "end"),
    [
        ("fail", {"cmd": "check", "n": 0, "exit": 1, "timeout": 1}, None),
        ("hang", {"cmd": "check", "n": 0, "answer": "hang", "timeout": 1}, ("ExecSync-timeout", {"cmd": "check"})),
        ("error", {"cmd": "check", "n": 0, "answer": "error", "timeout": 1}, None),
        (
            {"takes": "500ms", "exit": 3},
            {"cmd": "check", "n": 0, "exit": 3, "takes": 0.5, "timeout": 1},
            ("ExecSync-done", {"cmd": "check", "exit": 3}),
        ),
    ],
)
def test_a_command_is_logged_with_its_answer_and_its_end(
    answer: Any, said: dict[str, Any], end: tuple[str, dict[str, Any]] | None
) -> None:
    log = logged(answer)
    assert log[0] == ("ExecSync", said)
    if end is not None:
        assert log[1] == end

"""Strategic merge: containers are told by name, objects are merged, null takes away."""

from __future__ import annotations

from podlaw.model.apiserver.strategic_merge import merged

OLD = {"spec": {"containers": [{"name": "a", "resources": {"requests": {"cpu": "1", "memory": "1Gi"}}}, {"name": "b"}]}}


def containers(*patches: dict[str, object]) -> list[object]:
    found = merged(OLD, {"spec": {"containers": list(patches)}})["spec"]["containers"]
    assert isinstance(found, list)
    return found


def test_amounts_that_are_not_named_stay() -> None:
    changed, other = containers({"name": "a", "resources": {"requests": {"cpu": "2"}}})
    assert changed == {"name": "a", "resources": {"requests": {"cpu": "2", "memory": "1Gi"}}}
    assert other == {"name": "b"}


def test_null_takes_a_member_away() -> None:
    changed, _ = containers({"name": "a", "resources": {"requests": {"cpu": None}}})
    assert changed == {"name": "a", "resources": {"requests": {"memory": "1Gi"}}}


def test_a_new_name_comes_last_and_other_lists_are_replaced() -> None:
    policy = [{"resourceName": "cpu", "restartPolicy": "RestartContainer"}]
    *_, b, added = containers({"name": "c", "args": ["x", None]}, {"name": "b", "resizePolicy": policy})
    assert added == {"name": "c", "args": ["x", None]}
    assert b == {"name": "b", "resizePolicy": policy}

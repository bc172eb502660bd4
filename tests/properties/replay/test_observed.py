"""observed: what of a Pod's status counts as seen, and what does not."""

from __future__ import annotations

from typing import Any

from podlaw.properties.replay.observed import Observed, ObservedContainer, ObservedState, observe


def pod(**status: Any) -> dict[str, Any]:
    return {"metadata": {"name": "p"}, "status": {"phase": "Running", **status}}


def test_everything_that_is_compared_is_seen() -> None:
    status = {
        "name": "app",
        "state": {"terminated": {"exitCode": 1, "reason": "Error", "finishedAt": "2026-01-01T00:00:00Z"}},
        "lastState": {"terminated": {"exitCode": 0, "reason": "Completed"}},
        "restartCount": 2,
        "started": False,
    }
    seen = observe(pod(reason="Evicted", containerStatuses=[status], conditions=[{"type": "Ready", "status": "False"}]))
    assert seen == Observed(
        phase="Running",
        reason="Evicted",
        conditions=(("Ready", "False", ""),),
        containers=(
            ObservedContainer(
                name="app",
                state=ObservedState(kind="terminated", reason="Error", exitCode=1),
                lastState=ObservedState(kind="terminated", reason="Completed", exitCode=0),
                restartCount=2,
            ),
        ),
    )


def test_times_messages_and_the_order_of_conditions_are_not_seen() -> None:
    ready = {"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z", "message": "a"}
    bound = {"type": "PodScheduled", "status": "True"}
    here = observe(pod(conditions=[ready, bound], podIP="10.0.0.1"))
    there = observe(pod(conditions=[bound, {**ready, "lastTransitionTime": "2026-01-01T00:00:09Z", "message": "b"}]))
    assert here == there
    assert hash(here) == hash(there)


def test_a_mark_of_deletion_its_grace_and_being_gone_are_seen() -> None:
    plain = pod()
    marked = pod()
    marked["metadata"] |= {"deletionTimestamp": "2026-01-01T00:00:00Z", "deletionGracePeriodSeconds": 5}
    states = (observe(plain), observe(marked), observe(marked, gone=True))
    assert len(set(states)) == 3
    assert (states[1].deleting, states[1].grace, states[2].gone) == (True, 5, True)


def test_init_containers_come_before_the_others() -> None:
    seen = observe(pod(initContainerStatuses=[{"name": "i"}], containerStatuses=[{"name": "a"}]))
    assert [container.name for container in seen.containers] == ["i", "a"]


def test_an_empty_state_is_waiting() -> None:
    assert observe(pod(containerStatuses=[{"name": "a", "state": {}}])).containers[0].state == ObservedState()

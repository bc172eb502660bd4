"""Container: what the laws about recorded containers do not ask for."""

from __future__ import annotations

from podlaw.model.objects.status import ContainerState, ContainerStateRunning, ContainerStateWaiting
from podlaw.properties.laws.observed.container import the_last_end_is_kept
from podlaw.properties.laws.observed.examples import pod, status


def test_an_instance_that_was_only_created_leaves_no_end_behind() -> None:
    """A sandbox that dies between creation and start takes the instance with it; one that ran must leave its end."""
    created, running = ContainerState(waiting=ContainerStateWaiting()), ContainerState(running=ContainerStateRunning())
    after = pod("Running", status(running, containerID="b", restartCount=1))
    assert the_last_end_is_kept.check(pod("Running", status(created, containerID="a")), after) is None
    assert the_last_end_is_kept.check(pod("Running", status(running, containerID="a")), after) is not None

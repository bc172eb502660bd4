"""times: how long states and restarts may take, from the intervals that were measured on real clusters.

Source: traces/README.md, Reading time. Lower bounds are strict. Upper bounds are those of the README plus
two seconds: what takes longer is reported and does not disagree.
"""

from __future__ import annotations

from .observed import Observed, ObservedContainer

LONG = 2000
"""A state that lasts longer (milliseconds) is never merged away."""

MARGIN = 2000
"""What upper bounds add to the README's, in milliseconds."""

RELIST = 1400
"""From an exit to the status that shows it: 0.1 to 1.4 s."""

TICK = 1000
"""A Pod whose turn has come is looked at by a ticker of one second."""

RESTARTS = ((0, 1_400), (10, 15_000), (20, 28_000), (40, 57_000), (80, 89_000), (160, 161_000), (300, 450_000))
"""Back-off in seconds from finishedAt, and the longest time from exit to next start that was measured, in milliseconds.

The last is not measured: 300 s and half of it, as every requeue is stretched by up to a half.
"""

_STARTING = ("", "PodInitializing", "ContainerCreating")


def back_off(delay: int) -> tuple[int, int]:
    """The back-off (seconds) that a restart after `delay` seconds has obeyed, and its longest time in milliseconds."""
    return max(entry for entry in RESTARTS if entry[0] <= max(delay, 0))


def bounds(state: Observed, recorded: int) -> tuple[int, int]:
    """The shortest and longest time (milliseconds) of a state that lasted `recorded` in another run of its scenario.

    Each end of it may be off by a relist. Where the kubelet waits for its next turn, the turns of both runs are
    stretched by a factor from 1 to 1.5; only pulls have a shortest wait, as any event may show a waiting reason
    sooner (what that means for restarts is `back_off`'s to say). A Pod without node may find one at any time.
    """
    if ("PodScheduled", "True", "") not in state.conditions and not state.gone:
        return 0, recorded + RELIST + MARGIN
    if waits_for_a_turn(state):
        least = recorded * 2 // 3 - TICK - RELIST if _waits_for_an_image(state) else 0
        return least, recorded * 3 // 2 + TICK + RELIST + MARGIN
    return recorded - RELIST, recorded + RELIST + MARGIN


def waits_for_a_turn(state: Observed) -> bool:
    """Whether the kubelet may be waiting for its own next look at this Pod: a back-off or a failed try."""
    if state.gone or state.deleting or state.phase not in ("Pending", "Running"):
        return False
    if any(reason in ("PodCompleted", "PodFailed") for _, _, reason in state.conditions):
        return False
    running = any(container.state.kind == "running" for container in state.containers)
    return any(_waits(container, running) for container in state.containers)


def _waits_for_an_image(state: Observed) -> bool:
    return any(container.state.reason in ("ErrImagePull", "ImagePullBackOff") for container in state.containers)


def _waits(container: ObservedContainer, running: bool) -> bool:
    if container.state.kind == "waiting":
        return container.state.reason not in _STARTING or not running
    return container.state.kind == "terminated" and not container.ready

"""grace: how many seconds a Pod, and each of its containers, is given to end (semantics B3.18, B14.6 to B14.9)."""

from __future__ import annotations

from typing import Final

from ...objects.container import Container
from ...objects.pod import Pod

MINIMUM_POD_GRACE_SECONDS: Final = 1
"""What the kubelet gives a Pod at least (PW calculateEffectiveGracePeriod)."""

MINIMUM_STOP_TIMEOUT_SECONDS: Final = 2
"""What the runtime is told at least between stop signal and kill (KRC minimumGracePeriodInSeconds)."""


def effective_grace_period(pod: Pod, *, recorded: int = 0, override: int | None = None) -> int:
    """Seconds for the termination of a Pod (B3.18; PW calculateEffectiveGracePeriod).

    `recorded` is the grace of a termination under way, 0 for none; `override` is what eviction, node shutdown and the
    like ask for. A grace only ever gets shorter, but one of 0 counts as not set, so a later one replaces it.
    """
    grace = recorded
    was_asked_for = False
    for asked in (pod.metadata.deletionGracePeriodSeconds, override):
        if asked is not None and (grace == 0 or asked < grace):
            grace, was_asked_for = asked, True
    if grace == 0 and not was_asked_for:
        grace = pod.spec.terminationGracePeriodSeconds or 0
    return max(MINIMUM_POD_GRACE_SECONDS, grace)


def grace_period_is_shortened(recorded: int, grace: int) -> bool:
    """A termination under way got another grace than it had (PW calculateEffectiveGracePeriod, its second answer)."""
    return recorded not in (0, grace)


def container_grace_period(pod: Pod, container: Container, reason: str = "") -> int:
    """Seconds for the kill of one container when nobody overrides them (B14.18; KRC setTerminationGracePeriod).

    `reason` is why it is killed: a failed LivenessProbe or StartupProbe may bring its own grace, unless the Pod is
    being deleted.
    """
    if pod.metadata.deletionGracePeriodSeconds is not None:
        return pod.metadata.deletionGracePeriodSeconds
    if pod.spec.terminationGracePeriodSeconds is None:
        return MINIMUM_STOP_TIMEOUT_SECONDS
    probe = {"LivenessProbe": container.livenessProbe, "StartupProbe": container.startupProbe}.get(reason)
    if probe is not None and probe.terminationGracePeriodSeconds is not None:
        return probe.terminationGracePeriodSeconds
    return pod.spec.terminationGracePeriodSeconds


def stop_timeout(grace: int, *, pre_stop_seconds: int = 0, turn_seconds: int = 0) -> int:
    """Seconds that the runtime waits after the stop signal before it kills (B14.6 to B14.9; KRC killContainer).

    The whole seconds that the preStop hook and the wait for a sidecar's turn have used are no longer there.
    """
    return max(MINIMUM_STOP_TIMEOUT_SECONDS, grace - pre_stop_seconds - turn_seconds)


def pre_stop_hook_runs(container: Container, grace: int) -> bool:
    """A preStop hook runs only if there is any time for it (B14.6; KRC killContainer)."""
    return grace > 0 and container.lifecycle is not None and container.lifecycle.preStop is not None

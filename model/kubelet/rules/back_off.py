"""back_off: how long to wait before a crashed container starts, or a failed image pull is tried, again (B.7, B.11).

All times are milliseconds. An entry belongs to a key: see `crash_loop_key` and `image_pull_key`.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from ...objects.container import Container
from ...objects.pod import Pod, full_name
from ...objects.time import Millis

INITIAL_DELAY: Final = 10_000
"""The first delay (KL imageBackOffPeriod, containerBackOffPeriod)."""

MAXIMUM_DELAY: Final = 300_000
"""No delay is longer (KL MaxCrashLoopBackOff, MaxImageBackOff)."""

STABLE_AFTER: Final = 2 * MAXIMUM_DELAY
"""An entry older than this is forgotten (BO hasExpired; KL HasExpiredFunc for crash loops)."""


@frozen
class BackOffEntry:
    """The delay in force and when it was last raised, both in milliseconds (BO backoffEntry)."""

    delay: int
    updated_at: Millis


def has_expired(entry: BackOffEntry, since: Millis) -> bool:
    """More than ten minutes lie between the last raise and `since`: what failed then was stable (BO hasExpired)."""
    return since - entry.updated_at > STABLE_AFTER


def next_entry(entry: BackOffEntry | None, now: Millis, since: Millis) -> BackOffEntry:
    """The entry after another attempt: the first delay, or twice the last, up to the maximum (B11.4; BO Next)."""
    if entry is None or has_expired(entry, since):
        return BackOffEntry(INITIAL_DELAY, now)
    return BackOffEntry(min(2 * entry.delay, MAXIMUM_DELAY), now)


def crash_loop_wait(
    entry: BackOffEntry | None, now: Millis, finished_at: Millis | None
) -> tuple[BackOffEntry | None, int]:
    """The entry after this look at an ended container, and how long it still waits; 0: it starts now (KRM doBackOff).

    `finished_at` is the end of its newest exited instance; None: it never ran (B11.1). The delay counts from there,
    while the entry expires by the time that the container ran since the delay was last raised (B11.2 to B11.5).
    """
    if finished_at is None:
        return entry, 0
    if entry is not None and not has_expired(entry, finished_at):
        left = finished_at + entry.delay - now
        if left > 0:
            return entry, left
    return next_entry(entry, now, finished_at), 0


def crash_loop_message(pod: Pod, container: Container, entry: BackOffEntry) -> str:
    """The message of CrashLoopBackOff: which delay holds which container up (B6.2; KRM doBackOff)."""
    name = f"{full_name(pod)}({pod.metadata.uid})"
    return f"back-off {duration(entry.delay)} restarting failed container={container.name} pod={name}"


def duration(milliseconds: int) -> str:
    """`10000` -> `10s`, `160000` -> `2m40s`, as Go prints whole seconds below an hour."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}m{seconds}s" if minutes else f"{seconds}s"


def pull_is_backed_off(entry: BackOffEntry | None, now: Millis) -> bool:
    """A pull that failed is not tried again before its delay is over (B7.5; BO IsInBackOffSinceUpdate)."""
    return entry is not None and not has_expired(entry, now) and now - entry.updated_at < entry.delay


def after_pull(entry: BackOffEntry | None, now: Millis, succeeded: bool) -> BackOffEntry | None:
    """The entry after a pull was tried: a failure raises it, a success leaves it unless it has expired.

    (B7.4, B7.6; IMG pullImage; BO GC.)
    """
    if not succeeded:
        return next_entry(entry, now, now)
    return None if entry is not None and has_expired(entry, now) else entry


def crash_loop_key(pod: Pod, container: Container) -> tuple[object, ...]:
    """What a crash-loop entry belongs to: another image or other resources start afresh (B11.6; KRH GetBackoffKey)."""
    resources = container.resources
    return (
        pod.metadata.uid,
        container.name,
        container.image,
        tuple(sorted(resources.requests.items())),
        tuple(sorted(resources.limits.items())),
    )


def image_pull_key(pod: Pod, image: str) -> tuple[str, str]:
    """What a pull entry belongs to: containers of one Pod share it when they share the image (IMG backOffKey)."""
    return (pod.metadata.uid, image)

"""Human duration: a span of time as kubectl's tables show it (apimachinery duration.HumanDuration)."""

from __future__ import annotations

from typing import Final

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
YEAR: Final = 365 * DAY


def human_duration(millis: int) -> str:
    """`83_000` -> `83s`, `201_000` -> `3m21s`, `11_000_000` -> `3h3m`; what lies ahead is `<invalid>`."""
    seconds = int(millis / 1000)
    if seconds < 0:
        return "<invalid>" if seconds < -1 else "0s"
    if seconds < 2 * MINUTE:
        return f"{seconds}s"
    if seconds < 10 * MINUTE:
        return _two(seconds, MINUTE, "m", 1, "s")
    if seconds < 3 * HOUR:
        return f"{seconds // MINUTE}m"
    if seconds < 8 * HOUR:
        return _two(seconds, HOUR, "h", MINUTE, "m")
    if seconds < 2 * DAY:
        return f"{seconds // HOUR}h"
    if seconds < 8 * DAY:
        return _two(seconds, DAY, "d", HOUR, "h")
    if seconds < 2 * YEAR:
        return f"{seconds // DAY}d"
    if seconds < 8 * YEAR:
        return _two(seconds, YEAR, "y", DAY, "d")
    return f"{seconds // YEAR}y"


def _two(seconds: int, large: int, its_name: str, small: int, other_name: str) -> str:
    """In two units, the smaller one left out where it is nothing."""
    rest = seconds % large // small
    return f"{seconds // large}{its_name}" + (f"{rest}{other_name}" if rest else "")

"""cron_schedule: when a schedule of five fields comes due, and which start of a CronJob is due now (robfig/cron)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from attrs import frozen

from ...objects.time import Time

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
FIELDS = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day of week", 0, 6, DAYS),
)
"""Name, least, most and the words that stand for numbers, in the order of a schedule."""

WORDS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}

FARTHEST = 5 * 366
"""Days ahead in which a schedule must come due, or it never does."""


class BadSchedule(ValueError):
    """The text is no schedule; the message says why."""


@frozen
class Schedule:
    """What each field allows; `by_day_of_month`, `by_day_of_week`: this field was restricted. Every `every` seconds if set."""

    allowed: tuple[frozenset[int], ...] = ()
    by_day_of_month: bool = False
    by_day_of_week: bool = False
    zone: tzinfo | None = None
    every: int = 0

    def after(self, time: Time) -> Time | None:
        """The next time later than this one; None: never."""
        if self.every:
            return Time(time + self.every)
        minutes, hours, _, months, _ = self.allowed
        moment = datetime.fromtimestamp(time - time % 60 + 60, self.zone)
        end = moment + timedelta(days=FARTHEST)
        while moment < end:
            if moment.month not in months:
                moment = (moment.replace(day=1, hour=0, minute=0) + timedelta(days=32)).replace(day=1)
            elif not self._fits_day(moment):
                moment = moment.replace(hour=0, minute=0) + timedelta(days=1)
            elif moment.hour not in hours:
                moment = moment.replace(minute=0) + timedelta(hours=1)
            elif moment.minute not in minutes:
                moment += timedelta(minutes=1)
            else:
                return Time(int(moment.timestamp()))
        return None

    def _fits_day(self, moment: datetime) -> bool:
        """Where both days are restricted one of them is enough."""
        _, _, days, _, weekdays = self.allowed
        in_month, in_week = moment.day in days, moment.isoweekday() % 7 in weekdays
        return in_month or in_week if self.by_day_of_month and self.by_day_of_week else in_month and in_week


def read_schedule(text: str, zone: str | None = None) -> Schedule:
    """`*/5 8-18 * * mon-fri`, `@hourly`, `@every 90s`; raises BadSchedule."""
    try:
        place = ZoneInfo(zone or "UTC")
    except (ValueError, OSError) as error:
        raise BadSchedule(f"unknown time zone {zone}") from error
    if text.startswith("@every "):
        found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text.removeprefix("@every "))
        seconds = sum(int(n or 0) * size for n, size in zip(found.groups(), (3600, 60, 1), strict=True)) if found else 0
        if not seconds:
            raise BadSchedule(f"failed to parse duration {text}")
        return Schedule(every=seconds)
    if text.startswith("@") and text not in WORDS:
        raise BadSchedule(f"unrecognized descriptor: {text}")
    parts = WORDS.get(text, text).split()
    if len(parts) != len(FIELDS):
        raise BadSchedule(f"expected exactly 5 fields, found {len(parts)}: {parts}")
    allowed = tuple(_values(part, *field) for part, field in zip(parts, FIELDS, strict=True))
    return Schedule(allowed, parts[2][0] not in "*?", parts[4][0] not in "*?", place)


def _values(text: str, name: str, least: int, most: int, words: tuple[str, ...]) -> frozenset[int]:
    """`1,5-10,*/15` of one field."""

    def number(word: str) -> int:
        if word.lower() in words:
            return words.index(word.lower()) + least
        if not word.isdecimal():
            raise BadSchedule(f"failed to parse int from {word}")
        return 0 if name == "day of week" and int(word) == 7 else int(word)

    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        if slash and not (step.isdecimal() and int(step)):
            raise BadSchedule(f"step of range should be a positive number: {part}")
        first, dash, last = span.partition("-")
        if span in ("*", "?"):
            low, high = least, most
        else:
            low = number(first)
            high = number(last) if dash else most if slash else low
        if low < least or high > most or low > high:
            raise BadSchedule(f"{part} is beyond the {name} ({least}-{most})")
        found.update(range(low, high + 1, int(step or 1)))
    return frozenset(found)


def due(schedule: Schedule, earliest: Time, now: Time) -> Time | None:
    """The most recent start after `earliest` that has come; None: none has (mostRecentScheduleTime)."""
    first = schedule.after(earliest)
    if first is None or now < first:
        return None
    second = schedule.after(first)
    if second is None or now < second:
        return first
    # far back in time not every start is counted: equal steps are skipped
    step = second - first
    latest = Time(first + (now - first) // step * step - step) if now - first > 10 * step else first
    found = first
    following: Time | None = schedule.after(latest)
    while following is not None and following <= now:
        found, following = following, schedule.after(following)
    return found

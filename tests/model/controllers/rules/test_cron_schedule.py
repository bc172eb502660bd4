"""cron schedule: when five fields come due, what is no schedule, and which missed start is made up."""

from __future__ import annotations

import pytest

from podlaw.model.controllers.rules.cron_schedule import BadSchedule, due, read_schedule
from podlaw.model.objects.time import parse_rfc3339, rfc3339


@pytest.mark.parametrize(
    ("schedule", "after", "expected"),
    [
        ("* * * * *", "2026-01-01T00:00:30Z", "2026-01-01T00:01:00Z"),
        ("*/15 8-18 * * mon-fri", "2026-01-02T18:45:00Z", "2026-01-05T08:00:00Z"),
        ("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("0 0 13 * fri", "2026-01-03T00:00:00Z", "2026-01-09T00:00:00Z"),
        ("0 12 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T12:00:00Z"),
        ("@hourly", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"),
        ("@every 1h30m", "2026-01-01T00:00:10Z", "2026-01-01T01:30:10Z"),
    ],
)
def test_the_next_time_is_the_first_that_all_fields_allow(schedule: str, after: str, expected: str) -> None:
    found = read_schedule(schedule).after(parse_rfc3339(after))
    assert found is not None
    assert rfc3339(found) == expected


def test_a_time_zone_shifts_the_hours() -> None:
    found = read_schedule("0 8 * * *", "America/New_York").after(parse_rfc3339("2026-07-01T00:00:00Z"))
    assert found == parse_rfc3339("2026-07-01T12:00:00Z")


def test_a_day_that_never_comes_is_never_due() -> None:
    assert read_schedule("0 0 31 2 *").after(parse_rfc3339("2026-01-01T00:00:00Z")) is None


@pytest.mark.parametrize(
    "text", ["", "* * * *", "60 * * * *", "* * 0 * *", "5-1 * * * *", "*/0 * * * *", "@often", "a * * * *"]
)
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(BadSchedule):
        read_schedule(text)


def test_of_many_missed_starts_the_last_is_due() -> None:
    every_minute = read_schedule("* * * * *")
    start = parse_rfc3339("2026-01-01T00:00:30Z")
    assert due(every_minute, start, parse_rfc3339("2026-01-01T00:00:59Z")) is None
    for now, expected in (("00:01:00", "00:01:00"), ("00:07:20", "00:07:00"), ("09:59:59", "09:59:00")):
        assert due(every_minute, start, parse_rfc3339(f"2026-01-01T{now}Z")) == parse_rfc3339(f"2026-01-01T{expected}Z")

"""Human duration: the cases of Kubernetes' own table, coarser the longer it is."""

from __future__ import annotations

import pytest

from podlaw.model.objects.human_duration import human_duration

SECOND, MINUTE, HOUR, DAY, YEAR = 1000, 60_000, 3_600_000, 86_400_000, 365 * 86_400_000


@pytest.mark.parametrize(
    ("millis", "text"),
    [
        (-2 * SECOND, "<invalid>"),
        (-1 * SECOND, "0s"),
        (0, "0s"),
        (SECOND - 1, "0s"),
        (SECOND, "1s"),
        (70 * SECOND, "70s"),
        (2 * MINUTE - 1, "119s"),
        (2 * MINUTE, "2m"),
        (190 * SECOND, "3m10s"),
        (10 * MINUTE - SECOND, "9m59s"),
        (70 * MINUTE, "70m"),
        (3 * HOUR - MINUTE, "179m"),
        (3 * HOUR, "3h"),
        (3 * HOUR + 10 * MINUTE, "3h10m"),
        (8 * HOUR - MINUTE, "7h59m"),
        (47 * HOUR, "47h"),
        (49 * HOUR, "2d1h"),
        (2 * DAY, "2d"),
        (8 * DAY - HOUR, "7d23h"),
        (9 * DAY + HOUR, "9d"),
        (2 * YEAR - DAY, "729d"),
        (2 * YEAR, "2y"),
        (2 * YEAR + DAY, "2y1d"),
        (8 * YEAR - DAY, "7y364d"),
        (8 * YEAR + 8 * DAY, "8y"),
    ],
)
def test_a_duration_reads_as_kubectl_writes_it(millis: int, text: str) -> None:
    assert human_duration(millis) == text

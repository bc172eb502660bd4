"""thresholds: when there is too little left, and when there is enough again."""

from __future__ import annotations

import pytest

from podlaw.model.kubelet.rules.thresholds import (
    DISK,
    MEMORY,
    EvictionConfiguration,
    EvictionThreshold,
    amount_of,
    is_met,
    is_reclaimed,
    read_threshold,
)

MI = 2**20


@pytest.mark.parametrize(
    ("value", "capacity", "amount"), [("100Mi", 0, 100 * MI), ("10%", 1001, 100), ("0.5%", 1000, 5), ("1k", 5, 1000)]
)
def test_a_threshold_is_an_amount_or_a_part_of_the_whole(value: str, capacity: int, amount: int) -> None:
    assert amount_of(value, capacity) == amount


@pytest.mark.parametrize(("available", "met"), [(100 * MI - 1, True), (100 * MI, False)])
def test_less_than_the_threshold_is_too_little(available: int, met: bool) -> None:
    assert is_met(EvictionThreshold(MEMORY, "100Mi"), available, 0) is met


@pytest.mark.parametrize(("available", "enough"), [(149 * MI, False), (150 * MI, True)])
def test_what_was_acted_upon_asks_for_more(available: int, enough: bool) -> None:
    assert is_reclaimed(EvictionThreshold(MEMORY, "100Mi", reclaim="50Mi"), available, 0) is enough


def test_thresholds_are_read_as_the_kubelet_is_configured() -> None:
    assert read_threshold("nodefs.available<10%", grace=20) == EvictionThreshold(DISK, "10%", 20)
    assert [each.is_hard for each in EvictionConfiguration().thresholds] == [True, True]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("memory.available", "'memory.available' is no threshold; expected for example memory.available<100Mi"),
        ("pid.available<5", "'pid.available' is no signal that is modelled; expected memory.available or nodefs.avail"),
        ("memory.available<much", "quantities must match the regular expression"),
    ],
)
def test_what_is_no_threshold_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the sentence is compared below
        read_threshold(text)
    assert str(caught.value).startswith(sentence)

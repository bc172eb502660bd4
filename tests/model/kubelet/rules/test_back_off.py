"""back_off: delays before a container starts, or an image is pulled, again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podlaw.model.kubelet.rules.back_off import (
    BackOffEntry,
    after_pull,
    crash_loop_key,
    crash_loop_message,
    crash_loop_wait,
    image_pull_key,
    pull_is_backed_off,
)
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod
from podlaw.model.objects.time import Millis

POD = Pod(metadata=ObjectMeta(name="p", namespace="n", uid="u"))


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("backoff")


def test_delays_double_from_ten_seconds_to_five_minutes() -> None:
    entry, now, delays = None, Millis(0), []
    for _ in range(8):
        entry, left = crash_loop_wait(entry, now, now)
        while left:
            now = Millis(now + left)
            entry, left = crash_loop_wait(entry, now, Millis(now - left))
        assert entry is not None
        delays.append(entry.delay)
    assert delays == [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000]


def test_a_container_that_never_ran_starts_at_once() -> None:
    assert crash_loop_wait(None, Millis(5), None) == (None, 0)


def test_the_wait_counts_from_the_end_to_the_millisecond() -> None:
    entry = BackOffEntry(10_000, Millis(0))
    assert crash_loop_wait(entry, Millis(12_999), Millis(3_000)) == (entry, 1)
    assert crash_loop_wait(entry, Millis(13_000), Millis(3_000)) == (BackOffEntry(20_000, Millis(13_000)), 0)


@pytest.mark.parametrize(("ran_for", "delay"), [(600_000, 160_000), (600_001, 10_000)])
def test_a_run_of_more_than_ten_minutes_starts_afresh(ran_for: int, delay: int) -> None:
    entry, left = crash_loop_wait(BackOffEntry(80_000, Millis(0)), Millis(900_000), Millis(ran_for))
    assert (entry, left) == (BackOffEntry(delay, Millis(900_000)), 0)


def test_another_image_or_other_resources_have_an_entry_of_their_own() -> None:
    plain = Container(name="c", image="a")
    more = Container(name="c", image="a", resources=ResourceRequirements(limits={"cpu": "1"}))
    keys = {crash_loop_key(POD, c) for c in (plain, Container(name="c", image="b"), more, Container(name="d"))}
    assert len(keys) == 4
    assert crash_loop_key(POD, plain) == crash_loop_key(POD, Container(name="c", image="a", args=("x",)))


def test_containers_of_one_pod_share_the_entry_of_an_image() -> None:
    assert image_pull_key(POD, "a") == ("u", "a")


def test_the_message_names_delay_container_and_pod() -> None:
    message = crash_loop_message(POD, Container(name="c"), BackOffEntry(160_000, Millis(0)))
    assert message == "back-off 2m40s restarting failed container=c pod=p_n(u)"


def test_a_failed_pull_is_backed_off_until_its_delay_is_over() -> None:
    entry = after_pull(None, Millis(0), succeeded=False)
    assert entry == BackOffEntry(10_000, Millis(0))
    assert [pull_is_backed_off(entry, Millis(now)) for now in (0, 9_999, 10_000)] == [True, True, False]


def test_a_successful_pull_forgets_only_an_expired_entry() -> None:
    entry = BackOffEntry(40_000, Millis(0))
    assert after_pull(entry, Millis(600_000), succeeded=True) == entry
    assert after_pull(entry, Millis(600_001), succeeded=True) is None
    assert after_pull(None, Millis(0), succeeded=True) is None

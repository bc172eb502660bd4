"""tolerations: what a toleration matches, and which taint hinders first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podlaw.model.objects.node import Taint
from podlaw.model.objects.pod import Toleration
from podlaw.model.objects.tolerations import tolerates, untolerated_taint

TAINT = Taint(key="a", value="x", effect="NoSchedule")


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("taints")


# fmt: off
CASES = (
    (Toleration(key="a", value="x"),                            True),
    (Toleration(key="a", value="y"),                            False),
    (Toleration(key="b", value="x"),                            False),
    (Toleration(key="a", operator="Exists"),                    True),
    (Toleration(operator="Exists"),                             True),
    (Toleration(value="x"),                                     True),   # an empty key matches any, also with Equal
    (Toleration(operator="Exists", effect="NoExecute"),         False),
    (Toleration(key="a", operator="Gt", value="x"),             False),  # the gate of Gt and Lt is off
)
# fmt: on


@pytest.mark.parametrize(("toleration", "matches"), CASES)
def test_a_toleration_matches_by_key_value_and_effect(toleration: Toleration, matches: bool) -> None:
    assert tolerates(toleration, TAINT) is matches


def test_only_the_wanted_effects_hinder() -> None:
    taints = (Taint(key="soft", effect="PreferNoSchedule"), TAINT, Taint(key="b", effect="NoExecute"))
    assert untolerated_taint(taints, (), ("NoSchedule", "NoExecute")) == TAINT
    assert untolerated_taint(taints, (Toleration(key="a", operator="Exists"),), ("NoSchedule",)) is None

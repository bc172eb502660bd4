"""taint eviction: how long a Pod stays on a tainted node."""

from __future__ import annotations

import pytest

from podlaw.model.controllers.rules.taint_eviction import FOR_EVER, Stay, toleration_seconds
from podlaw.model.objects.node import Taint
from podlaw.model.objects.pod import Toleration

LOST = Taint(key="lost", effect="NoExecute")
FULL = Taint(key="full", effect="NoExecute")


def tolerated(key: str, seconds: int | None) -> Toleration:
    return Toleration(key=key, operator="Exists", effect="NoExecute", tolerationSeconds=seconds)


# fmt: off
CASES = (
    ((),                                               (),           FOR_EVER),
    ((),                                               (LOST,),      None),
    ((tolerated("lost", None),),                       (LOST,),      FOR_EVER),
    ((tolerated("lost", 300),),                        (LOST,),      300),
    ((tolerated("lost", -1),),                         (LOST,),      0),
    ((tolerated("lost", 300), tolerated("full", 20)),  (LOST, FULL), 20),
    ((tolerated("lost", 300),),                        (LOST, FULL), None),
    ((tolerated("lost", 30), tolerated("lost", 5)),    (LOST,),      30),    # the first that matches counts
)
# fmt: on


@pytest.mark.parametrize(("tolerations", "taints", "seconds"), CASES)
def test_the_shortest_time_counts(
    tolerations: tuple[Toleration, ...], taints: tuple[Taint, ...], seconds: int | Stay | None
) -> None:
    assert toleration_seconds(taints, tolerations) == seconds


def test_taints_that_only_keep_new_pods_away_do_not_count() -> None:
    assert toleration_seconds([Taint(key="a", effect="NoSchedule")], []) is FOR_EVER

"""replicaset: which Pod goes first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podlaw.model.controllers.rules.replicaset import DELETION_COST, deletion_cost, deletion_order, ranked
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import ContainerStatus, PodCondition, PodStatus
from podlaw.model.objects.time import Time

NOW = Time(10_000)


def pod(
    name: str,
    *,
    node: str = "n",
    phase: str = "Running",
    ready: int | None = 100,
    cost: str = "",
    restarts: int = 0,
    created: int = 100,
) -> Pod:
    condition = PodCondition(type="Ready", status="True", lastTransitionTime=Time(ready)) if ready is not None else None
    return Pod(
        metadata=ObjectMeta(
            name=name, uid=name, creationTimestamp=Time(created), annotations={DELETION_COST: cost} if cost else {}
        ),
        spec=PodSpec(nodeName=node),
        status=PodStatus(
            phase=phase,
            conditions=(condition,) if condition else (),
            containerStatuses=(ContainerStatus(name="c", restartCount=restarts),),
        ),
    )


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("replicaset")


# fmt: off
PAIRS = (  # the first of the two goes first
    (pod("z", node=""),          pod("a")),
    (pod("z", phase="Pending"),  pod("a", phase="Unknown")),
    (pod("z", ready=None),       pod("a")),
    (pod("z", cost="-5"),        pod("a")),
    (pod("z", ready=9_990),      pod("a")),                    # ready for ten seconds, not for hours
    (pod("z", restarts=3),       pod("a")),
    (pod("z", created=9_990),    pod("a")),
    (pod("a", created=101),      pod("z")),                    # of about the same age: by uid
)
# fmt: on


@pytest.mark.parametrize("pair", PAIRS)
def test_the_first_goes_first(pair: tuple[Pod, Pod]) -> None:
    for given in (pair, pair[::-1]):
        assert deletion_order(ranked(given, given), NOW) == pair


def test_the_node_with_more_siblings_loses_one() -> None:
    pods = (pod("a", node="empty"), pod("b", node="full"))
    ended = pod("d", node="empty", phase="Failed")
    found = ranked(pods, (*pods, pod("c", node="full"), ended, ended))
    assert [each.rank for each in found] == [1, 2]
    assert deletion_order(found, NOW)[0] is pods[1]


@pytest.mark.parametrize(
    ("text", "cost"), [("10", 10), ("-10", -10), ("+7", 0), ("x", 0), ("007", 0), ("4294967296", 0)]
)
def test_a_cost_that_is_no_32_bit_number_counts_as_0(text: str, cost: int) -> None:
    assert deletion_cost(pod("a", cost=text)) == cost

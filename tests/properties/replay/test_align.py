"""align: long states must have partners in order, short ones need none, and a record simply stops."""

from __future__ import annotations

from podlaw.properties.replay.align import Alignment, align
from podlaw.properties.replay.life import Step
from podlaw.properties.replay.observed import Observed

END = 60_000
BOUND = (("PodScheduled", "True", ""),)


def steps(*told: tuple[str, float], end: int = END) -> tuple[Step, ...]:
    """Steps of (what tells the state, seconds it lasts); the last one lasts until the end."""
    made, at = [], 0
    for index, (reason, seconds) in enumerate(told):
        until = end if index == len(told) - 1 else at + round(seconds * 1000)
        made.append(Step(at, until, Observed(phase="Running", reason=reason, conditions=BOUND)))
        at = until
    return tuple(made)


def partners(alignment: Alignment) -> str:
    """The reasons of the matched rows."""
    return " ".join(row.recorded.state.reason for row in alignment.rows if row.recorded and row.replayed)


def test_equal_lives_agree() -> None:
    life = steps(("a", 5), ("b", 1), ("c", 5))
    assert align(life, life).difference is None
    assert partners(align(life, life)) == "a b c"


def test_a_short_state_may_be_missing_on_either_side() -> None:
    with_it, without = steps(("a", 5), ("b", 1.9), ("c", 5)), steps(("a", 6), ("c", 5))
    assert align(with_it, without).difference is None
    assert align(without, with_it).difference is None


def test_a_long_state_may_not_be_missing_on_either_side() -> None:
    with_it, without = steps(("a", 5), ("b", 2.1), ("c", 5)), steps(("a", 6), ("c", 5))
    for alignment in (align(with_it, without), align(without, with_it)):
        assert alignment.difference is not None
        row = alignment.rows[alignment.difference]
        assert [step.state.reason for step in (row.recorded, row.replayed) if step] == ["b"]


def test_a_long_state_may_have_a_short_partner() -> None:
    assert align(steps(("a", 5), ("b", 9), ("c", 5)), steps(("a", 5), ("b", 0.1), ("c", 5))).difference is None


def test_long_states_in_another_order_differ() -> None:
    assert align(steps(("a", 5), ("b", 5), ("c", 5)), steps(("b", 5), ("a", 5), ("c", 5))).difference is not None


def test_equal_states_flow_together_where_the_short_one_between_them_is_missing() -> None:
    apart, together = steps(("a", 5), ("b", 1), ("a", 5), ("c", 5)), steps(("a", 11), ("c", 5))
    assert align(apart, together).difference is None
    assert align(together, apart).difference is None


def test_equal_states_do_not_flow_together_over_a_long_one() -> None:
    apart, together = steps(("a", 5), ("b", 3), ("a", 5), ("c", 5)), steps(("a", 13), ("c", 5))
    assert align(apart, together).difference is not None


def test_the_best_of_all_alignments_is_found_where_the_nearest_partner_is_wrong() -> None:
    # Taking the first equal state for the first a would leave the long b without partner.
    recorded = steps(("a", 1), ("b", 5), ("a", 5), ("c", 5))
    replayed = steps(("b", 5), ("a", 1), ("c", 5))
    assert align(recorded, replayed).difference is None
    assert partners(align(recorded, replayed)) == "b a c"


def test_of_two_partners_the_nearer_in_time_is_taken() -> None:
    recorded = steps(("a", 3), ("b", 0.1), ("a", 3), ("b", 0.1), ("a", 9))
    replayed = steps(("a", 6.1), ("b", 0.1), ("a", 9))
    matched = [row for row in align(recorded, replayed).rows if row.recorded and row.replayed]
    assert [(row.recorded.at, row.replayed.at) for row in matched if row.recorded and row.replayed][-2:] == [
        (6100, 6100),
        (6200, 6200),
    ]


def test_a_record_that_stops_in_a_state_need_not_show_what_follows() -> None:
    went_on, stopped = steps(("a", 50), ("b", 8), ("c", 2.5), end=62_000), steps(("a", 53), ("b", 9), end=62_000)
    assert align(went_on, stopped).difference is None
    assert align(stopped, went_on).difference is None
    assert partners(align(went_on, stopped)) == "a b"


def test_a_record_that_stops_in_a_state_is_overdue_after_its_upper_bound() -> None:
    went_on, stuck = steps(("a", 5), ("b", 8), ("c", 9)), steps(("a", 5), ("b", 9))
    assert align(went_on, stuck).difference is not None
    assert align(stuck, went_on).difference is not None


def test_nothing_agrees_with_nothing_only() -> None:
    assert align((), ()).difference is None
    assert align(steps(("a", 5)), ()).difference == 0

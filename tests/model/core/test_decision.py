"""Decision: the log keeps what was decided only while somebody asks, and tells repetitions once."""

from __future__ import annotations

from podlaw.model.core.decision import NOBODY_ASKS, DecisionLog, Reason, without_repetitions
from podlaw.model.core.rule import Rule
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.time import Millis

WEB = ObjectMeta(name="web", namespace="default", uid="u1")
WAIT = Reason(Rule("X-1", "somewhere", "it waits"), "wait", {"exitCode": 1}, "app")
START = Reason(Rule("X-1", "somewhere", "it waits"), "start", {"exitCode": 1}, "app")
OTHER = Reason(Rule("X-2", "somewhere", "it goes on"), "go on", {})


class Clock:
    """Goes on by a second whenever somebody looks."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> Millis:
        self.now += 1000
        return Millis(self.now)


def test_a_closed_log_keeps_nothing() -> None:
    NOBODY_ASKS.write("kubelet n", WEB, WAIT)
    assert not NOBODY_ASKS.is_open
    assert NOBODY_ASKS.entries == []


def test_a_decision_knows_when_and_by_whom_it_was_taken_and_about_what() -> None:
    log = DecisionLog(Clock())
    log.write("kubelet n", WEB, WAIT, OTHER)
    first, second = log.entries
    assert (first.at, first.who, first.namespace, first.uid) == (1000, "kubelet n", "default", "u1")
    assert (first.subject, second.subject) == ("pod/web container=app", "pod/web")


def test_the_same_decision_in_a_row_is_told_once_with_its_count() -> None:
    log = DecisionLog(Clock())
    for reason in (WAIT, OTHER, WAIT, START, WAIT):
        log.write("kubelet n", WEB, reason)
    told = [(each.decision.reason.outcome, each.count, each.last) for each in without_repetitions(log.entries)]
    assert told == [("wait", 2, 3000), ("go on", 1, 2000), ("start", 1, 4000), ("wait", 1, 5000)]


def test_a_log_may_be_open_for_some_rules_only() -> None:
    log = DecisionLog(Clock(), (OTHER.rule,))
    log.write("kubelet n", WEB, WAIT, OTHER)
    assert [each.reason for each in log.entries] == [OTHER]
    assert (log.is_open, log.asks_for(OTHER.rule), log.asks_for(WAIT.rule)) == (False, True, False)


def test_decisions_about_two_things_by_one_rule_are_told_apart() -> None:
    one, two = (Reason(WAIT.rule, f"{name} probe: success", {}, "app") for name in ("liveness", "readiness"))
    log = DecisionLog(Clock())
    for reason in (one, two, one, two):
        log.write("kubelet n", WEB, reason)
    assert [each.count for each in without_repetitions(log.entries)] == [2, 2]


def test_what_two_actors_decide_is_never_a_repetition() -> None:
    log = DecisionLog(Clock())
    log.write("kubelet n", WEB, WAIT)
    log.write("kubelet m", WEB, WAIT)
    assert [each.count for each in without_repetitions(log.entries)] == [1, 1]

"""Judge: Pods are followed apart, a breach is told once, and a restarted kubelet is heard by all."""

from __future__ import annotations

from attrs import evolve

from podlaw.properties.judge import Judge
from podlaw.properties.law import Breach
from podlaw.properties.laws import find_laws, laws_of_records
from podlaw.properties.laws.observed.examples import created, ended, exited, pod, seen, status
from podlaw.properties.record import Call

TWICE = (*created(1.0), exited(1, 2.0), *created(3.0), exited(1, 4.0), created(7.0)[0])


def judged(*items: object) -> list[Breach]:
    """What BOFF-1 says of these."""
    judge = Judge(find_laws("BOFF-1"))
    for item in items:
        judge.hear(item)  # type: ignore[arg-type]  # items of a record
    return judge.breaches


def test_a_breach_is_told_with_the_item_that_made_it() -> None:
    (breach,) = judged(*TWICE)
    assert breach.witness == "7.000s CreateContainer of web/app, too early"


def test_two_pods_are_not_mistaken_for_one() -> None:
    halves = [evolve(call, uid="another") if at % 2 else call for at, call in enumerate(TWICE)]
    assert judged(*halves) == []


def test_a_restarted_kubelet_has_forgotten_its_back_off() -> None:
    assert judged(*TWICE[:-1], Call(4.5, "start-kubelet", "", ""), TWICE[-1]) == []


def test_a_law_that_a_pod_has_broken_is_not_told_of_again() -> None:
    assert len(judged(*TWICE, exited(1, 8.0), created(9.0)[0], exited(1, 10.0), created(11.0)[0])) == 1


def test_the_verdict_is_one_line() -> None:
    judge = Judge(laws_of_records())
    assert judge.verdict == f"{len(judge.laws)} laws checked on 0 observations: all hold"
    judge.observe(seen(pod("Pending", meta={"resourceVersion": "1"})))
    judge.observe(seen(pod("Unknown", status(ended(0)), meta={"resourceVersion": "2"}), 2.0))
    assert judge.verdict.endswith("on 2 observations: POD-PHASE-1 broken")

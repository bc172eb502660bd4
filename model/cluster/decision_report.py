"""Decision report: which rule made each decision of a run, as rows of text for people and as plain data for programs."""

from __future__ import annotations

from typing import Any

from ..core.decision import Decision, Input, Reason, Repeated, without_repetitions
from ..kubelet.agent.kill_reasons import HOOKS
from ..kubelet.crash_loop import BEGUN
from .run import Run
from .run_report import Table
from .timeline import ago, moment


def decisions_table(run: Run) -> Table:
    """The decisions by time; one that was taken again from the same inputs is counted in its first row."""
    headings = ("TIME", "WHO", "OBJECT", "RULE", "DECISION", "FROM")
    rows = (
        (
            moment(each.decision.at - run.start), each.decision.who, each.decision.subject, each.decision.reason.rule.id,
            _outcome(each), _inputs(each.decision),
        )
        for each in without_repetitions(run.cluster.decisions.entries)
    )  # fmt: skip
    return Table(headings, tuple(rows))


def happenings_table(run: Run) -> Table:
    """Ends of hooks, and the answers of probes and the back-offs that are not as they were the last time."""
    rows, last = [], dict[tuple[str, ...], str]()
    for each in run.cluster.decisions.entries:
        reason = each.reason
        text = reason.about if reason.rule == BEGUN else reason.outcome  # what is left of a back-off is always new
        subject = (each.uid, reason.container, "" if reason.rule == BEGUN else reason.about)
        if reason.rule in HOOKS or last.get(subject) != text:
            last[subject] = text
            rows.append((moment(each.at - run.start), f"pod/{each.pod}", reason.container, _told(reason)))
    return Table(("TIME", "OBJECT", "CONTAINER", "WHAT HAPPENED"), tuple(rows))


def _told(reason: Reason) -> str:
    """`liveness probe: failure 1/2 (scripted failure)`."""
    more = reason.inputs.get("text") or reason.inputs.get("failure") or reason.inputs.get("took")
    return f"{reason.outcome} ({more})" if more else reason.outcome


def decision_entry(run: Run, decision: Decision) -> dict[str, Any]:
    """One decision; the rule with its source and its words."""
    reason = decision.reason
    entry: dict[str, Any] = {
        "at": (decision.at - run.start) / 1000, "who": decision.who, "namespace": decision.namespace,
        "pod": decision.pod, "uid": decision.uid,
    }  # fmt: skip
    if reason.container:
        entry["container"] = reason.container
    rule = {"id": reason.rule.id, "source": reason.rule.source, "words": reason.rule.words}
    inputs = {name: list(each) if isinstance(each, tuple) else each for name, each in reason.inputs.items()}
    return {**entry, "rule": rule, "outcome": reason.outcome, "inputs": inputs}


def _outcome(each: Repeated) -> str:
    """`nothing to do (x4 over 3m)`."""
    again = f" (x{each.count} over {ago(each.decision.at, each.last)})" if each.count > 1 else ""
    return each.decision.reason.outcome + again


def _inputs(decision: Decision) -> str:
    """`exitCode=1; restartPolicy=Always`."""
    return "; ".join(f"{name}={_plain(each)}" for name, each in decision.reason.inputs.items())


def _plain(value: Input) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)

"""checker: it can stand beside a live watch, and forgets the Pods that are gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from podlaw.properties.laws import laws_of_records
from podlaw.properties.trace import RECORDING, WATCH, BadTrace, TraceChecker, check_events
from podlaw.properties.trace.formats import Shown
from podlaw.properties.trace.knowledge import HOLD_OVER_GAPS, NEED_THE_BEGINNING

RECORD = Path(__file__).parents[2] / "data" / "records" / "term-grace-5.json"


def events() -> list[dict[str, Any]]:
    watch = json.loads(RECORD.read_text("utf-8"))["watch"]
    return [
        {"type": entry["type"], "object": {"kind": "Pod", **entry["object"]}, "at": entry["at"]}
        for entry in watch
        if entry["kind"] == "Pod"
    ]


def test_an_iterator_of_watch_events_is_judged() -> None:
    assert check_events(iter(events())).is_accepted


def test_the_first_impossible_event_is_told_when_it_comes() -> None:
    checker = TraceChecker("live", WATCH)
    shown = events()
    shown[3]["object"]["spec"]["nodeName"] = "elsewhere"
    found = [checker.see(Shown(n, "Pod", event["type"], event["object"])) for n, event in enumerate(shown)]
    assert not any(found[:3])
    assert "API-7" in [rejection.breach.law.id for rejection in found[3]]


def test_what_is_no_watch_event_is_refused() -> None:
    with pytest.raises(BadTrace, match="events:1: not a watch event"):
        check_events([{"kind": "Pod"}])


def test_a_stream_of_ever_new_pods_leaves_nothing_behind() -> None:
    checker = TraceChecker("live", WATCH)
    for life in range(20):
        for event in events():
            shown = event["object"]
            shown["metadata"]["uid"] = f"uid-{life}"
            checker.see(Shown(1, "Pod", event["type"], shown))
    assert checker.verdict().coverage.pods == 20
    assert checker.pods_held == 0


def test_every_law_that_knowledge_names_is_there() -> None:
    names = {law.name for law in laws_of_records()}
    assert {*HOLD_OVER_GAPS, *NEED_THE_BEGINNING} <= names


def test_of_a_recording_every_law_of_records_is_asked() -> None:
    assert TraceChecker("x", RECORDING).verdict().coverage.laws == len(laws_of_records())

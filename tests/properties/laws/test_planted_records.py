"""Bugs planted in recordings: each is noticed by the law that it breaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from podlaw.properties.judge import Judge
from podlaw.properties.laws import laws_of_records
from podlaw.properties.reading import items

RECORDS = Path(__file__).parents[2] / "data" / "records"
Document = dict[str, Any]


def call(document: Document, name: str, container: str) -> dict[str, Any]:
    """The first such call."""
    return next(c for c in document["cri"] if c["call"] == name and c.get("container", "") == container)


def last(document: Document, phase: str) -> dict[str, Any]:
    """The last Pod that the watch shows in this phase."""
    entries = [entry for entry in document["watch"] if entry["type"] == "MODIFIED"]
    shown: list[dict[str, Any]] = [e["object"] for e in entries if e["object"]["status"]["phase"] == phase]
    return shown[-1]


def kill_early(document: Document) -> None:
    call(document, "SIGKILL", "app")["at"] -= 2


def start_the_app_before_init(document: Document) -> None:
    ended = call(document, "exit", "i2")["at"]
    for name in ("CreateContainer", "StartContainer"):
        call(document, name, "app")["at"] = ended - 0.3


def start_after_the_end(document: Document) -> None:
    gone = document["watch"][-1]["at"]
    for name in ("CreateContainer", "StartContainer"):
        again = dict(call(document, name, "app"))
        document["cri"].append(
            {**again, "at": gone - 0.01, "detail": {**again["detail"], "id": "another", "attempt": 1}}
        )


def run_again_after_the_end(document: Document) -> None:
    last(document, "Failed")["status"]["phase"] = "Running"


def stay_ready(document: Document) -> None:
    for condition in last(document, "Failed")["status"]["conditions"]:
        condition["status"] = "True"


def move_to_another_node(document: Document) -> None:
    last(document, "Running")["spec"]["nodeName"] = "node-99"


def forget_a_restart(document: Document) -> None:
    last(document, "Running")["status"]["containerStatuses"][0]["restartCount"] = 0


def restart_at_once(document: Document) -> None:
    """The second restart comes a second after the end before it."""
    ends = [c for c in document["cri"] if c["call"] == "exit"]
    for entry in document["cri"]:
        if entry["call"] in ("CreateContainer", "StartContainer") and entry["at"] > ends[1]["at"]:
            entry["at"] = ends[1]["at"] + (1.0 if entry["call"] == "CreateContainer" else 1.03)


def fail_every_startup(document: Document) -> None:
    for entry in document["cri"]:
        if entry["detail"].get("cmd") == "startup":
            entry["detail"]["exit"] = 1


def ask_at_once(document: Document) -> None:
    """The first question comes 100 ms after the start, and all probes have a delay."""
    question = next(c for c in document["cri"] if c["call"] == "ExecSync")
    started = call(document, "StartContainer", question["container"])["at"]
    question["at"] = started + 0.1
    for entry in document["watch"]:
        for container in entry["object"]["spec"]["containers"]:
            for kind in ("startupProbe", "livenessProbe"):
                container[kind]["initialDelaySeconds"] = 10


def never_answer_well(document: Document) -> None:
    for entry in document["cri"]:
        if entry["call"] == "HTTP":
            entry["detail"]["status"] = 400


def have_a_longer_deadline(document: Document) -> None:
    for entry in document["watch"]:
        entry["object"]["spec"]["activeDeadlineSeconds"] = 1000


def start_the_rejected(document: Document) -> None:
    rejected = next(e["object"] for e in document["watch"] if e["object"]["status"].get("reason"))
    again = dict(document["cri"][-1])
    document["cri"].append(
        {**again, "uid": rejected["metadata"]["uid"], "pod": rejected["metadata"]["name"], "at": 9.0}
    )


def evict_the_critical(document: Document) -> None:
    for entry in document["watch"]:
        entry["object"]["spec"]["priority"] = 2_000_001_000


def signal_all_at_once(document: Document) -> None:
    """Sidecars are told to stop when the first container is."""
    stops = [c for c in document["cri"] if c["call"] == "StopContainer"]
    for entry in stops:
        entry["at"] = stops[0]["at"] + 0.01
    document["cri"].sort(key=lambda entry: entry["at"])


@pytest.mark.parametrize(
    ("scenario", "plant", "law"),
    [
        ("term-grace-5", kill_early, "TERM-1"),
        ("init-main-completes-never", start_the_app_before_init, "INIT-3"),
        ("term-grace-5", start_after_the_end, "PW-2"),
        ("term-grace-5", start_after_the_end, "RST-2"),
        ("term-grace-5", run_again_after_the_end, "POD-PHASE-2"),
        ("term-grace-5", stay_ready, "COND-3"),
        ("term-grace-5", move_to_another_node, "API-7"),
        ("single-fails-twice-then-completes-onfailure", forget_a_restart, "CTR-2"),
        ("single-fails-twice-then-completes-onfailure", restart_at_once, "BOFF-1"),
        ("probe-startup-ok-then-liveness-fails", fail_every_startup, "PRB-4"),
        ("probe-startup-ok-then-liveness-fails", ask_at_once, "PRB-5"),
        ("netprobe-http-initial-delay", never_answer_well, "PRB-10"),
        ("rands-0060", have_a_longer_deadline, "ADL-1"),
        ("admit-outofmemory-second", start_the_rejected, "ADM-1"),
        ("pressure-one-pod", evict_the_critical, "EV-2"),
        ("rands-0026", signal_all_at_once, "SC-3"),
    ],
)
def test_a_planted_bug_is_noticed(scenario: str, plant: Callable[[Document], None], law: str) -> None:
    document = json.loads((RECORDS / f"{scenario}.json").read_text())
    plant(document)
    judge = Judge(laws_of_records())
    for item in items(document):
        judge.hear(item)
    assert law in {breach.law.id for breach in judge.breaches}
    assert law in judge.verdict

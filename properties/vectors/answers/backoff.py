"""backoff: the answers to backoff.jsonl (KRM doBackOff, IMG EnsureImageExists)."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.back_off import BackOffEntry, after_pull, crash_loop_wait
from ....model.kubelet.rules.image import ERR_IMAGE_PULL, ImageDecision, image_decision
from ....model.objects.time import Millis
from ..structure import Given


def answer(given: Given) -> dict[str, Any]:
    """One answer a step."""
    return {"steps": crash_steps(given) if given["kind"] == "crash" else image_steps(given)}


def crash_steps(given: Given) -> list[dict[str, Any]]:
    """kind crash: each image has an entry of its own."""
    entries: dict[str, BackOffEntry | None] = {}
    answers = []
    for step in given["steps"]:
        image = step["image"]
        entry, left = crash_loop_wait(entries.get(image), millis(step["now"]), millis(step["finishedAt"]))
        entries[image] = entry
        answers.append({"backingOff": left > 0, "delaySeconds": delay_seconds(entry)})
    return answers


def image_steps(given: Given) -> list[dict[str, Any]]:
    """kind image: one image, looked for and perhaps pulled again and again."""
    entry: BackOffEntry | None = None
    answers = []
    for step in given["steps"]:
        now = millis(step["now"])
        decision = image_decision(
            given["image"], given["imagePullPolicy"], present=step["present"], entry=entry, now=now
        )
        error = "" if decision is ImageDecision.USE_LOCAL else decision.value
        if decision is ImageDecision.PULL:
            succeeded = step["pull"] == "ok"
            error = "" if succeeded else ERR_IMAGE_PULL
            entry = after_pull(entry, now, succeeded)
        pulled = decision is ImageDecision.PULL
        answers.append({"pulled": pulled, "error": error, "delaySeconds": delay_seconds(entry)})
    return answers


def millis(seconds: int) -> Millis:
    """Seconds of the vectors in milliseconds."""
    return Millis(seconds * 1000)


def delay_seconds(entry: BackOffEntry | None) -> int:
    """The delay in force; 0 without an entry."""
    return 0 if entry is None else entry.delay // 1000

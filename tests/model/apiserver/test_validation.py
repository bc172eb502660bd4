"""validation: the recorded errors, one manifest for nearly every kind of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from podlaw.model.apiserver.defaults import default_pod
from podlaw.model.apiserver.prepare import prepare_for_create
from podlaw.model.apiserver.validation.field_error import FieldError
from podlaw.model.apiserver.validation.pod import validate_pod
from podlaw.model.objects.located import locate
from podlaw.model.objects.pod import Pod
from podlaw.model.objects.structure import structure

RECORDED = Path(__file__).parents[2] / "data" / "vectors" / "validation.jsonl"
CASES = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_manifest_has_the_recorded_errors(case: dict[str, Any]) -> None:
    pod, flaws = structure(Pod, locate(case["in"]["manifest"]), strict=False)
    assert bool(flaws) == ("decodeError" in case["out"])
    if flaws:
        return
    assert pod is not None
    found = Counter(
        (f"FieldValue{e.type}", e.field, e.detail) for e in validate_pod(prepare_for_create(default_pod(pod)))
    )
    assert found == Counter((e["type"], e["field"], e.get("detail", "")) for e in case["out"]["errors"])


def test_the_recorded_manifests_are_of_both_kinds() -> None:
    assert {case["out"]["valid"] for case in CASES} == {True, False}


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FieldError("Required", "a"), "required value"),
        (FieldError("Required", "a", "must be there"), "required value: must be there"),
        (FieldError("Invalid", "a", "must be 1"), "must be 1"),
        (FieldError("NotSupported", "a", 'supported values: "b"'), 'unsupported value: supported values: "b"'),
    ],
)
def test_an_error_is_told_in_a_sentence(error: FieldError, sentence: str) -> None:
    assert error.sentence() == sentence

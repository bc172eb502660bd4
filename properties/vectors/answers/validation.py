"""validation: the answers to validation.jsonl (VAL ValidatePodCreate behind decoding and defaulting)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ....model.apiserver.decode import Undecodable, decode_pod
from ....model.apiserver.defaults import default_pod
from ....model.apiserver.prepare import prepare_for_create
from ....model.apiserver.validation.field_error import FieldError
from ....model.apiserver.validation.pod import validate_pod
from ..structure import Given


def answer(given: Given) -> dict[str, Any]:
    """The errors of the manifest, or that it cannot be decoded."""
    try:
        pod = decode_pod(given["manifest"])
    except Undecodable as error:
        return {"valid": False, "decodeError": str(error)}
    errors = validate_pod(prepare_for_create(default_pod(pod)))
    return {"valid": not errors, "errors": as_recorded(errors)}


def as_recorded(errors: Iterable[FieldError]) -> list[dict[str, str]]:
    """The errors under the names of field.ErrorType."""
    return [{"type": f"FieldValue{error.type}", "field": error.field, "detail": error.detail} for error in errors]

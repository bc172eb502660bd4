"""defaults: the answers to defaults.jsonl (DEF SetDefaults_Pod and its kin, STRAT PrepareForCreate)."""

from __future__ import annotations

from typing import Any

from ....model.apiserver.decode import decode_pod
from ....model.apiserver.defaults import default_pod
from ....model.apiserver.prepare import prepare_for_create
from ..structure import Given, unstructure


def answer(given: Given) -> dict[str, Any]:
    """The Pod as it would be stored."""
    return {"object": unstructure(prepare_for_create(default_pod(decode_pod(given["manifest"]))))}

"""selectors: the answers to selectors.jsonl (labels.Parse, LabelSelectorAsSelector)."""

from __future__ import annotations

from typing import Any

from ....model.objects.selector_text import parse_selector
from ....model.objects.selectors import BadSelector, label_selector
from ..structure import Given


def answer(given: Given) -> dict[str, Any]:
    """The selector as text and what it matches, or why it cannot be read."""
    wanted = given.get("selector")
    try:
        selector = parse_selector(wanted or "") if given["kind"] == "string" else label_selector(wanted)
    except BadSelector as error:
        return {"error": str(error)}
    return {
        "canonical": str(selector),
        "empty": selector.is_empty,
        "matches": [selector.matches(labels) for labels in given["labelSets"]],
    }

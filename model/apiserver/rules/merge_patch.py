"""merge_patch: what a PATCH makes of an object's plain data (strategic merge, as far as names are the merge keys)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

BY_NAME = ("containers", "initContainers", "volumes", "env", "imagePullSecrets", "volumeClaimTemplates")
"""Lists whose items are merged by their name (patchMergeKey); all other lists are replaced."""


def merge_patch(data: Any, patch: Any, field: str = "") -> Any:
    """The data with the patch applied: mappings are merged, null takes away, lists of named things are merged by name."""
    if isinstance(patch, Mapping):
        merged = dict(data) if isinstance(data, Mapping) else {}
        for key, value in patch.items():
            if value is None:
                merged.pop(key, None)
            else:
                merged[key] = merge_patch(merged.get(key), value, key)
        return merged
    if field in BY_NAME and isinstance(patch, Sequence) and isinstance(data, Sequence):
        return _merged_lists(data, patch)
    return patch


def _merged_lists(items: Sequence[Any], patch: Sequence[Any]) -> list[Any]:
    by_name = {each["name"]: each for each in items}
    for each in patch:
        by_name[each["name"]] = merge_patch(by_name.get(each["name"]), each)
    return list(by_name.values())

"""update: the answers to update.jsonl (rest BeforeUpdate with the pod strategies)."""

from __future__ import annotations

from typing import Any

from ....model.apiserver.decode import Undecodable, decode_pod
from ....model.apiserver.defaults import default_pod
from ....model.apiserver.rules.rejection import Rejected
from ....model.apiserver.rules.update import Invalid, update_pod
from ..structure import Given
from .validation import as_recorded


def answer(given: Given) -> dict[str, Any]:
    """The new generation, or why the update is refused."""
    try:
        old, new = default_pod(decode_pod(given["old"])), default_pod(decode_pod(given["new"]))
        updated = update_pod(old, new, given.get("subresource", ""))
    except Undecodable as error:
        return {"valid": False, "decodeError": str(error)}
    except Invalid as error:
        return {"valid": False, "errors": as_recorded(error.errors)}
    except Rejected as error:
        return {"valid": False, "requestError": error.reason}
    generation = updated.metadata.generation
    return {"valid": True, "specChanged": generation > old.metadata.generation, "generation": generation}

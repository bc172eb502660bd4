"""Update: what a PUT makes of a stored Pod, or why it is refused (rest BeforeUpdate, STRAT; semantics B.31)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from ...objects.meta import ObjectMeta
from ...objects.pod import Pod
from ..prepare import with_positive_grace
from ..validation.field_error import FieldError
from ..validation.pod import validate_metadata_and_spec
from .ephemeral_update import validate_ephemeral_update, with_ephemeral_containers_of
from .metadata_update import metadata_for_update, validate_metadata_update
from .rejection import Rejected
from .resize import validate_resize, with_resources_of
from .same_spec import same_spec
from .spec_update import validate_spec_update
from .status_update import validate_status_update


class Invalid(Rejected):
    """The update breaks rules; `.errors` are all that the API server lists."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("Invalid", "; ".join(f"{error.field}: {error.sentence()}" for error in self.errors))


def update_pod(old: Pod, new: Pod, subresource: str = "") -> Pod:
    """The Pod as it is stored after a PUT of `new`, both with their defaults. `subresource`: "" for the Pod itself, or
    status, ephemeralcontainers, resize; each takes only what it owns. Raises Rejected, also Invalid."""
    if new.metadata.namespace != old.metadata.namespace:
        raise Rejected("BadRequest", "the namespace of the provided object does not match the namespace of the request")
    old, new = (evolve(each, spec=with_positive_grace(each.spec)) for each in (old, new))
    merged = evolve(_merged(old, new, subresource), metadata=_metadata(old, new, subresource))
    errors = (*validate_metadata_update(old.metadata, merged.metadata), *_errors(old, merged, subresource))
    if errors:
        raise Invalid(errors)
    if same_spec(old.spec, merged.spec):
        return merged
    return evolve(merged, metadata=evolve(merged.metadata, generation=old.metadata.generation + 1))


def _merged(old: Pod, new: Pod, subresource: str) -> Pod:
    """What the subresource owns from `new`, everything else from `old` (PrepareForUpdate)."""
    match subresource:
        case "status":
            return evolve(old, status=evolve(new.status, qosClass=old.status.qosClass))
        case "ephemeralcontainers":
            return with_ephemeral_containers_of(old, new)
        case "resize":
            return with_resources_of(old, new)
        case _:
            return evolve(new, status=old.status)


def _metadata(old: Pod, new: Pod, subresource: str) -> ObjectMeta:
    meta = metadata_for_update(old.metadata, new.metadata)
    match subresource:
        case "status":
            # old kubelets spoil the owners, so a status update leaves them alone
            return evolve(
                meta, ownerReferences=old.metadata.ownerReferences, deletionTimestamp=old.metadata.deletionTimestamp
            )
        case "ephemeralcontainers" | "resize":
            return evolve(old.metadata, name=meta.name, uid=meta.uid, resourceVersion=meta.resourceVersion)
        case _:
            return meta


def _errors(old: Pod, new: Pod, subresource: str) -> Iterable[FieldError]:
    match subresource:
        case "status":
            yield from validate_status_update(old.spec, old.status, new.status)
        case "ephemeralcontainers":
            yield from validate_metadata_and_spec(new)
            yield from validate_ephemeral_update(old, new)
        case "resize":
            yield from validate_metadata_and_spec(new)
            yield from validate_resize(old, new)
        case _:
            yield from validate_metadata_and_spec(new)
            yield from validate_spec_update(old.spec, new.spec)

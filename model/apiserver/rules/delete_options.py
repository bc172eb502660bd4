"""delete_options: which DELETE requests the API server refuses before it looks further (semantics B1.6)."""

from __future__ import annotations

from typing import Final

from ...objects.delete_options import DeleteOptions, Preconditions
from ...objects.meta import ObjectMeta
from .rejection import Rejected

PROPAGATION_POLICIES: Final = ("Foreground", "Background", "Orphan")


def check_delete_options(options: DeleteOptions) -> None:
    """Raises Rejected, Invalid, for options that contradict themselves (metav1 ValidateDeleteOptions)."""
    if options.orphanDependents is not None and options.propagationPolicy is not None:
        raise Rejected("Invalid", "orphanDependents and propagationPolicy must not be set together")
    if options.propagationPolicy is not None and options.propagationPolicy not in PROPAGATION_POLICIES:
        raise Rejected("Invalid", f"propagationPolicy: {options.propagationPolicy!r} is none of {PROPAGATION_POLICIES}")
    if any(stage != "All" for stage in options.dryRun):
        raise Rejected("Invalid", f"dryRun: {options.dryRun!r} may only hold 'All'")


def check_preconditions(options: DeleteOptions, metadata: ObjectMeta) -> None:
    """Raises Rejected, Conflict, if the object is not the one that the client means (B1.6; RDEL BeforeDelete)."""
    wanted = options.preconditions or Preconditions()
    if wanted.uid is not None and wanted.uid != metadata.uid:
        raise Rejected("Conflict", f"the uid is {metadata.uid}, not {wanted.uid}: the object was made anew")
    if wanted.resourceVersion is not None and wanted.resourceVersion != metadata.resourceVersion:
        raise Rejected("Conflict", f"the resourceVersion is {metadata.resourceVersion}, not {wanted.resourceVersion}")

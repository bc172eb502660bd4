"""DeleteOptions: the body of a DELETE request; attribute names are the API's own."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Preconditions:
    """The object must be this one, or this version of it."""

    uid: str | None = None
    resourceVersion: str | None = None


@frozen(kw_only=True)
class DeleteOptions:
    """How to delete: `gracePeriodSeconds` None leaves it to the object; `dryRun` may hold only All."""

    gracePeriodSeconds: int | None = None
    preconditions: Preconditions | None = None
    propagationPolicy: str | None = None
    orphanDependents: bool | None = None
    dryRun: tuple[str, ...] = ()

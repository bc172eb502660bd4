"""deletion: what a DELETE request does to a stored Pod (semantics B1.6 to B1.11)."""

from __future__ import annotations

from attrs import evolve, frozen

from ...objects.delete_options import DeleteOptions
from ...objects.meta import ObjectMeta
from ...objects.pod import Pod, is_terminal
from ...objects.time import Millis, Time, to_api
from .delete_options import check_delete_options, check_preconditions


@frozen(kw_only=True)
class Deletion:
    """What the store is to do.

    `graceful`: write `metadata`, and remove the Pod in the same request if its grace is 0; `pending`: nothing, the
    deletion under way goes on; neither: remove the Pod at once. Finalizers hold every removal up.
    `grace` is the gracePeriodSeconds of the options, filled in.
    """

    metadata: ObjectMeta
    grace: int | None
    graceful: bool = False
    pending: bool = False


def delete_pod(pod: Pod, options: DeleteOptions, now: Millis) -> Deletion:
    """The effect of one DELETE request at `now` (RDEL BeforeDelete). Raises Rejected."""
    check_delete_options(options)
    check_preconditions(options, pod.metadata)
    asked = at_least_one_second(options.gracePeriodSeconds)
    grace = at_least_one_second(pod.metadata.deletionGracePeriodSeconds)
    metadata = evolve(pod.metadata, deletionGracePeriodSeconds=grace)
    if metadata.deletionTimestamp is None:
        return mark_deleted(metadata, first_grace(pod, asked), now)
    if not grace:
        # the Pod was to be removed at once and is still there: an earlier request did not get that far
        return Deletion(metadata=metadata, grace=asked)
    if asked is None:
        return Deletion(metadata=metadata, grace=grace, pending=True)
    if asked >= grace:
        return Deletion(metadata=metadata, grace=asked, pending=True)
    return shorten(metadata, metadata.deletionTimestamp, grace, asked, now)


def first_grace(pod: Pod, asked: int | None) -> int:
    """Seconds for a Pod not yet marked: what is asked for, else what the spec says; 0 if no kubelet runs it (B1.11;
    STRAT CheckGracefulDelete)."""
    if not pod.spec.nodeName or is_terminal(pod.status.phase):
        return 0
    grace = asked if asked is not None else pod.spec.terminationGracePeriodSeconds
    return at_least_one_second(grace) or 0


def mark_deleted(metadata: ObjectMeta, grace: int, now: Millis) -> Deletion:
    """The first mark: the moment by which the Pod has to be gone; the generation goes up by one (B1.6, A1.5)."""
    marked = evolve(
        metadata,
        deletionTimestamp=Time(to_api(now) + grace),
        deletionGracePeriodSeconds=grace,
        generation=metadata.generation + 1 if metadata.generation > 0 else metadata.generation,
    )
    return Deletion(metadata=marked, grace=grace, graceful=True)


def shorten(metadata: ObjectMeta, deadline: Time, grace: int, asked: int, now: Millis) -> Deletion:
    """A shorter grace moves the deadline back, counted from the first request, but not into the past: then the Pod
    has one more second, unless 0 is asked for (B1.8)."""
    moved = Time(deadline - grace + asked)
    if moved * 1000 < now:
        moved, new_grace = to_api(now), min(asked, 1)
    else:
        new_grace = asked
    shortened = evolve(metadata, deletionTimestamp=moved, deletionGracePeriodSeconds=new_grace)
    return Deletion(metadata=shortened, grace=asked, graceful=True)


def at_least_one_second(grace: int | None) -> int | None:
    """A negative grace counts as 1; none and 0 stay (RDEL BeforeDelete)."""
    return 1 if grace is not None and grace < 0 else grace

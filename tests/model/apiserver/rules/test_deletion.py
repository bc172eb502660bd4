"""deletion: what a DELETE request does to a stored Pod."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.model.apiserver.rules.deletion import Deletion, delete_pod
from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.objects.delete_options import DeleteOptions, Preconditions
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import PodStatus
from podlaw.model.objects.time import Millis, Time
from podlaw.properties.vectors.runner import check_file

VECTORS = Path(__file__).parents[3] / "data" / "vectors"
NOW = Millis(1_000_500)


def pod(
    *,
    node: str = "n",
    spec: int | None = 30,
    phase: str = "Running",
    deadline: int | None = None,
    grace: int | None = None,
) -> Pod:
    metadata = ObjectMeta(
        uid="u",
        resourceVersion="7",
        generation=1,
        deletionTimestamp=None if deadline is None else Time(deadline),
        deletionGracePeriodSeconds=grace,
    )
    spec_ = PodSpec(nodeName=node, terminationGracePeriodSeconds=spec)
    return Pod(metadata=metadata, spec=spec_, status=PodStatus(phase=phase))


def delete(pod: Pod, grace: int | None = None) -> Deletion:
    return delete_pod(pod, DeleteOptions(gracePeriodSeconds=grace), NOW)


def mark(deletion: Deletion) -> tuple[int | None, int | None, int]:
    metadata = deletion.metadata
    return metadata.deletionTimestamp, metadata.deletionGracePeriodSeconds, metadata.generation


def test_recorded_answers_agree() -> None:
    outcome = check_file(VECTORS / "deletion.jsonl")
    assert (outcome.agree, outcome.disagreements) == (outcome.total, ())


# fmt: off
FIRST = (  # what is special, asked, grace
    (pod(),                    None, 30),
    (pod(),                    5,    5),
    (pod(),                    -7,   1),
    (pod(spec=-10),            None, 1),
    (pod(spec=None),           None, 0),
    (pod(node=""),             60,   0),
    (pod(phase="Succeeded"),   60,   0),
    (pod(phase="Failed"),      60,   0),
)
# fmt: on


@pytest.mark.parametrize(("stored", "asked", "grace"), FIRST)
def test_the_first_request_marks_the_pod(stored: Pod, asked: int | None, grace: int) -> None:
    found = delete(stored, asked)
    assert (found.graceful, found.pending, found.grace) == (True, False, grace)
    assert mark(found) == (1000 + grace, grace, 2)


@pytest.mark.parametrize("asked", [None, 30, 60])
def test_no_longer_grace_changes_nothing(asked: int | None) -> None:
    stored = pod(deadline=1020, grace=30)
    found = delete(stored, asked)
    assert (found.pending, found.graceful, found.metadata) == (True, False, stored.metadata)


def test_a_shorter_grace_counts_from_the_first_request() -> None:
    assert mark(delete(pod(deadline=1020, grace=30), 15)) == (1005, 15, 1)


def test_a_deadline_never_moves_into_the_past() -> None:
    assert mark(delete(pod(deadline=1020, grace=30), 5)) == (1000, 1, 1)
    assert mark(delete(pod(deadline=1020, grace=30), 0)) == (1000, 0, 1)


def test_a_pod_that_should_be_gone_is_removed_at_once() -> None:
    found = delete(pod(deadline=1000, grace=0), 10)
    assert (found.graceful, found.pending) == (False, False)


@pytest.mark.parametrize("wanted", [Preconditions(uid="other"), Preconditions(resourceVersion="8")])
def test_another_object_than_the_client_means_is_a_conflict(wanted: Preconditions) -> None:
    with pytest.raises(Rejected) as refused:
        delete_pod(pod(), DeleteOptions(preconditions=wanted), NOW)
    assert (refused.value.reason, refused.value.code) == ("Conflict", 409)


def test_the_object_that_the_client_means_is_deleted() -> None:
    wanted = Preconditions(uid="u", resourceVersion="7")
    assert delete_pod(pod(), DeleteOptions(preconditions=wanted), NOW).graceful


@pytest.mark.parametrize(
    "options",
    [
        DeleteOptions(propagationPolicy="Sideways"),
        DeleteOptions(propagationPolicy="Orphan", orphanDependents=True),
        DeleteOptions(dryRun=("Some",)),
    ],
)
def test_options_that_make_no_sense_are_invalid(options: DeleteOptions) -> None:
    with pytest.raises(Rejected) as refused:
        delete_pod(pod(), options, NOW)
    assert (refused.value.reason, refused.value.code) == ("Invalid", 422)

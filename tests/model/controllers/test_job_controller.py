"""JobController: completions, back-off, failure policy, suspension, indexes, time to live."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.job import Job

from .conftest import apply, manifest, pods

DONE = {"app": {"runs": [{"after": "2s", "exit": 0}]}}
FAILS = {"app": {"runs": [{"after": "2s", "exit": 1}]}}


def job_text(restart: str = "Never", **spec: Any) -> str:
    return manifest("Job", spec, version="batch/v1", restartPolicy=restart)


def job(cluster: Cluster) -> Job:
    found = cluster.workloads.get("Job", "default", "web")
    assert isinstance(found, Job)
    return found


def conditions(cluster: Cluster) -> list[tuple[str, str]]:
    return [(each.type, each.reason) for each in job(cluster).status.conditions]


def test_it_is_complete_when_enough_pods_have_succeeded_never_more_at_once_than_allowed(cluster: Cluster) -> None:
    apply(cluster, job_text(completions=3, parallelism=2), DONE)
    most = 0
    for _ in range(40):
        cluster.advance("1s")
        most = max(most, job(cluster).status.active)
    assert (job(cluster).status.succeeded, most, len(list(pods(cluster)))) == (3, 2, 3)
    assert conditions(cluster) == [("SuccessCriteriaMet", "CompletionsReached"), ("Complete", "CompletionsReached")]
    assert not any(pod.metadata.finalizers for pod in pods(cluster))


def test_failures_are_tried_again_later_each_time_until_the_limit(cluster: Cluster) -> None:
    apply(cluster, job_text(backoffLimit=2), FAILS)
    cluster.advance("2m")
    made = [event.at for event in cluster.watch if event.kind == "Pod" and event.type == "ADDED"]
    assert [round((later - earlier) / 10_000) for earlier, later in pairwise(made)] == [1, 2]
    assert job(cluster).status.failed == 3
    assert conditions(cluster)[-1] == ("Failed", "BackoffLimitExceeded")


def test_restarts_under_on_failure_count_against_the_limit(cluster: Cluster) -> None:
    apply(cluster, job_text("OnFailure", backoffLimit=1), FAILS)
    cluster.advance("2m")
    assert conditions(cluster)[-1] == ("Failed", "BackoffLimitExceeded")
    assert list(pods(cluster)) == []


@pytest.mark.parametrize(("action", "failed", "reason"), [("FailJob", 1, "PodFailurePolicy"), ("Ignore", 0, "")])
def test_a_failure_policy_fails_the_job_at_once_or_does_not_count_the_pod(
    cluster: Cluster, action: str, failed: int, reason: str
) -> None:
    rules = [{"action": action, "onExitCodes": {"operator": "In", "values": [1]}}]
    apply(cluster, job_text(backoffLimit=0, podFailurePolicy={"rules": rules}), FAILS)
    cluster.advance("8s")
    assert job(cluster).status.failed == failed
    assert [each for _, each in conditions(cluster)] == ([reason, reason] if reason else [])


def test_a_deadline_ends_the_job_and_its_pods(cluster: Cluster) -> None:
    apply(cluster, job_text(activeDeadlineSeconds=5))
    cluster.advance("60s")
    assert conditions(cluster) == [("FailureTarget", "DeadlineExceeded"), ("Failed", "DeadlineExceeded")]
    assert list(pods(cluster)) == []


def test_an_indexed_job_gives_each_index_to_one_pod(cluster: Cluster) -> None:
    apply(cluster, job_text(completions=3, parallelism=2, completionMode="Indexed"), DONE)
    cluster.advance("60s")
    assert job(cluster).status.completedIndexes == "0-2"
    assert sorted(pod.spec.hostname for pod in pods(cluster)) == ["web-0", "web-1", "web-2"]


def test_a_success_policy_is_content_with_fewer_indexes(cluster: Cluster) -> None:
    policy = {"rules": [{"succeededCount": 1}]}
    apply(cluster, job_text(completions=3, completionMode="Indexed", successPolicy=policy), DONE)
    cluster.advance("60s")
    assert conditions(cluster)[-1] == ("Complete", "SuccessPolicy")
    assert job(cluster).status.succeeded == 1


def test_a_suspended_job_makes_no_pod(cluster: Cluster) -> None:
    apply(cluster, job_text(suspend=True), DONE)
    cluster.advance("60s")
    assert list(pods(cluster)) == []
    assert job(cluster).status.startTime is None
    assert conditions(cluster) == [("Suspended", "JobSuspended")]


def test_a_finished_job_goes_when_its_time_to_live_is_over(cluster: Cluster) -> None:
    apply(cluster, job_text(ttlSecondsAfterFinished=10), DONE)
    cluster.advance("12s")
    assert conditions(cluster)[-1][0] == "Complete"
    cluster.advance("8s")
    assert cluster.store.get("Job", "default", "web") is None
    assert list(pods(cluster)) == []

"""CronJobController: concurrency policies, missed starts, the history of Jobs."""

from __future__ import annotations

from typing import Any

from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.job import is_finished
from podlaw.model.objects.yaml_writer import write_yaml

from .conftest import apply

LONG = {"app": {"runs": [{"after": "80s", "exit": 0}], "on_sigterm": {"after": "1s", "exit": 1}}}
SHORT = {"app": {"runs": [{"after": "5s", "exit": 0}]}}


def start(cluster: Cluster, script: dict[str, Any], **spec: Any) -> None:
    pod = {"restartPolicy": "Never", "containers": [{"name": "app", "image": "i:1"}]}
    template = {"spec": {"template": {"spec": pod}}}
    whole = {"schedule": "* * * * *", "jobTemplate": template, **spec}
    data = {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tick"}, "spec": whole}
    apply(cluster, write_yaml(iter([data])), script)


def made(cluster: Cluster) -> list[int]:
    """Seconds since the beginning at which Jobs were made."""
    start = cluster.simulation.start
    return [(e.at - start) // 1000 for e in cluster.watch if (e.kind, e.type) == ("Job", "ADDED")]


def active(cluster: Cluster) -> int:
    return sum(not is_finished(job) for job in cluster.store.list("Job"))


def test_each_minute_has_its_job_named_by_the_minute(cluster: Cluster) -> None:
    start(cluster, SHORT)
    cluster.advance("185s")
    assert made(cluster) == [60, 120, 180]
    minute = cluster.simulation.start // 60_000
    names = sorted(job.metadata.name for job in cluster.store.list("Job"))
    assert names == [f"tick-{minute + index}" for index in (1, 2, 3)]


def test_allow_lets_jobs_overlap(cluster: Cluster) -> None:
    start(cluster, LONG)
    cluster.advance("130s")
    assert active(cluster) == 2


def test_forbid_makes_up_one_missed_start_the_moment_the_old_job_ends(cluster: Cluster) -> None:
    start(cluster, LONG, concurrencyPolicy="Forbid")
    cluster.advance("160s")
    assert active(cluster) == 1
    first, second = made(cluster)
    assert first == 60
    assert 141 <= second <= 144  # 80 s later it exits, within 2 s it is Succeeded, and a batch later it is counted


def test_replace_deletes_the_running_job(cluster: Cluster) -> None:
    start(cluster, LONG, concurrencyPolicy="Replace")
    cluster.advance("130s")
    assert made(cluster) == [60, 120]
    assert len(list(cluster.store.list("Job"))) == 1


def test_only_so_many_finished_jobs_are_kept(cluster: Cluster) -> None:
    start(cluster, SHORT, successfulJobsHistoryLimit=1)
    cluster.advance("290s")
    assert len(made(cluster)) == 4
    assert len(list(cluster.store.list("Job"))) == 1
    assert len(list(cluster.store.list("Pod"))) == 1


def test_a_suspended_cron_job_starts_nothing_and_then_only_what_is_not_too_late(cluster: Cluster) -> None:
    start(cluster, SHORT, suspend=True, startingDeadlineSeconds=10)
    cluster.advance("150s")
    assert made(cluster) == []
    operations.patch_workload(cluster, "CronJob", "tick", {"spec": {"suspend": False}})
    cluster.advance("40s")
    assert made(cluster) == [180]

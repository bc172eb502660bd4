"""quota: which Pods a quota counts, what it counts of them, and when it has no room."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.apiserver.rules.quota import OverQuota, charged, is_about, measured
from podlaw.model.apiserver.rules.quota_usage import is_counted, is_measured
from podlaw.model.objects.config import ConfigMap
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.resource_quota import (
    ResourceQuota,
    ResourceQuotaSpec,
    ResourceQuotaStatus,
    ScopeRequirement,
    ScopeSelector,
)
from podlaw.model.objects.status import PodStatus
from podlaw.model.objects.time import Millis, Time

NOW = Millis(100_000)


def quota(hard: dict[str, str], used: dict[str, str] | None = None, **spec: Any) -> ResourceQuota:
    status = ResourceQuotaStatus(hard=hard, used=dict.fromkeys(hard, "0") if used is None else used)
    return ResourceQuota(metadata=ObjectMeta(name="q"), spec=ResourceQuotaSpec(hard=hard, **spec), status=status)


def pod(requests: dict[str, str] | None = None, limits: dict[str, str] | None = None, **spec: Any) -> Pod:
    resources = ResourceRequirements(requests=requests or {}, limits=limits or {})
    return Pod(spec=PodSpec(containers=(Container(name="app", resources=resources),), **spec))


def refusal(of: ResourceQuota, obj: Any) -> str:
    with pytest.raises(OverQuota) as caught:
        charged([of], obj, NOW)
    return str(caught.value)


def test_a_pod_is_charged_with_all_that_the_quota_counts() -> None:
    of = quota({"pods": "2", "requests.cpu": "1", "limits.memory": "2Gi", "count/pods": "9"})
    after = charged([of], pod({"cpu": "200m"}, {"memory": "1Gi"}), NOW)[0].status
    assert after.used == {"count/pods": "1", "limits.memory": "1Gi", "pods": "1", "requests.cpu": "200m"}
    assert after.hard == of.status.hard


def test_only_what_is_exceeded_is_named_by_resource() -> None:
    of = quota({"pods": "5", "cpu": "1", "memory": "1Gi"}, {"pods": "1", "cpu": "800m", "memory": "900Mi"})
    assert refusal(of, pod({"cpu": "300m", "memory": "200Mi"})) == (
        "exceeded quota: q, requested: cpu=300m,memory=200Mi, used: cpu=800m,memory=900Mi, limited: cpu=1,memory=1Gi"
    )


def test_a_quota_on_cpu_wants_every_container_to_say_its_part() -> None:
    of = quota({"requests.cpu": "1", "limits.memory": "1Gi"})
    assert refusal(of, pod()) == "failed quota: q: must specify limits.memory for: app; requests.cpu for: app"


def test_a_quota_that_was_not_measured_refuses_and_one_without_limits_yet_does_nothing() -> None:
    assert refusal(quota({"pods": "1"}, {}), pod()) == "status unknown for quota: q, resources: pods"
    new = ResourceQuota(spec=ResourceQuotaSpec(hard={"pods": "0"}))
    assert charged([new], pod(), NOW) == []


def test_an_update_pays_only_for_what_it_adds() -> None:
    of = quota({"requests.cpu": "1"}, {"requests.cpu": "800m"})
    after = charged([of], pod({"cpu": "900m"}), NOW, before=pod({"cpu": "800m"}))
    assert after[0].status.used == {"requests.cpu": "900m"}
    assert charged([of], pod({"cpu": "100m"}), NOW, before=pod({"cpu": "800m"})) == []


@pytest.mark.parametrize(
    ("scope", "inside", "outside"),
    [
        ("BestEffort", pod(), pod({"cpu": "1"})),
        ("NotBestEffort", pod({"cpu": "1"}), pod()),
        ("Terminating", pod(activeDeadlineSeconds=5), pod()),
        ("NotTerminating", pod(), pod(activeDeadlineSeconds=5)),
    ],
)
def test_a_scope_counts_some_pods_only(scope: str, inside: Pod, outside: Pod) -> None:
    of = quota({"pods": "1"}, scopes=(scope,))
    assert (is_about(of, inside), is_about(of, outside)) == (True, False)


@pytest.mark.parametrize(
    ("operator", "values", "names"),
    [("In", ("high",), ["high"]), ("NotIn", ("high",), ["", "low"]), ("Exists", (), ["high", "low"]), ("DoesNotExist", (), [""])],
)  # fmt: skip
def test_a_scope_selector_counts_pods_of_some_classes(operator: str, values: tuple[str, ...], names: list[str]) -> None:
    asked = ScopeRequirement(scopeName="PriorityClass", operator=operator, values=values)
    of = quota({"pods": "1"}, scopeSelector=ScopeSelector(matchExpressions=(asked,)))
    assert [name for name in ("", "high", "low") if is_about(of, pod(priorityClassName=name))] == names


def test_a_pod_that_has_ended_counts_as_an_object_only() -> None:
    ended = Pod(spec=pod().spec, status=PodStatus(phase="Failed"))
    status = measured(quota({"pods": "3", "count/pods": "3"}), [ended, pod()], NOW)
    assert status.used == {"pods": "1", "count/pods": "2"}


def test_a_pod_stuck_in_its_deletion_counts_until_its_grace_is_over_once_more() -> None:
    stuck = Pod(metadata=ObjectMeta(deletionTimestamp=Time(70), deletionGracePeriodSeconds=30))
    assert is_counted(stuck, Millis(100_000))
    assert not is_counted(stuck, Millis(100_001))


def test_other_objects_are_counted_by_number_under_both_names() -> None:
    after = charged([quota({"configmaps": "1", "count/configmaps": "1"})], ConfigMap(), NOW)
    assert after[0].status.used == {"configmaps": "1", "count/configmaps": "1"}
    assert is_measured("Deployment", "count/deployments.apps")
    assert is_measured("Pod", "requests.example.com/gpu")
    assert not is_measured("Pod", "requests.storage")

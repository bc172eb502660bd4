"""quota_scope: which Pods a ResourceQuota with scopes counts (pkg/quota/v1/evaluator/core podMatchesScopeFunc)."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects.pod import Pod
from ...objects.resource_quota import ResourceQuotaSpec, ScopeRequirement
from .qos import pod_qos

PRIORITY_CLASS = "PriorityClass"
SCOPES = (
    "Terminating",
    "NotTerminating",
    "BestEffort",
    "NotBestEffort",
    PRIORITY_CLASS,
    "CrossNamespacePodAffinity",
)
"""Those that are about Pods."""


def requirements_of(spec: ResourceQuotaSpec) -> Iterator[ScopeRequirement]:
    """The scopes as requirements that something exists, then those of the selector (getScopeSelectorsFromQuota)."""
    for scope in spec.scopes:
        yield ScopeRequirement(scopeName=scope, operator="Exists")
    if spec.scopeSelector is not None:
        yield from spec.scopeSelector.matchExpressions


def is_in_scope(spec: ResourceQuotaSpec, pod: Pod) -> bool:
    """Whether every scope of this quota holds for the Pod."""
    return all(_holds(each, pod) for each in requirements_of(spec))


def _holds(requirement: ScopeRequirement, pod: Pod) -> bool:
    deadline = pod.spec.activeDeadlineSeconds
    match requirement.scopeName:
        case "Terminating":
            return deadline is not None and deadline >= 0
        case "NotTerminating":
            return deadline is None or deadline < 0
        case "BestEffort":
            return pod_qos(pod.spec) == "BestEffort"
        case "NotBestEffort":
            return pod_qos(pod.spec) != "BestEffort"
        case "PriorityClass":
            return _has_class(requirement, pod.spec.priorityClassName)
        case "CrossNamespacePodAffinity":
            return _looks_into_other_namespaces(pod)
        case _:
            return False


def _has_class(requirement: ScopeRequirement, name: str) -> bool:
    match requirement.operator:
        case "Exists":
            return bool(name)
        case "DoesNotExist":
            return not name
        case "In":
            return bool(name) and name in requirement.values
        case _:
            return not name or name not in requirement.values


def _looks_into_other_namespaces(pod: Pod) -> bool:
    affinity = pod.spec.affinity or {}
    for kind in ("podAffinity", "podAntiAffinity"):
        given = affinity.get(kind) or {}
        terms = list(given.get("requiredDuringSchedulingIgnoredDuringExecution") or ())
        preferred = given.get("preferredDuringSchedulingIgnoredDuringExecution") or ()
        terms += [each.get("podAffinityTerm") or {} for each in preferred]
        if any(each.get("namespaces") or each.get("namespaceSelector") is not None for each in terms):
            return True
    return False

"""Pod: all that the API server holds against a new Pod (VAL ValidatePodCreate), as far as this model goes."""

from __future__ import annotations

from ...objects.pod import Pod, PodSpec, Toleration
from .containers import validate_containers
from .field_error import Errors, FieldError, duplicates, invalid, one_of
from .metadata import validate_labels, validate_metadata
from .names import between, dns_label, dns_subdomain, label_value, not_negative, qualified_name
from .volumes import validate_volumes

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
DNS_POLICIES = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
MIRROR = "kubernetes.io/config.mirror"


def validate_pod(pod: Pod) -> tuple[FieldError, ...]:
    """The errors of a Pod that has its defaults (default_pod) and is prepared for storage; their order has no meaning."""
    return (*validate_metadata(pod.metadata), *_validate_mirror(pod), *_validate_spec(pod.spec))


def _validate_mirror(pod: Pod) -> Errors:
    if MIRROR in pod.metadata.annotations and not pod.spec.nodeName:
        field = f"metadata.annotations[{MIRROR}]"
        yield FieldError("Invalid", field, "must set spec.nodeName if mirror pod annotation is set")


def _validate_spec(spec: PodSpec) -> Errors:
    errors, volumes = validate_volumes(spec.volumes)
    yield from errors
    yield from validate_containers(spec, volumes)
    if spec.ephemeralContainers:
        yield FieldError("Forbidden", "spec.ephemeralContainers", "cannot be set on create")
    yield from one_of("spec.restartPolicy", spec.restartPolicy, ("Always", "OnFailure", "Never"))
    yield from one_of("spec.dnsPolicy", spec.dnsPolicy, DNS_POLICIES)
    if spec.preemptionPolicy is not None:
        yield from one_of("spec.preemptionPolicy", spec.preemptionPolicy, ("PreemptLowerPriority", "Never"))
    yield from invalid("spec.terminationGracePeriodSeconds", not_negative(spec.terminationGracePeriodSeconds or 0))
    if spec.activeDeadlineSeconds is not None:
        yield from invalid("spec.activeDeadlineSeconds", between(spec.activeDeadlineSeconds, 1, 2**31 - 1))
    yield from validate_labels("spec.nodeSelector", spec.nodeSelector)
    yield from _validate_names(spec)
    yield from _validate_gates(spec)
    for index, toleration in enumerate(spec.tolerations):
        yield from _validate_toleration(toleration, f"spec.tolerations[{index}]")
    if spec.hostUsers is False and spec.hostNetwork:
        yield FieldError("Forbidden", "spec.hostNetwork", "when `hostUsers` is false")
    if spec.shareProcessNamespace and spec.hostPID:
        detail = "ShareProcessNamespace and HostPID cannot both be enabled"
        yield FieldError("Invalid", "spec.securityContext.shareProcessNamespace", detail)


def _validate_names(spec: PodSpec) -> Errors:
    for field in ("nodeName", "serviceAccountName", "priorityClassName", "runtimeClassName"):
        if name := getattr(spec, field):
            yield from invalid(f"spec.{field}", dns_subdomain(name))
    for field in ("hostname", "subdomain"):
        if name := getattr(spec, field):
            yield from invalid(f"spec.{field}", dns_label(name))


def _validate_gates(spec: PodSpec) -> Errors:
    for index, gate in enumerate(spec.readinessGates):
        yield from invalid(f"spec.readinessGates[{index}].conditionType", qualified_name(gate.conditionType))
    places = [(f"spec.schedulingGates[{index}]", gate.name) for index, gate in enumerate(spec.schedulingGates)]
    for place, name in places:
        yield from invalid(place, qualified_name(name))
    yield from duplicates(places)
    if spec.schedulingGates and spec.nodeName:
        yield FieldError("Forbidden", "spec.nodeName", "cannot be set until all schedulingGates have been cleared")


def _validate_toleration(toleration: Toleration, path: str) -> Errors:
    if toleration.key:
        yield from invalid(f"{path}.key", qualified_name(toleration.key))
    elif toleration.operator != "Exists":
        detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        yield FieldError("Invalid", f"{path}.operator", detail)
    if toleration.tolerationSeconds is not None and toleration.effect != "NoExecute":
        yield FieldError("Invalid", f"{path}.effect", "effect must be 'NoExecute' when `tolerationSeconds` is set")
    if toleration.operator in ("Equal", ""):
        yield from invalid(f"{path}.operator", label_value(toleration.value))
    elif toleration.operator == "Exists":
        if toleration.value:
            yield FieldError("Invalid", f"{path}.operator", "value must be empty when `operator` is 'Exists'")
    else:
        compares = toleration.operator in ("Lt", "Gt")  # their gate TaintTolerationComparisonOperators is off
        if compares:
            yield FieldError("NotSupported", f"{path}.operator", 'supported values: "Equal", "Exists", "Lt", "Gt"')
        else:
            yield from one_of(f"{path}.operator", toleration.operator, ("Equal", "Exists"))
    if toleration.effect:
        yield from one_of(f"{path}.effect", toleration.effect, EFFECTS)

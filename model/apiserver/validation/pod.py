"""Pod: all that the API server holds against a new Pod (VAL ValidatePodCreate), as far as this model goes."""

from __future__ import annotations

from ...objects.pod import Pod, PodSpec, Toleration
from .affinity import validate_affinity
from .containers import validate_containers
from .ephemeral import validate_ephemeral
from .field_error import Errors, FieldError, duplicates, invalid, one_of, required
from .metadata import validate_labels, validate_metadata
from .names import between, dns_subdomain, label_value, not_negative, qualified_name
from .network import validate_network
from .pod_resources import validate_pod_resources
from .resources import validate_amounts
from .security import validate_pod_security
from .spread import validate_spread
from .volumes import validate_volumes

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
MIRROR = "kubernetes.io/config.mirror"


def validate_pod(pod: Pod) -> tuple[FieldError, ...]:
    """The errors of a Pod that has its defaults and is prepared for storage; their order has no meaning."""
    return (*validate_metadata_and_spec(pod), *_validate_create(pod.spec))


def validate_metadata_and_spec(pod: Pod) -> Errors:
    """What holds for a Pod at any time of its life (VAL validatePodMetadataAndSpec)."""
    yield from validate_metadata(pod.metadata)
    yield from _validate_mirror(pod)
    yield from validate_spec(pod.spec)


def _validate_create(spec: PodSpec) -> Errors:
    """What holds for a new Pod only."""
    if spec.ephemeralContainers:
        yield FieldError("Forbidden", "spec.ephemeralContainers", "cannot be set on create")
    if spec.schedulingGates and spec.nodeName:
        yield FieldError("Forbidden", "spec.nodeName", "cannot be set until all schedulingGates have been cleared")


def _validate_mirror(pod: Pod) -> Errors:
    if MIRROR in pod.metadata.annotations and not pod.spec.nodeName:
        field = f"metadata.annotations[{MIRROR}]"
        yield FieldError("Invalid", field, "must set spec.nodeName if mirror pod annotation is set")


def validate_spec(spec: PodSpec) -> Errors:
    """What holds for the spec of a Pod or of a template."""
    errors, volumes = validate_volumes(spec)
    yield from errors
    yield from validate_containers(spec, volumes)
    yield from validate_ephemeral(spec, volumes)
    if (spec.os or {}).get("name") != "windows":
        yield from validate_pod_resources(spec)
    yield from one_of("spec.restartPolicy", spec.restartPolicy, ("Always", "OnFailure", "Never"))
    yield from validate_network(spec)
    yield from validate_pod_security(spec.securityContext)
    yield from validate_affinity(spec.affinity)
    yield from validate_spread(spec.topologySpreadConstraints)
    yield from _validate_claims(spec)
    yield from _validate_os(spec)
    yield from validate_amounts(spec.overhead, "spec.overhead.limits")
    if spec.preemptionPolicy is not None:
        yield from one_of("spec.preemptionPolicy", spec.preemptionPolicy, ("PreemptLowerPriority", "Never"))
    yield from invalid("spec.terminationGracePeriodSeconds", not_negative(spec.terminationGracePeriodSeconds or 0))
    if spec.activeDeadlineSeconds is not None:
        yield from invalid("spec.activeDeadlineSeconds", between(spec.activeDeadlineSeconds, 1, 2**31 - 1))
    yield from validate_labels("spec.nodeSelector", spec.nodeSelector)
    yield from _validate_names(spec)
    yield from _validate_gates(spec)
    yield from validate_tolerations(spec.tolerations)


def validate_tolerations(tolerations: tuple[Toleration, ...]) -> Errors:
    for index, toleration in enumerate(tolerations):
        yield from _validate_toleration(toleration, f"spec.tolerations[{index}]")


def _validate_names(spec: PodSpec) -> Errors:
    for field in ("nodeName", "serviceAccountName", "priorityClassName", "runtimeClassName"):
        if name := getattr(spec, field):
            yield from invalid(f"spec.{field}", dns_subdomain(name))


def _validate_claims(spec: PodSpec) -> Errors:
    for index, claim in enumerate(spec.resourceClaims):
        given = [name for name in ("resourceClaimName", "resourceClaimTemplateName") if claim.get(name) is not None]
        if len(given) > 1:
            detail = "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
            yield FieldError("Invalid", f"spec.resourceClaims[{index}]", detail)
        if not given:
            detail = "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"
            yield FieldError("Invalid", f"spec.resourceClaims[{index}]", detail)


def _validate_os(spec: PodSpec) -> Errors:
    if spec.os is None:
        return
    if not spec.os.get("name"):
        yield required("spec.os.name")
    else:
        yield from one_of("spec.os", spec.os["name"], ("linux", "windows"))
    if spec.os.get("name") == "windows":
        for field in ("hostPID", "hostIPC", "hostNetwork"):
            if getattr(spec, field):
                yield FieldError("Forbidden", f"spec.{field}", "cannot be set for a windows pod")
        for field in ("runAsUser", "runAsGroup", "fsGroup"):
            if (spec.securityContext or {}).get(field) is not None:
                yield FieldError("Forbidden", f"spec.securityContext.{field}", "cannot be set for a windows pod")
        if spec.resources is not None:
            yield FieldError("Forbidden", "spec.resources", "may not be set for a windows pod")
    elif spec.os.get("name") == "linux" and (spec.securityContext or {}).get("windowsOptions") is not None:
        field = "spec.securityContext.windowsOptions"
        yield FieldError("Forbidden", field, "windows options cannot be set for a linux pod")


def _validate_gates(spec: PodSpec) -> Errors:
    for index, gate in enumerate(spec.readinessGates):
        yield from invalid(f"spec.readinessGates[{index}].conditionType", qualified_name(gate.conditionType))
    places = [(f"spec.schedulingGates[{index}]", gate.name) for index, gate in enumerate(spec.schedulingGates)]
    for place, name in places:
        yield from invalid(place, qualified_name(name))
    yield from duplicates(places)


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

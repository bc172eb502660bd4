"""Security: users, kernel settings and profiles that a Pod or container may ask for (VAL ValidateSecurityContext)."""

from __future__ import annotations

import re
from typing import Any

from ...objects.pod import PodSpec
from .field_error import Errors, FieldError, duplicates, invalid, one_of, required
from .names import between

LARGEST_ID = 2**31 - 1
SECCOMP = ("Localhost", "RuntimeDefault", "Unconfined")
SYSCTL = r"([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?"


def validate_pod_security(context: Any) -> Errors:
    """spec.securityContext."""
    if context is None:
        return
    path = "spec.securityContext"
    for field in ("runAsUser", "runAsGroup", "fsGroup"):
        yield from _validate_id(context.get(field), f"{path}.{field}")
    for index, group in enumerate(context.get("supplementalGroups", ())):
        yield from _validate_id(group, f"{path}.supplementalGroups[{index}]")
    if "fsGroupChangePolicy" in context:
        yield from one_of(f"{path}.fsGroupChangePolicy", context["fsGroupChangePolicy"], ("Always", "OnRootMismatch"))
    yield from _validate_seccomp(context.get("seccompProfile"), f"{path}.seccompProfile")
    sysctls = context.get("sysctls", ())
    for index, sysctl in enumerate(sysctls):
        name = sysctl.get("name", "")
        if not name:
            yield required(f"{path}.sysctls[{index}].name")
        elif len(name) > 253 or not re.fullmatch(SYSCTL, name):
            detail = f"must have at most 253 characters and match regex ^{SYSCTL}$"
            yield FieldError("Invalid", f"{path}.sysctls[{index}].name", detail)
    yield from duplicates((f"{path}.sysctls[{index}].name", each.get("name", "")) for index, each in enumerate(sysctls))


def validate_container_security(context: Any, path: str, spec: PodSpec) -> Errors:
    if context is None:
        return
    for field in ("runAsUser", "runAsGroup"):
        yield from _validate_id(context.get(field), f"{path}.{field}")
    yield from _validate_seccomp(context.get("seccompProfile"), f"{path}.seccompProfile")
    mount = context.get("procMount")
    if mount is not None:
        yield from one_of(f"{path}.procMount", mount, ("Default", "Unmasked"))
        if mount == "Unmasked" and spec.hostUsers is not False:
            yield FieldError("Invalid", f"{path}.procMount", "`hostUsers` must be false to use `Unmasked`")
    if context.get("allowPrivilegeEscalation") is False:
        never = "cannot set `allowPrivilegeEscalation` to false and "
        if context.get("privileged"):
            yield FieldError("Invalid", path, f"{never}`privileged` to true")
        if "CAP_SYS_ADMIN" in context.get("capabilities", {}).get("add", ()):
            yield FieldError("Invalid", path, f"{never}`capabilities.Add` CAP_SYS_ADMIN")


def _validate_id(number: int | None, field: str) -> Errors:
    if number is not None:
        yield from invalid(field, between(number, 0, LARGEST_ID))


def _validate_seccomp(profile: Any, path: str) -> Errors:
    if profile is None:
        return
    yield from one_of(f"{path}.type", profile.get("type", ""), SECCOMP)
    if profile.get("type") == "Localhost":
        if not profile.get("localhostProfile"):
            yield required(f"{path}.localhostProfile", "must be set when seccomp type is Localhost")
    elif "localhostProfile" in profile:
        detail = "can only be set when seccomp type is Localhost"
        yield FieldError("Invalid", f"{path}.localhostProfile", detail)

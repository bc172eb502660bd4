"""Volumes: which volumes a Pod may declare, and what a container may mount of them (VAL ValidateVolumes)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ...objects.pod import PodSpec
from ...objects.quantity import parse_quantity
from .claim_spec import validate_ephemeral
from .field_error import Errors, FieldError, invalid, one_of, required
from .names import dns_label

HOST_PATH_TYPES = ("", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket")
MOST_MODE = 0o777


def validate_volumes(spec: PodSpec) -> tuple[list[FieldError], set[str]]:
    """The errors, and the names that containers may mount: those of volumes without one."""
    errors: list[FieldError] = []
    names: set[str] = set()
    for index, volume in enumerate(spec.volumes):
        path = f"spec.volumes[{index}]"
        found = list(_validate_volume(volume, path, names, spec))
        if not found:
            names.add(volume["name"])
        errors.extend(found)
    return errors, names


def _validate_volume(volume: Any, path: str, names: Collection[str], spec: PodSpec) -> Errors:
    sources = sorted(((name, source) for name, source in volume.items() if name != "name"), key=_turn)
    for kind, _ in sources[1:]:
        yield FieldError("Forbidden", f"{path}.{kind}", "may not specify more than 1 volume type")
    for kind, source in sources[:1]:
        yield from _validate_source(kind, source, f"{path}.{kind}")
        if kind == "downwardAPI":
            yield from _validate_downward(source, f"{path}.{kind}")
        if kind == "projected":
            yield from _validate_projected(source, f"{path}.{kind}", spec)
    name = volume.get("name", "")
    if not name:
        yield required(f"{path}.name")
    else:
        yield from invalid(f"{path}.name", dns_label(name))
        if name in names:
            yield FieldError("Duplicate", f"{path}.name")


def _turn(source: tuple[str, Any]) -> int:
    """The API server looks at the kinds in this order; of two, the later one is refused."""
    order = ("emptyDir", "hostPath", "secret", "nfs", "persistentVolumeClaim", "downwardAPI", "configMap", "projected")
    return order.index(source[0]) if source[0] in order else len(order)


REQUIRED = {"configMap": "name", "secret": "secretName", "persistentVolumeClaim": "claimName", "image": "reference"}


def _validate_source(kind: str, source: Any, path: str) -> Errors:
    if kind in REQUIRED and not source.get(REQUIRED[kind]):
        yield required(f"{path}.{REQUIRED[kind]}")
    if kind == "emptyDir" and source.get("sizeLimit") and parse_quantity(source["sizeLimit"]).nanos < 0:
        yield FieldError("Forbidden", f"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity")
    if kind == "hostPath":
        if not source.get("path"):
            yield required(f"{path}.path")
        yield from no_backsteps(source.get("path", ""), f"{path}.path")
        yield from one_of(f"{path}.type", source.get("type", ""), HOST_PATH_TYPES)
    if kind == "ephemeral":
        yield from validate_ephemeral(source, path)
    if kind == "nfs" and not source.get("path", "").startswith("/"):
        yield FieldError("Invalid", f"{path}.path", "must be an absolute path")
    if kind in ("configMap", "secret"):
        if not 0 <= source.get("defaultMode", 0) <= MOST_MODE:
            detail = "must be a number between 0 and 0777 (octal), both inclusive"
            yield FieldError("Invalid", f"{path}.defaultMode", detail)
        for index, item in enumerate(source.get("items", ())):
            yield from _validate_item(item, f"{path}.items[{index}]")


DOWNWARD = ("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid")
SHORTEST_TOKEN = 600


def _validate_downward(source: Any, path: str) -> Errors:
    """The paths of its fields are reported without the item's index, as Kubernetes does."""
    for item in source.get("items", ()):
        if "fieldRef" in item:
            field = item["fieldRef"].get("fieldPath", "")
            if not field.startswith(("metadata.labels['", "metadata.annotations['")):
                yield from one_of(f"{path}.fieldRef.fieldPath", field, DOWNWARD)
        if "resourceFieldRef" in item and not item["resourceFieldRef"].get("containerName"):
            yield required(f"{path}.resourceFieldRef.containerName")


def _validate_projected(source: Any, path: str, spec: PodSpec) -> Errors:
    for index, projection in enumerate(source.get("sources", ())):
        token = projection.get("serviceAccountToken")
        if token is None:
            continue
        place = f"{path}.sources[{index}].serviceAccountToken"
        if not spec.serviceAccountName:
            yield FieldError("Forbidden", place, "must not be specified when serviceAccountName is not set")
        if token.get("expirationSeconds", SHORTEST_TOKEN) < SHORTEST_TOKEN:
            detail = "may not specify a duration less than 10 minutes"
            yield FieldError("Invalid", f"{place}.expirationSeconds", detail)


def _validate_item(item: Any, path: str) -> Errors:
    if not item.get("key"):
        yield required(f"{path}.key")
    if not item.get("path"):
        yield required(f"{path}.path")
    yield from local_path(item.get("path", ""), f"{path}.path")
    if item.get("path", "").startswith("..") and not item["path"].startswith("../"):
        yield FieldError("Invalid", f"{path}.path", "must not start with '..'")


def local_path(text: str, field: str) -> Errors:
    """A path inside the volume."""
    if text.startswith("/"):
        yield FieldError("Invalid", field, "must be a relative path")
    yield from no_backsteps(text, field)


def no_backsteps(text: str, field: str) -> Errors:
    if ".." in text.split("/"):
        yield FieldError("Invalid", field, "must not contain '..'")


def validate_devices(devices: tuple[Any, ...], path: str, spec: PodSpec) -> Errors:
    """A block device is a claim."""
    claims = {v.get("name") for v in spec.volumes if "persistentVolumeClaim" in v or "ephemeral" in v}
    for index, device in enumerate(devices):
        if device.get("name") not in claims:
            detail = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
            yield FieldError("Invalid", f"{path}[{index}].name", detail)


def validate_mounts(mounts: tuple[Any, ...], path: str, names: Collection[str], privileged: bool) -> Errors:
    """Each names a volume and a path of its own; some fields are reported without the index, as Kubernetes does."""
    paths: set[str] = set()
    for index, mount in enumerate(mounts):
        place = f"{path}[{index}]"
        if not mount.get("name"):
            yield required(f"{place}.name")
        if mount.get("name", "") not in names:
            yield FieldError("NotFound", f"{place}.name")
        where = mount.get("mountPath", "")
        if not where:
            yield required(f"{place}.mountPath")
        if where in paths:
            yield FieldError("Invalid", f"{place}.mountPath", "must be unique")
        paths.add(where)
        yield from local_path(mount.get("subPath", ""), f"{path}.subPath")
        if mount.get("subPathExpr"):
            if mount.get("subPath"):
                detail = "subPathExpr and subPath are mutually exclusive"
                yield FieldError("Invalid", f"{place}.subPathExpr", detail)
            yield from local_path(mount["subPathExpr"], f"{path}.subPathExpr")
        if mount.get("mountPropagation") == "Bidirectional" and not privileged:
            detail = "Bidirectional mount propagation is available only to privileged containers"
            yield FieldError("Forbidden", f"{path}.mountPropagation", detail)
        if mount.get("recursiveReadOnly") not in (None, "Disabled") and not mount.get("readOnly"):
            yield FieldError("Forbidden", f"{path}.recursiveReadOnly", "may only be specified when readOnly is true")

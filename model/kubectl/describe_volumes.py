"""Describe volumes: the volumes' part of what `kubectl describe pod` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ..objects.quantity import parse_quantity

Source = Mapping[str, Any]

# fmt: off
KINDS: Final[Mapping[str, str]] = {
    "hostPath":              "HostPath (bare host directory volume)",
    "emptyDir":              "EmptyDir (a temporary directory that shares a pod's lifetime)",
    "secret":                "Secret (a volume populated by a Secret)",
    "configMap":             "ConfigMap (a volume populated by a ConfigMap)",
    "nfs":                   "NFS (an NFS mount that lasts the lifetime of a pod)",
    "persistentVolumeClaim": "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
    "ephemeral":             "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
    "downwardAPI":           "DownwardAPI (a volume populated by information about the pod)",
    "projected":             "Projected (a volume that contains injected data from multiple sources)",
    "csi":                   "CSI (a Container Storage Interface (CSI) volume source)",
    "image":                 "Image (a container image or OCI artifact)",
}

MEMBERS: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {  # kind: (title, field, what is printed without it)
    "hostPath":              (("Path", "path", ""), ("HostPathType", "type", "<none>")),
    "emptyDir":              (("Medium", "medium", ""),),
    "secret":                (("SecretName", "secretName", ""), ("Optional", "optional", "false")),
    "configMap":             (("Name", "name", ""), ("Optional", "optional", "false")),
    "nfs":                   (("Server", "server", ""), ("Path", "path", ""), ("ReadOnly", "readOnly", "false")),
    "persistentVolumeClaim": (("ClaimName", "claimName", ""), ("ReadOnly", "readOnly", "false")),
    "csi":                   (("Driver", "driver", ""), ("FSType", "fsType", ""), ("ReadOnly", "readOnly", "false")),
    "image":                 (("Reference", "reference", ""), ("PullPolicy", "pullPolicy", "")),
}
# fmt: on


def volume_lines(volumes: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """All volumes, each with its kind; of the kinds that podlaw does not know, the name of the field stands there."""
    all_volumes = tuple(volumes)
    yield "Volumes:" if all_volumes else "Volumes:\t<none>"
    for volume in all_volumes:
        yield f"  {volume['name']}:"
        kind = next((each for each in volume if each != "name" and volume[each] is not None), "emptyDir")
        yield f"    Type:\t{KINDS.get(kind, kind)}"
        yield from (f"    {line}" for line in _members(kind, volume.get(kind) or {}))


def _members(kind: str, source: Source) -> Iterator[str]:
    yield from (f"{title}:\t{_text(source.get(name), default)}" for title, name, default in MEMBERS.get(kind, ()))
    match kind:
        case "emptyDir":
            limit = source.get("sizeLimit")
            is_limited = limit is not None and parse_quantity(str(limit)).nanos > 0
            yield f"SizeLimit:\t{limit if is_limited else '<unset>'}"
        case "ephemeral":
            yield from _claim(source.get("volumeClaimTemplate"))
        case "downwardAPI":
            yield "Items:"
            for item in source.get("items") or ():
                field = (item.get("fieldRef") or {}).get("fieldPath") or item["resourceFieldRef"]["resource"]
                yield f"  {field} -> {item['path']}"
        case "projected":
            for each in source.get("sources") or ():
                yield from _projected(each)
        case "csi":
            yield from _column("VolumeAttributes", source.get("volumeAttributes") or {}, "    \t")


def _text(value: Any, default: str) -> str:
    """As Go prints it."""
    if value is None:
        return default
    return str(value).lower() if isinstance(value, bool) else str(value)


def _projected(source: Source) -> Iterator[str]:
    for kind, title in (("secret", "SecretName"), ("configMap", "ConfigMapName")):
        if source.get(kind) is not None:
            yield f"{title}:\t{source[kind].get('name', '')}"
            yield f"Optional:\t{_text(source[kind].get('optional'), 'false')}"
            return
    if source.get("downwardAPI") is not None:
        yield "DownwardAPI:\ttrue"
    elif source.get("serviceAccountToken") is not None:
        yield f"TokenExpirationSeconds:\t{source['serviceAccountToken'].get('expirationSeconds', 3600)}"


def _claim(template: Source | None) -> Iterator[str]:
    """The claim that is made for the Pod; what only a claim that exists has, is empty."""
    if template is None:
        return
    meta, spec = template.get("metadata") or {}, template.get("spec") or {}
    yield f"StorageClass:\t{spec.get('storageClassName', '')}"
    yield f"Volume:\t{spec.get('volumeName', '')}"
    yield from _column("Labels", meta.get("labels") or {}, "\t")
    yield from _column("Annotations", meta.get("annotations") or {}, "\t", joined=": ")
    yield "Capacity:\t"
    yield "Access Modes:\t"
    yield f"VolumeMode:\t{spec.get('volumeMode', 'Filesystem')}"


def _column(title: str, values: Mapping[str, str], indent: str, *, joined: str = "=") -> Iterator[str]:
    pairs = [f"{key}{joined}{values[key]}" for key in sorted(values)] or ["<none>"]
    yield f"{title}:\t{pairs[0]}"
    yield from (f"{indent}{pair}" for pair in pairs[1:])

"""Plain defaults: what the API server fills in in those parts of a Pod that are kept as plain data (DEF)."""

from __future__ import annotations

from typing import Any

from .image_tag import image_tag

Json = dict[str, Any]

MODE = 0o644
"""The file mode of what ConfigMaps, Secrets and the downward API put into a volume."""


def default_env(entry: Json) -> Json:
    source = entry.get("valueFrom")
    return {**entry, "valueFrom": _default_references(source)} if source else entry


def default_volume(volume: Json) -> Json:
    """A volume that names no source is an emptyDir."""
    sources = {name: source for name, source in volume.items() if name != "name"}
    if not sources:
        return {**volume, "emptyDir": {}}
    return {**volume, **{name: _default_source(name, source) for name, source in sources.items()}}


def _default_source(name: str, source: Any) -> Any:
    if name in ("configMap", "secret"):
        return {"defaultMode": MODE, **source}
    if name == "downwardAPI":
        return {"defaultMode": MODE, **source, **_default_items(source)}
    if name == "projected":
        projections = [_default_projection(each) for each in source.get("sources", ())]
        return {"defaultMode": MODE, **source, "sources": projections}
    if name == "hostPath":
        return {"type": "", **source}
    if name == "image":
        policy = "Always" if image_tag(source.get("reference", "")) == "latest" else "IfNotPresent"
        return {**source, "pullPolicy": source.get("pullPolicy") or policy}
    if name == "ephemeral" and source.get("volumeClaimTemplate"):
        template = source["volumeClaimTemplate"]
        spec = {"volumeMode": "Filesystem", **template.get("spec", {})}
        return {**source, "volumeClaimTemplate": {"metadata": {}, **template, "spec": spec}}
    return source


def _default_projection(projection: Json) -> Json:
    filled = dict(projection)
    if "serviceAccountToken" in filled:
        filled["serviceAccountToken"] = {"expirationSeconds": 3600, **filled["serviceAccountToken"]}
    if "downwardAPI" in filled:
        filled["downwardAPI"] = {**filled["downwardAPI"], **_default_items(filled["downwardAPI"])}
    return filled


def _default_items(source: Json) -> Json:
    return {"items": [_default_references(each) for each in source["items"]]} if "items" in source else {}


def _default_references(source: Json) -> Json:
    """A fieldRef reads API version v1; a resourceFieldRef shows its divisor even when it is 0."""
    filled = dict(source)
    if "fieldRef" in filled:
        filled["fieldRef"] = {"apiVersion": "v1", **filled["fieldRef"]}
    if "resourceFieldRef" in filled:
        filled["resourceFieldRef"] = {"divisor": "0", **filled["resourceFieldRef"]}
    return filled

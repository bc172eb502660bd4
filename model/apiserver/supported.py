"""Supported: what a Pod may say that the running cluster does not act on yet; it is refused by name, never ignored.

Fields that no lifecycle depends on (env, command, securityContext …) are kept and need no support.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..objects.persistent_volume import PersistentVolume
from ..objects.pod import Pod

Finding = tuple[str, str]
"""A field path and a sentence."""

VOLUMES = (
    "emptyDir", "hostPath", "configMap", "secret", "downwardAPI", "projected", "persistentVolumeClaim", "ephemeral",
)  # fmt: skip
"""The kinds of volumes that are there with the Pod, or for which it waits."""

NOT_YET = "is not modelled yet"


def unsupported_features(pod: Pod) -> tuple[Finding, ...]:
    """Every (field path, sentence) of this Pod that `podlaw run` must refuse; empty for a Pod that it runs truly."""
    return tuple(finding for check in CHECKS for finding in check(pod))


def unsupported_volume(obj: Any) -> tuple[Finding, ...]:
    """What a PersistentVolume says that the running cluster does not act on; nothing for claims and classes."""
    if isinstance(obj, PersistentVolume) and obj.spec.persistentVolumeReclaimPolicy == "Recycle":
        return (("spec.persistentVolumeReclaimPolicy", f"recycling a volume {NOT_YET}"),)
    return ()


def _volumes(pod: Pod) -> Iterator[Finding]:
    for index, volume in enumerate(pod.spec.volumes):
        for kind in volume:
            if kind != "name" and kind not in VOLUMES:
                yield f"spec.volumes[{index}].{kind}", f"a volume of kind {kind} {NOT_YET}"


def _scheduling(pod: Pod) -> Iterator[Finding]:
    if pod.spec.resourceClaims:
        yield "spec.resourceClaims", f"resourceClaims {NOT_YET}"


CHECKS: tuple[Callable[[Pod], Iterator[Finding]], ...] = (
    _volumes,
    _scheduling,
)

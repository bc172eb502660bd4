"""Interrupted: the worlds in which the kubelet restarts and the node reboots at every point of a Pod's life."""

from __future__ import annotations

from ...model.cluster.fault import Strike
from ...model.cluster.pod_world import ContainerParts
from ...model.core.world import Scope, Spontaneous
from .one_pod import ALL_DELETES, shaped_pod
from .settled_pod import settled

REBOOTS = (Spontaneous("node_reboot", (Strike(),)),)
"""At most once, besides one loss of the sandbox and one restart of the kubelet."""
INIT = ContainerParts(is_init=True)
APP = ContainerParts(is_init=False)
SIDECAR = ContainerParts(is_init=False, is_sidecar=True)
HOOKED_APP = ContainerParts(is_init=False, has_hook=True)


def interrupted() -> Scope:
    """One app container; the kubelet's own steps may wait, so that a restart falls between any two of them."""
    words = "one Pod with one app container, interrupted between any two steps"
    return settled(shaped_pod("interrupted", words, (APP,), eager=False, more=REBOOTS))


def interrupted_init() -> Scope:
    """An init and an app container, in the same way."""
    words = "one Pod with an init and an app container, interrupted between any two steps"
    return settled(shaped_pod("interrupted-init", words, (INIT, APP), eager=False, more=REBOOTS))


def interrupted_sidecar() -> Scope:
    """A sidecar and an app container; the kubelet's own steps do not wait."""
    words = "one Pod with a sidecar and an app container, interrupted"
    return settled(shaped_pod("interrupted-sidecar", words, (SIDECAR, APP), more=REBOOTS))


def interrupted_end() -> Scope:
    """An app container with a preStop hook that is deleted in every way; the kubelet's own steps may wait."""
    words = (
        "one Pod with one app container with a preStop hook, deleted in every way and interrupted between any two steps"
    )
    more = (*ALL_DELETES, *REBOOTS)
    return settled(shaped_pod("interrupted-end", words, (HOOKED_APP,), eager=False, more=more))

"""Kubelet: the worlds in which the kubelet's finer points are explored: sidecars, hooks, probes, rules, deadlines, deletions."""

from __future__ import annotations

from ...model.cluster.pod_world import ContainerParts, ContainerPolicy
from ...model.core.world import Scope
from ...model.kubelet.container import RuleAction
from ...model.kubelet.container_spec import ContainerSpec, SpecState
from ...model.kubelet.rules.restart import RestartPolicy
from .one_pod import ALL_DELETES, DEBUGGED, EXITS_BY_RULE, IMAGE_UPDATES, KILLS, RESIZES, one_pod, shaped_pod

INIT = ContainerParts(is_init=True)
APP = ContainerParts(is_init=False)
SIDECAR = ContainerParts(is_init=False, is_sidecar=True)
HOOKED = ContainerParts(is_init=False, has_hook=True)
PROBED = ContainerParts(is_init=False, has_startup=True, has_liveness=True, has_readiness=True)
RULED = ContainerParts(is_init=False, policy=ContainerPolicy.NEVER, rule_on_kill=RuleAction.RESTART)
EPHEMERAL = ContainerParts(is_init=False, is_ephemeral=True, spec=ContainerSpec(SpecState.ABSENT))
PATIENT_SIDECAR = ContainerParts(is_init=False, is_sidecar=True, has_startup=True)


def unhurried() -> Scope:
    """One app container, where each of the kubelet's steps may wait as long as it likes."""
    return one_pod("unhurried", init=0, app=1, eager=False)


def sidecar() -> Scope:
    """A sidecar with a startup probe beside an app container."""
    return shaped_pod(
        "sidecar",
        "one Pod with a sidecar and an app container",
        (PATIENT_SIDECAR, APP),
        policies=(RestartPolicy.ON_FAILURE,),
    )


def hooks() -> Scope:
    """A sidecar and an app container with a preStop hook, deleted with every grace."""
    containers = (SIDECAR, HOOKED)
    words = "one Pod with a sidecar and an app container that has a preStop hook"
    return shaped_pod("hooks", words, containers, policies=(RestartPolicy.NEVER,), more=ALL_DELETES)


def probes() -> Scope:
    """One app container with all three probes."""
    return shaped_pod("probes", "one Pod with one app container that has all three probes", (PROBED,))


def restart_rules() -> Scope:
    """An app container whose own policy is Never and that has a rule for some exits."""
    return shaped_pod(
        "restart-rules", "one Pod with one app container that has restart rules", (RULED,), more=EXITS_BY_RULE
    )


def deletions() -> Scope:
    """One app container, deleted with every grace, with and without a finalizer."""
    return shaped_pod("deletions", "one Pod with one app container, deleted in every way", (APP,), more=ALL_DELETES)


def evictions() -> Scope:
    """One app container; the kubelet itself ends the Pod, by eviction or otherwise."""
    words = "one Pod with one app container, which its kubelet may evict or end otherwise"
    return shaped_pod("evictions", words, (APP,), more=KILLS)


def updates() -> Scope:
    """One app container whose image changes, and a deadline."""
    words = "one Pod with one app container whose image changes, and with a deadline"
    return shaped_pod("updates", words, (APP,), deadline=True, more=IMAGE_UPDATES)


def debugging() -> Scope:
    """One app container, and an ephemeral one that may be added at any time."""
    words = "one Pod with one app container, to which an ephemeral one is added at any time"
    policies = (RestartPolicy.ON_FAILURE,)
    return shaped_pod("debugging", words, (APP, EPHEMERAL), policies=policies, more=DEBUGGED)


def resizes() -> Scope:
    """One app container that is resized, in place or by a restart, deferred or not."""
    words = "one Pod with one app container whose resources change"
    return shaped_pod("resizes", words, (APP,), policies=(RestartPolicy.ALWAYS,), more=RESIZES)

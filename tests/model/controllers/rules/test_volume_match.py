"""volume_match: a claim may have what is large enough, of its class, modes and labels, and not another's."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from podlaw.model.controllers.rules.volume_match import best_match, why_not
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node
from podlaw.model.objects.persistent_volume import (
    ObjectReference,
    PersistentVolume,
    PersistentVolumeSpec,
    PersistentVolumeStatus,
    VolumeNodeAffinity,
)
from podlaw.model.objects.persistent_volume_claim import (
    PersistentVolumeClaim,
    PersistentVolumeClaimSpec,
    VolumeResources,
)

ONE = PersistentVolumeClaim(
    metadata=ObjectMeta(name="c", namespace="default", uid="1"),
    spec=PersistentVolumeClaimSpec(
        accessModes=("ReadWriteOnce",), resources=VolumeResources(requests={"storage": "2Gi"}), storageClassName="slow"
    ),
)


def offered(name: str = "v", size: str = "2Gi", **spec: Any) -> PersistentVolume:
    usual: dict[str, Any] = {"accessModes": ("ReadWriteOnce",), "storageClassName": "slow"}
    return PersistentVolume(
        metadata=ObjectMeta(name=name, labels={"disk": "fast"}),
        spec=PersistentVolumeSpec(capacity={"storage": size}, **{**usual, **spec}),
        status=PersistentVolumeStatus(phase="Available"),
    )


def name_of(volume: PersistentVolume | None) -> str | None:
    return None if volume is None else volume.metadata.name


@pytest.mark.parametrize(
    ("volume", "why"),
    [
        (offered(size="1Gi"), "requested PV is too small"),
        (offered(storageClassName="other"), "storageClassName does not match"),
        (offered(volumeMode="Block"), "incompatible volumeMode"),
        (offered(volumeAttributesClassName="gold"), "volumeAttributesClassName does not match"),
        (offered(accessModes=("ReadOnlyMany",)), "incompatible accessMode"),
    ],
)
def test_what_does_not_fit_is_neither_found_nor_given_by_name(volume: PersistentVolume, why: str) -> None:
    assert best_match(ONE, [volume]) is None
    assert why_not(volume, ONE) == why


def test_the_selector_chooses_by_labels() -> None:
    slow = evolve(ONE, spec=evolve(ONE.spec, selector={"matchLabels": {"disk": "slow"}}))
    assert best_match(slow, [offered()]) is None
    assert (
        name_of(best_match(evolve(ONE, spec=evolve(ONE.spec, selector={"matchLabels": {"disk": "fast"}})), [offered()]))
        == "v"
    )


def test_exact_access_modes_come_before_a_smaller_size() -> None:
    both = offered("both", "2Gi", accessModes=("ReadWriteOnce", "ReadOnlyMany"))
    assert name_of(best_match(ONE, [both, offered("exact", "9Gi")])) == "exact"


def test_a_reserved_volume_comes_first_and_is_nobody_elses() -> None:
    mine = offered("mine", "9Gi", claimRef=ObjectReference(namespace="default", name="c"))
    old = offered("old", claimRef=ObjectReference(namespace="default", name="c", uid="0"))
    assert name_of(best_match(ONE, [offered(), mine, old])) == "mine"
    assert best_match(ONE, [old]) is None


def test_a_delayed_claim_gets_only_what_is_reserved_until_there_is_a_node() -> None:
    term = {"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a"]}]}
    near = offered(nodeAffinity=VolumeNodeAffinity(required={"nodeSelectorTerms": [term]}))
    nodes = [Node(metadata=ObjectMeta(name=zone, labels={"zone": zone})) for zone in "ab"]
    assert best_match(ONE, [near], delayed=True) is None
    assert [name_of(best_match(ONE, [near], delayed=True, node=node)) for node in nodes] == ["v", None]


def test_a_volume_that_is_going_is_not_given() -> None:
    going = offered()
    assert best_match(ONE, [evolve(going, metadata=evolve(going.metadata, deletionTimestamp=1))]) is None

"""set_claims: the names and labels of an ordinal's claims, and whose going takes them with it."""

from __future__ import annotations

import pytest
from attrs import evolve

from podlaw.model.controllers.machinery.ownership import reference_to
from podlaw.model.controllers.rules.set_claims import claims_for, owners_of_claim, with_claims
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.persistent_volume_claim import PersistentVolumeClaim
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.stateful_set import ClaimRetentionPolicy, StatefulSet, StatefulSetSpec

DATA = PersistentVolumeClaim(metadata=ObjectMeta(name="data", labels={"tier": "db"}))
SPEC = StatefulSetSpec(selector={"matchLabels": {"app": "a"}}, volumeClaimTemplates=(DATA,))
SET = StatefulSet(metadata=ObjectMeta(name="web", namespace="default", uid="set"), spec=SPEC)
POD = Pod(metadata=ObjectMeta(name="web-1", namespace="default", uid="pod"), spec=PodSpec())


def test_a_claim_is_named_by_template_set_and_ordinal_and_bears_the_selected_labels() -> None:
    (claim,) = claims_for(SET, 1)
    assert (claim.metadata.name, claim.metadata.labels) == ("data-web-1", {"tier": "db", "app": "a"})


def test_a_volume_of_the_template_gives_way_to_the_claim_of_its_name() -> None:
    spec = PodSpec(volumes=({"name": "data", "emptyDir": {}}, {"name": "tmp", "emptyDir": {}}))
    assert with_claims(spec, SET, 0).volumes == (
        {"name": "data", "persistentVolumeClaim": {"claimName": "data-web-0"}},
        {"name": "tmp", "emptyDir": {}},
    )


@pytest.mark.parametrize(
    ("deleted", "scaled", "kept", "too_many"),
    [
        ("Retain", "Retain", [], []),
        ("Delete", "Retain", ["StatefulSet"], ["StatefulSet"]),
        ("Retain", "Delete", [], ["Pod"]),
        ("Delete", "Delete", ["StatefulSet"], ["Pod"]),
    ],
)
def test_the_policy_says_who_owns_the_claim(deleted: str, scaled: str, kept: list[str], too_many: list[str]) -> None:
    policy = ClaimRetentionPolicy(whenDeleted=deleted, whenScaled=scaled)
    of = evolve(SET, spec=evolve(SPEC, persistentVolumeClaimRetentionPolicy=policy))
    before = evolve(DATA, metadata=evolve(DATA.metadata, ownerReferences=(reference_to(SET),)))
    for is_scaled_down, owners in ((False, kept), (True, too_many)):
        found = owners_of_claim(before, of, POD, is_scaled_down=is_scaled_down)
        assert [each.kind for each in found] == owners


def test_a_claim_with_another_controller_is_left_alone() -> None:
    other = evolve(SET, metadata=evolve(SET.metadata, uid="other"))
    claim = evolve(DATA, metadata=evolve(DATA.metadata, ownerReferences=(reference_to(other),)))
    policy = ClaimRetentionPolicy(whenDeleted="Delete", whenScaled="Delete")
    of = evolve(SET, spec=evolve(SPEC, persistentVolumeClaimRetentionPolicy=policy))
    assert owners_of_claim(claim, of, POD, is_scaled_down=True) == claim.metadata.ownerReferences

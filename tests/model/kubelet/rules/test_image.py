"""image: whether an image is used, pulled or refused."""

from __future__ import annotations

import pytest

from podlaw.model.kubelet.rules.back_off import BackOffEntry
from podlaw.model.kubelet.rules.image import ImageDecision, image_decision
from podlaw.model.objects.time import Millis

# fmt: off
DECISIONS = (  # policy, present, in back-off, decision
    ("Always",       True,  False, ImageDecision.PULL),
    ("Always",       True,  True,  ImageDecision.IMAGE_PULL_BACK_OFF),
    ("IfNotPresent", True,  True,  ImageDecision.USE_LOCAL),
    ("IfNotPresent", False, False, ImageDecision.PULL),
    ("IfNotPresent", False, True,  ImageDecision.IMAGE_PULL_BACK_OFF),
    ("Never",        True,  False, ImageDecision.USE_LOCAL),
    ("Never",        False, True,  ImageDecision.ERR_IMAGE_NEVER_PULL),
)
# fmt: on


@pytest.mark.parametrize(("policy", "present", "backed_off", "decision"), DECISIONS)
def test_policy_presence_and_back_off_decide(
    policy: str, present: bool, backed_off: bool, decision: ImageDecision
) -> None:
    entry = BackOffEntry(10_000, Millis(0)) if backed_off else None
    assert image_decision("img:1", policy, present=present, entry=entry, now=Millis(5)) is decision


def test_a_bad_name_is_refused_before_anything_else() -> None:
    found = image_decision("BAD IMAGE", "Never", present=False, entry=None, now=Millis(0))
    assert found is ImageDecision.INVALID_IMAGE_NAME


def test_a_present_image_of_a_host_with_capital_letters_is_pulled_all_the_same() -> None:
    found = image_decision("UPPER/x", "IfNotPresent", present=True, entry=None, now=Millis(0))
    assert found is ImageDecision.PULL

"""image: whether a container's image is used as it is, pulled, or refused (semantics B.7)."""

from __future__ import annotations

from enum import Enum
from typing import Final

from ...objects.image_name import parse_image_name
from ...objects.time import Millis
from .back_off import BackOffEntry, pull_is_backed_off


class ImageDecision(Enum):
    """What the kubelet does about an image; the value of a refusal is the container's waiting reason."""

    USE_LOCAL = "use local"
    PULL = "pull"
    INVALID_IMAGE_NAME = "InvalidImageName"
    ERR_IMAGE_NEVER_PULL = "ErrImageNeverPull"
    IMAGE_PULL_BACK_OFF = "ImagePullBackOff"


ERR_IMAGE_PULL: Final = "ErrImagePull"
"""The waiting reason after a pull that failed (B7.4)."""


def image_decision(image: str, policy: str, *, present: bool, entry: BackOffEntry | None, now: Millis) -> ImageDecision:
    """The decision for one container start (B7.1 to B7.5; IMG EnsureImageExists).

    `policy` is imagePullPolicy; `present`: the node has the image; `entry`: the back-off of its pulls; `now` in
    milliseconds. An Always image is pulled although it is present.
    """
    try:
        host = parse_image_name(image).host
    except ValueError:
        return ImageDecision.INVALID_IMAGE_NAME
    # recorded in backoff.jsonl: a present image whose host has capital letters is pulled all the same
    if present and policy != "Always" and host == host.lower():
        return ImageDecision.USE_LOCAL
    if policy == "Never":
        return ImageDecision.ERR_IMAGE_NEVER_PULL
    if pull_is_backed_off(entry, now):
        return ImageDecision.IMAGE_PULL_BACK_OFF
    return ImageDecision.PULL

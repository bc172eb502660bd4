"""Image name: the tag that an image reference means, as the reference grammar of container images reads it."""

from __future__ import annotations

import re

_DOMAIN = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_HOST = rf"(?:{_DOMAIN}(?:\.{_DOMAIN})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    rf"(?:(?P<host>{_HOST})/)?(?P<path>{_PART}(?:/{_PART})*)(?::(?P<tag>\w[\w.-]{{0,127}}))?"
    r"(?P<digest>@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?",
    re.ASCII,
)


def image_tag(image: str) -> str:
    """`nginx` -> `latest`, `nginx:1.25` -> `1.25`; "" for one with a digest only and for what is no image name.

    Source: util/parsers ParseImageName.
    """
    match = _REFERENCE.fullmatch(image)
    if match is None or len(image) > 255 or re.fullmatch(r"[0-9a-f]{64}", image):
        return ""
    return match["tag"] or ("" if match["digest"] else "latest")

"""image_name: the reference by which an image is pulled, taken apart (distribution/reference ParseNormalizedNamed)."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

_HOST_PART = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_HOST = rf"(?:{_HOST_PART}(?:\.{_HOST_PART})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_PATH_PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_PATH = rf"{_PATH_PART}(?:/{_PATH_PART})*"
_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_REFERENCE: Final = re.compile(rf"({_HOST})/({_PATH})(?::({_TAG}))?(?:@({_DIGEST}))?", re.ASCII)
_IDENTIFIER: Final = re.compile(r"[a-f0-9]{64}")

DEFAULT_HOST: Final = "docker.io"
LONGEST_NAME: Final = 255
"""Characters of host and path."""


@frozen
class ImageName:
    """`reg:5000/team/app:1@sha256:…` in parts; tag and digest may be ""."""

    host: str
    path: str
    tag: str
    digest: str


def parse_image_name(image: str) -> ImageName:
    """The parts of an image name; raises ValueError for what no registry could have.

    Letters are lower case except in the host; a bare identifier of 64 hexadecimal digits is no name.
    """
    reference = _REFERENCE.fullmatch(image if _starts_with_host(image) else f"{DEFAULT_HOST}/{image}")
    if reference is None or _IDENTIFIER.fullmatch(image):
        raise ValueError(f"{image!r} is no name of an image")
    host, path, tag, digest = reference.groups(default="")
    if len(host) + 1 + len(path) > LONGEST_NAME:
        raise ValueError(f"an image name has at most {LONGEST_NAME} characters")
    return ImageName(host, path, tag, digest)


def _starts_with_host(image: str) -> bool:
    """What stands before the first slash is a host if no directory could be called so."""
    first, slash, _ = image.partition("/")
    return slash == "/" and ("." in first or ":" in first or first == "localhost" or first != first.lower())

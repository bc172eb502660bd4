"""image_name: references of images in parts."""

from __future__ import annotations

import pytest

from podlaw.model.objects.image_name import ImageName, parse_image_name

DIGEST = "sha256:" + "a" * 64

# fmt: off
NAMES = (
    ("nginx",                 ImageName("docker.io",  "nginx",    "",    "")),
    ("nginx:1.25",            ImageName("docker.io",  "nginx",    "1.25", "")),
    ("team/app",              ImageName("docker.io",  "team/app", "",    "")),
    ("localhost/app:x",       ImageName("localhost",  "app",      "x",   "")),
    ("reg:5000/a/b:1",        ImageName("reg:5000",   "a/b",      "1",   "")),
    ("REG/app",               ImageName("REG",        "app",      "",    "")),
    (f"gcr.io/a:1@{DIGEST}",  ImageName("gcr.io",     "a",        "1",   DIGEST)),
)
# fmt: on


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_is_taken_apart(text: str, name: ImageName) -> None:
    assert parse_image_name(text) == name


@pytest.mark.parametrize("text", ["", "UPPER", "a b", "a//b", "img:", "a@sha256:1", "a" * 64, "x" * 256, "my.reg/X"])
def test_what_no_registry_could_have_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="image"):
        parse_image_name(text)

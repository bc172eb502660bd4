"""Image tag: the tag that an image means, on which its default pull policy depends (DEF SetDefaults_Container)."""

from __future__ import annotations

from ..objects.image_name import parse_image_name


def image_tag(image: str) -> str:
    """`nginx` -> `latest`, `nginx:1.25` -> `1.25`; "" for one with a digest only and for what is no image name."""
    try:
        name = parse_image_name(image)
    except ValueError:
        return ""
    return name.tag or ("" if name.digest else "latest")

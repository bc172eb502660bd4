"""Svg: DOT text drawn by Graphviz's program dot, with the tooltips as titles that every browser shows."""

from __future__ import annotations

import re

ADVICE = "Graphviz's program dot draws SVG and is not here, so DOT was written: install graphviz (apt, apk, dnf, brew)."

_LINK = re.compile(r'<a xlink:title="([^"]*)">')


class NoDot(Exception):
    """There is no program `dot` on the path."""


def svg(dot: str) -> str:
    """The SVG of this DOT text; raises NoDot."""
    import graphviz

    try:
        drawn = graphviz.Source(dot).pipe(format="svg", encoding="utf-8")
    except graphviz.ExecutableNotFound as missing:
        raise NoDot from missing
    return _LINK.sub(r"<g><title>\1</title>", drawn).replace("</a>", "</g>")

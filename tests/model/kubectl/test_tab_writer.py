"""Tab writer: columns end where their cells end, as those of Go's text/tabwriter do."""

from __future__ import annotations

import pytest

from podlaw.model.kubectl.tab_writer import tabulated


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a\tb", "longer\tc"], "a       b\nlonger  c\n"),
        (["a\tb", "none", "longer\tc"], "a  b\nnone\nlonger  c\n"),
        (["a\tb\tc", "a\tlong\td", "wide one\te"], "a         b     c\na         long  d\nwide one  e\n"),
        (["Labels:\ta=1", "\tb=2"], "Labels:  a=1\n         b=2\n"),
        (["a\t", "bcd\t"], "a    \nbcd  \n"),
        ([], ""),
    ],
)
def test_a_column_is_as_wide_as_its_widest_cell(lines: list[str], text: str) -> None:
    assert tabulated(lines) == text


def test_what_follows_the_last_tab_widens_nothing() -> None:
    assert tabulated(["a\tvery very long", "b\tc\td"]) == "a  very very long\nb  c  d\n"

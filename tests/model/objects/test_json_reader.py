"""json_reader: the same trees as the YAML reader, and what only JSON can say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podlaw.model.objects.budget import MAX_DEPTH
from podlaw.model.objects.json_reader import read_json
from podlaw.model.objects.located import Unreadable, line_of, plain

Whole = st.integers(-(2**63), 2**63 - 1)
Fraction = st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer())
JSON = st.recursive(
    st.none() | st.booleans() | Whole | Fraction | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 1]))
def test_it_reads_what_python_writes(value: Any, indent: int | None) -> None:
    (document,) = read_json(json.dumps(value, indent=indent))
    assert plain(document.root) == value


def test_members_have_the_lines_of_their_keys() -> None:
    (document,) = read_json('{"a":\n  {"b": [\n    1,\n    2]}}')
    assert [line_of(document.root, path) for path in ("a", "a.b", "a.b[1]")] == [1, 2, 4]


def test_documents_may_follow_one_another() -> None:
    assert [plain(each.root) for each in read_json('{"a": 1}\n{"b": 2} [3]')] == [{"a": 1}, {"b": 2}, [3]]


def test_a_whole_number_may_be_written_as_a_fraction() -> None:
    (document,) = read_json('[30.0, 1e3, 1.5, "\\ud83d\\ude00"]')
    assert plain(document.root) == [30, 1000, 1.5, "😀"]
    assert isinstance(plain(document.root)[0], int)


def test_duplicate_keys_are_flaws() -> None:
    (document,) = read_json('{"a": {"b": 1,\n"b": 2}}')
    assert [(flaw.line, flaw.path) for flaw in document.flaws] == [(2, "a.b")]


# fmt: off
UNREADABLE = [
    ('{"a" 1}',        "1: not JSON: expected :"),
    ('{"a": 1,}',      '1: not JSON: expected a key in "quotes"'),
    ('{"a": 1\n "b"',  "2: not JSON: expected , or }"),
    ("[1, 2",          "1: not JSON: expected , or ]"),
    ("[01]",           "1: not JSON: expected a value"),
    ("[1.]",           "1: not JSON: expected a value"),
    ("[NaN]",          "1: not JSON: expected a value"),
    ("[1e999]",        "1: not JSON: 1e999 is out of range"),
    ('["a\nb"]',       "1: not JSON: invalid control character"),
    ('["\\ud83d"]',    "1: not JSON: half of a surrogate pair stands alone"),
    ('["\\x"]',        "1: not JSON: invalid \\escape"),
    ("[" * 100_000,    f"1: nested more than {MAX_DEPTH} levels deep"),
    ('{"a":' * 100_000, f"1: nested more than {MAX_DEPTH} levels deep"),
    ("9" * 5000,       "1: not JSON: expected a value"),
]
# fmt: on


@pytest.mark.parametrize(("text", "expected"), UNREADABLE)
def test_what_cannot_be_read_is_refused_at_its_line(text: str, expected: str) -> None:
    with pytest.raises(Unreadable) as caught:
        list(read_json(text))
    assert f"{caught.value.flaw.line}: {caught.value.flaw.sentence}" == expected


def test_a_hundred_levels_are_read() -> None:
    assert list(read_json("[" * MAX_DEPTH + "]" * MAX_DEPTH))


def test_a_large_document_is_refused() -> None:
    with pytest.raises(Unreadable, match="larger than 3 MiB"):
        list(read_json('["' + "x" * 3_200_000 + '"]'))

"""yaml_reader: lines, aliases, merge keys, what is refused, and the bounds."""

from __future__ import annotations

import time
import tracemalloc
from typing import Any

import pytest

from podlaw.model.objects.budget import MAX_DEPTH
from podlaw.model.objects.located import Unreadable, line_of, plain
from podlaw.model.objects.yaml_reader import read_yaml


def only(text: str) -> Any:
    (document,) = read_yaml(text)
    assert document.flaws == ()
    return plain(document.root)


def flaws(text: str) -> list[str]:
    (document,) = read_yaml(text)
    return [f"{flaw.line}: {flaw.path}: {flaw.sentence}" for flaw in document.flaws]


def refusal(text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        list(read_yaml(text))
    return f"{caught.value.flaw.line}: {caught.value.flaw.sentence}"


def test_a_member_is_found_at_its_key_and_an_item_where_it_begins() -> None:
    (document,) = read_yaml("a:\n\n  b: 1\nlist:\n- x: 1\n  w:\n    z\n-\n  - deep\n")
    lines = {path: line_of(document.root, path) for path in ("a", "a.b", "list[0]", "list[0].w", "list[1][0]", "gone")}
    assert lines == {"a": 1, "a.b": 3, "list[0]": 5, "list[0].w": 6, "list[1][0]": 9, "gone": 1}


def test_documents_come_in_order_and_empty_ones_are_left_out() -> None:
    assert [plain(each.root) for each in read_yaml("---\n# nothing\n---\na: 1\n---\n---\n- b\n...\n")] == [
        {"a": 1},
        ["b"],
    ]


def test_an_alias_stands_for_its_anchor() -> None:
    assert only("a: &x [1, {b: 2}]\nc: *x\n") == {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}


def test_a_merge_gives_what_the_mapping_does_not_say_itself_and_the_first_of_several_wins() -> None:
    text = "base: &a {x: 1, w: 1}\nother: &b {w: 2, z: 2}\nuse:\n  <<: [*a, *b]\n  x: 3\n"
    assert only(text)["use"] == {"x": 3, "w": 1, "z": 2}


def test_a_merge_below_the_keys_that_it_would_overwrite_is_refused() -> None:
    text = "base: &a {x: 1}\nuse:\n  x: 3\n  <<: *a\n"
    assert flaws(text) == ["4: use[<<]: << comes after x, which it would overwrite; write << first"]


def test_keys_are_texts_after_they_were_resolved() -> None:
    assert only("1: a\ny: b\n0.5: c\n'<<': d\n") == {"1": "a", "true": "b", "0.5": "c", "<<": "d"}


# fmt: off
FLAWED = [
    ("a: 1\nb: {c: 1,\n c: 2}\n",       ["3: b.c: duplicate key; the first is on line 2"]),
    ("l:\n- x: 1\n  x: 2\n",            ["3: l[0].x: duplicate key; the first is on line 2"]),
    ("1: a\n'1': b\n",                  ["2: [1]: duplicate key; the first is on line 1"]),
    ("a: .inf\n",                       ["1: a: .inf has no form in JSON"]),
    ("a: .nan\n",                       ["1: a: .nan has no form in JSON"]),
    ("a: !mine x\n",                    ["1: a: tag !mine is not known"]),
    ("a: !!binary aGk=\n",              ["1: a: tag !!binary is not known"]),
    ("a: !!set {x}\n",                  ["1: a: tag !!set is not known"]),
    ("a: !!int x\n",                    ["1: a: 'x' is no !!int"]),
    ("a: !!int yes\n",                  ["1: a: 'yes' is no !!int"]),
    ("~: 1\n",                          ["1: : null cannot be a key"]),
    ("<<: 5\n",                         ["1: [<<]: << wants a mapping or a list of mappings"]),
]
UNREADABLE = [
    ("a: b: c",                         "1: not YAML: mapping values are not allowed in this context"),
    ("a: 1\n\tb: 2\n",
     "2: not YAML: found a tab character that violates indentation, while scanning a plain scalar"),
    ("a: [1, 2\nb: 3\n",                "2: not YAML: did not find expected ',' or ']', while parsing a flow sequence"),
    ("a: 'x\n",                         "2: not YAML: found unexpected end of stream, while scanning a quoted scalar"),
    ("a: *x\n",                         "1: alias *x has no anchor before it"),
    ("a: &x [*x]\n",                    "1: alias *x stands inside the value that it names"),
    ("? [a]\n: 1\n",                    "1: a key must be a plain word, not an alias or a collection"),
    ("x: &a k\n*a : 1\n",               "2: a key must be a plain word, not an alias or a collection"),
    ("a: 1\nb: \x07\n",                 "2: not YAML: control characters are not allowed"),
    ("%YAML 3.0\n---\na: 1\n",          "1: not YAML: found incompatible YAML document"),
]
# fmt: on


@pytest.mark.parametrize(("text", "expected"), FLAWED)
def test_what_is_wrong_is_said_with_its_line_and_path(text: str, expected: list[str]) -> None:
    assert flaws(text) == expected


@pytest.mark.parametrize(("text", "expected"), UNREADABLE)
def test_what_cannot_be_read_is_refused_at_its_line(text: str, expected: str) -> None:
    assert refusal(text) == expected


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_a_hundred_thousand_levels_are_refused_at_once(opening: str) -> None:
    begin = time.perf_counter()
    assert refusal(opening * 100_000) in (
        f"1: nested more than {MAX_DEPTH} levels deep",
        "1: a key must be a plain word, not an alias or a collection",
    )
    assert time.perf_counter() - begin < 2


def test_a_hundred_levels_are_read() -> None:
    assert only("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_an_alias_bomb_is_refused_at_once_and_in_little_memory() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    tracemalloc.start()
    begin = time.perf_counter()
    assert refusal("\n".join(lines)) == "6: the document, with its aliases expanded, is larger than 3 MiB"
    assert time.perf_counter() - begin < 2
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_bomb_of_merges_is_refused_at_once() -> None:
    base = "b: &b {" + ", ".join(f"k{n}: v" for n in range(1000)) + "}\n"
    begin = time.perf_counter()
    assert "larger than 3 MiB" in refusal(base + "".join(f"m{n}: {{<<: *b}}\n" for n in range(20_000)))
    assert time.perf_counter() - begin < 5


def test_a_large_document_is_refused() -> None:
    assert "larger than 3 MiB" in refusal("a: " + "x" * 3_200_000)


def test_bombs_just_small_enough_do_not_add_up() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
    bomb += f"c: &c [{', '.join(['*b'] * 100)}]\nd: [{', '.join(['*c'] * 50)}]\n---\n"
    begin = time.perf_counter()
    assert "more than 2,000,000 values, with aliases expanded" in refusal(bomb * 1000)
    assert time.perf_counter() - begin < 5

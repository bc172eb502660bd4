"""yaml_writer: what is written is read back, by the rules of Kubernetes' reader."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from podlaw.model.objects.located import plain
from podlaw.model.objects.yaml_reader import read_yaml
from podlaw.model.objects.yaml_writer import write_yaml

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=20)
WORDS = st.sampled_from(
    ["y", "n", "on", "0o17", "0644", "1e3", "1_000", "<<", "~", "", "- a", "a: b", "#", "0x1F", "1:30"]
)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | WORDS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | TEXTS, inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(WORDS | TEXTS, DATA, min_size=1), min_size=1, max_size=3))
@example([{"<<": {"y": "n"}}])
def test_what_is_written_is_read_back(documents: list[Any]) -> None:
    read = list(read_yaml(write_yaml(documents)))
    assert [plain(each.root) for each in read] == documents
    assert [each.flaws for each in read] == [()] * len(documents)


def test_it_looks_as_kubectl_prints_it() -> None:
    shared = {"a": "b"}
    assert write_yaml(
        [{"spec": {"containers": [{"name": "y", "image": "nginx"}]}, "labels": shared, "again": shared}]
    ) == ('again:\n  a: b\nlabels:\n  a: b\nspec:\n  containers:\n  - image: nginx\n    name: "y"\n')

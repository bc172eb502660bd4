"""kinds_page: the committed pages of docs/kinds are what the tables say today."""

from __future__ import annotations

import re
from pathlib import Path

from podlaw.diagrams.kinds_page import index, page
from podlaw.diagrams.mermaid import mermaid
from podlaw.diagrams.picture import Picture, picture_of
from podlaw.diagrams.table import table
from podlaw.model.kinds import KINDS
from podlaw.model.kubelet.image_pull import IMAGE_PULL

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "kinds"


def test_the_committed_pages_are_fresh() -> None:
    pictures = [picture_of(kind) for kind in KINDS]
    wanted = {f"{picture.name}.md": page(picture) for picture in pictures} | {"index.md": index(pictures)}
    committed = {file.name: file.read_text("utf-8") for file in sorted(PAGES.iterdir())}
    assert committed.keys() == wanted.keys(), "run `make docs`, and delete pages whose Kind is no more"
    assert [name for name in wanted if committed[name] != wanted[name]] == [], "run `make docs`"


def test_a_page_holds_sentence_diagram_states_and_table(picture: Picture) -> None:
    text = page(picture)
    assert f"\n# {picture.title}\n\n{picture.sentence} " in text
    assert f"```mermaid\n{mermaid(picture)}```\n" in text
    assert text.endswith(f"\n\n{table(picture)}")
    assert all(f"\n- {state.name}" in text for state in picture.states)


def test_a_page_names_a_file_that_is_there(picture: Picture) -> None:
    assert (ROOT / picture.file).is_file()


def test_marks_and_groups_are_told() -> None:
    text = page(picture_of(IMAGE_PULL))
    assert "\n- Needed (initial)\n- Pulling\n" in text
    assert "\n- *any but Pulling*: Needed, Present, Backing off, Never pulled\n" in text


def test_the_index_links_every_page() -> None:
    linked = re.findall(r"\]\(([\w-]+)\.md\)", index(picture_of(kind) for kind in KINDS))
    assert linked == [kind.name for kind in KINDS]

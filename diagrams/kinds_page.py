"""KindsPage: the page of docs/kinds for each Kind, and the index of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .mermaid import mermaid
from .picture import Picture, State
from .table import table

MADE = "<!-- made by `podlaw draw --format md`: change the table in the code, not this page -->"


def page(picture: Picture) -> str:
    """Title, sentence, diagram, states and edges of one Kind."""
    return f"""{MADE}

# {picture.title}

{picture.sentence} The table is in `{picture.file}`.

```mermaid
{mermaid(picture)}```

## States

{"".join(_boxes(picture))}
## Edges

Edges of one state and event are tried from top to bottom. What is not listed is refused, and then nothing changes.

{table(picture)}"""


def index(pictures: Iterable[Picture]) -> str:
    """One line for each Kind, with a link to its page."""
    rows = "".join(
        f"| [{picture.title}]({picture.name}.md) | {picture.sentence} | `{picture.file}` |\n" for picture in pictures
    )
    return f"""{MADE}

# The machines

| machine | what it is | table |
| --- | --- | --- |
{rows}"""


def _boxes(picture: Picture) -> Iterator[str]:
    for state in picture.states:
        yield f"- {state.name}{_marks(state)}\n"
    for group in picture.groups:
        yield f"- *{group.name}*: {', '.join(group.states)}\n"


def _marks(state: State) -> str:
    marks = ["initial"] * state.is_initial + ["final"] * state.is_final
    return f" ({', '.join(marks)})" if marks else ""

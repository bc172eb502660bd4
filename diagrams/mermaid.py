"""Mermaid: a Picture as the text of a `stateDiagram-v2`, which GitHub and other readers of Markdown draw."""

from __future__ import annotations

from collections.abc import Iterator

from .picture import Picture
from .rows import Label

STAYS = "↺"
"""Before what a state does in itself: a line in its box is easier to read than a loop."""


def mermaid(picture: Picture) -> str:
    """The diagram's text; a label is `Event [guard] / effect (rule)`, and several stand below each other."""
    return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in _lines(picture))]) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    for box in picture.boxes:
        yield f'state "{box}" as {identifier(box)}'
    for state in picture.states:
        if state.is_initial:
            yield f"[*] --> {identifier(state.name)}"
    for arrow in picture.arrows:
        source, target = identifier(arrow.source), identifier(arrow.target)
        if arrow.is_stay:
            yield from (f"{source} : {STAYS} {_text(label)}" for label in arrow.labels)
        else:
            yield f"{source} --> {target} : {'<br/>'.join(map(_text, arrow.labels))}"
    for state in picture.states:
        if state.is_final:
            yield f"{identifier(state.name)} --> [*]"
    if picture.groups:
        yield "classDef group stroke-dasharray: 5 5"
        yield f"class {','.join(identifier(group.name) for group in picture.groups)} group"


def identifier(name: str) -> str:
    """A name as Mermaid's grammar allows it, which keeps lower-case words for itself: `First run` is FirstRun."""
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    return "".join(word[0].upper() + word[1:] for word in words)


def _text(label: Label) -> str:
    """Mermaid ends a label at a colon, a semicolon or a hash, so none of them comes through."""
    return f"{label} ({label.rule})".translate({ord(sign): " " for sign in ":;#"})

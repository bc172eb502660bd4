"""Dot: a Picture as Graphviz's DOT text, with the states in one column and each arrow's labels in a box on its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise

from .picture import Arrow, Picture, State
from .rows import Label

COLOURS: Mapping[str, str] = {
    "user": "#2b79ca",
    "API server": "#8c5bdc",
    "scheduler": "#b16425",
    "controller": "#767f0a",
    "kubelet": "#1d8b36",
    "runtime": "#1d848b",
    "clock": "#d331a6",
    "fault": "#d74242",
}
"""By actor; as dark as can be read on black, as light as can be read on white."""

NEUTRAL = "#717a86"
"""States, frames, rule ids, and the lines of arrows on which several act."""

FONT = "Helvetica,Arial,sans-serif"
WIDTH = 38
"""Characters in a line of a label, where its words allow that."""
SENTENCE_WIDTH = 70


def dot(picture: Picture) -> str:
    """The text of a `digraph`; its layout is left to Graphviz's program dot."""
    lines = [
        f'digraph "{picture.name}" {{',
        f'  graph [label=<{_title(picture)}>, labelloc=t, labeljust=l, tooltip="{picture.title}"]',
        f'  graph [fontname="{FONT}", fontcolor="{NEUTRAL}", bgcolor=transparent, pad=0.3, ranksep=0.25, nodesep=0.35]',
        f'  node [shape=plain, fontname="{FONT}", fontsize=12, fontcolor="{NEUTRAL}", color="{NEUTRAL}"]',
        f'  edge [color="{NEUTRAL}", penwidth=1.3, arrowsize=0.8]',
        *_states(picture),
        *_column([state.name for state in picture.states]),
        *(line for arrow in picture.arrows if not arrow.is_stay for line in _arrow(picture, arrow)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _title(picture: Picture) -> str:
    actors = "&nbsp;&nbsp;&nbsp;".join(
        f'<FONT COLOR="{COLOURS[actor]}">&#9632; {escape(actor)}</FONT>' for actor in picture.actors
    )
    sentence = '<BR ALIGN="LEFT"/>'.join(escape(line) for line in balanced(picture.sentence.split(), SENTENCE_WIDTH))
    return (
        '<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="3">'
        f'<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="20"><B>{escape(picture.title)}</B></FONT></TD></TR>'
        f'<TR><TD ALIGN="LEFT" BALIGN="LEFT"><FONT POINT-SIZE="13">{sentence}</FONT></TD></TR>'
        f'<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="12">{actors}</FONT></TD></TR><TR><TD HEIGHT="12"></TD></TR></TABLE>'
    )


def _states(picture: Picture) -> Iterator[str]:
    stays = {arrow.source: arrow.labels for arrow in picture.arrows if arrow.is_stay}
    for group in picture.groups:
        labels = stays.get(group.name, ())
        tip = _tip(", ".join(group.states), labels)
        yield f'  "{group.name}" [label=<{_box(group.name, labels, "DASHED")}>, tooltip={tip}]'
    for state in picture.states:
        labels = stays.get(state.name, ())
        yield f'  "{state.name}" [label=<{_box(state.name, labels)}>, tooltip={_tip(state.name, labels)}]'
        yield from _marks(state)


def _marks(state: State) -> Iterator[str]:
    if state.is_initial:
        yield f'  initial [shape=circle, label="", width=0.15, style=filled, fillcolor="{NEUTRAL}", tooltip="initial"]'
        yield f'  initial -> "{state.name}" [weight=20]'
    if state.is_final:
        mark = f"final {state.name}"
        yield (
            f'  "{mark}" [shape=doublecircle, label="", width=0.12, style=filled, fillcolor="{NEUTRAL}",'
            ' tooltip="final"]'
        )
        yield f'  "{state.name}" -> "{mark}" [weight=20]'


def _box(name: str, stays: Iterable[Label], style: str = "SOLID") -> str:
    """A state: its name, and below what it does in itself."""
    head = f'<TR><TD COLSPAN="2" CELLPADDING="6" PORT="in"><FONT POINT-SIZE="14"><B>{escape(name)}</B></FONT></TD></TR>'
    rows = "".join(_line(label) for label in stays)
    return (
        f'<TABLE BORDER="2" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" STYLE="ROUNDED,{style}">'
        f"{head}{'<HR/>' if rows else ''}{rows}"
        '<TR><TD PORT="out" COLSPAN="2" CELLPADDING="0" HEIGHT="2"></TD></TR></TABLE>'
    )


def _column(states: list[str]) -> Iterator[str]:
    """Invisible lines that keep the states in reading order, with room for boxes between them."""
    for above, below in pairwise(states):
        yield f'  "{above}" -> "{below}" [style=invis, minlen=2, weight=10]'


def _arrow(picture: Picture, arrow: Arrow) -> Iterator[str]:
    """The box of labels and the line through it; dot gets lines upwards upside down, so that states keep order."""
    box = f"{arrow.source} → {arrow.target}"
    actors = {label.actor for label in arrow.labels}
    colour = COLOURS[actors.pop()] if len(actors) == 1 else NEUTRAL
    tip = _tip(box, arrow.labels)
    style = f'color="{colour}", tooltip={tip}'
    yield f'  "{box}" [label=<{_labels(arrow.labels)}>, tooltip={tip}]'
    if picture.boxes.index(arrow.source) < picture.boxes.index(arrow.target):
        yield f'  "{arrow.source}" -> "{box}" [{style}, arrowsize=0.5]'
        yield f'  "{box}" -> "{arrow.target}" [{style}]'
    else:
        yield f'  "{arrow.target}":in -> "{box}" [{style}, dir=back]'
        yield f'  "{box}" -> "{arrow.source}":out [{style}, dir=back, arrowsize=0.5]'


def _labels(labels: Iterable[Label]) -> str:
    rows = "".join(_line(label) for label in labels)
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2">{rows}</TABLE>'


def _line(label: Label) -> str:
    colour = COLOURS[label.actor]
    lines = '<BR ALIGN="LEFT"/>'.join(escape(line) for line in wrapped(label.parts, WIDTH))
    return (
        f'<TR><TD ALIGN="LEFT" BALIGN="LEFT"><FONT COLOR="{colour}">{lines}</FONT></TD>'
        f'<TD ALIGN="RIGHT" VALIGN="TOP"><FONT POINT-SIZE="10">{escape(label.rule)}</FONT></TD></TR>'
    )


def _tip(name: str, labels: Iterable[Label]) -> str:
    """What is shown while the pointer rests on a box or its lines: who acts, and by which rule."""
    texts = [f"{label.actor}: {label}\n{label.rule}: {label.words} [{label.citation}]" for label in labels]
    return _quoted("\n\n".join([name, *texts]))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def wrapped(words: Iterable[str], width: int) -> list[str]:
    """The words in lines of at most so many characters, but for single longer ones."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def balanced(words: Sequence[str], width: int) -> list[str]:
    """The words in as many lines as that width needs, and these about equally long, so that no word is left alone."""
    needed = len(wrapped(words, width))
    return next(lines for narrow in range(1, width + 1) if len(lines := wrapped(words, narrow)) == needed)

"""Commands of diagrams: `podlaw draw` writes the pictures of Kinds."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from attrs import frozen

from ..model.core.kind import Kind
from ..model.kinds import KINDS
from .dot import dot
from .kinds_page import index, page
from .mermaid import mermaid
from .picture import Picture, picture_of
from .svg import ADVICE, NoDot, svg

STANDARD_OUTPUT = "-"


@frozen
class Format:
    suffix: str
    draw: Callable[[Picture], str]


FORMATS: Mapping[str, Format] = {
    "svg": Format("svg", lambda picture: svg(dot(picture))),
    "dot": Format("dot", dot),
    "mermaid": Format("mmd", mermaid),
    "md": Format("md", page),
}


@click.command()
@click.argument("names", metavar="[KIND]...", nargs=-1)
@click.option(
    "-o", "output", metavar="DIR", default="pictures", show_default=True, help="Folder to write to; - prints one Kind."
)
@click.option(
    "--format", "wanted", type=click.Choice(list(FORMATS)), default="svg", show_default=True, help="What to write."
)
def draw(names: Sequence[str], output: str, wanted: str) -> None:
    """Draw the state machines: all of them, or each KIND such as pod-worker."""
    pictures = [picture_of(kind) for kind in _chosen(names)]
    if output == STANDARD_OUTPUT and len(pictures) != 1:
        raise click.UsageError("-o - prints one KIND: name it")
    try:
        files = _files(pictures, wanted)
    except NoDot:
        click.echo(ADVICE, err=True)
        files = _files(pictures, "dot")
    if output == STANDARD_OUTPUT:
        (text,) = files.values()
        click.echo(text, nl=False)
        return
    if wanted == "md" and not names:
        files["index.md"] = index(pictures)
    try:
        write_together(Path(output), files)
    except OSError as refusal:
        raise click.UsageError(f"cannot write to {output}: {refusal.strerror}") from refusal
    click.echo(f"{len(files)} {'file' if len(files) == 1 else 'files'} in {output}")


def write_together(folder: Path, files: Mapping[str, str]) -> None:
    """Write all files to the folder, which is made if need be: each whole or not at all; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".draw-", dir=folder) as beside:
        for name, text in files.items():
            Path(beside, name).write_text(text, "utf-8", newline="\n")
        for name in files:
            Path(beside, name).replace(folder / name)


def _chosen(names: Sequence[str]) -> list[Kind[Any, Any]]:
    """The Kinds of these names, all where there are none; raises UsageError with the names that there are."""
    by_name = {kind.name: kind for kind in KINDS}
    for name in names:
        if name not in by_name:
            near = difflib.get_close_matches(name.lower().replace("_", "-"), by_name, n=1)
            meant = f" (perhaps {near[0]})" if near else ""
            raise click.UsageError(f"no Kind is called {name}{meant}. There are {', '.join(by_name)}.")
    return [by_name[name] for name in dict.fromkeys(names or by_name)]


def _files(pictures: Sequence[Picture], wanted: str) -> dict[str, str]:
    drawn = FORMATS[wanted]
    return {f"{picture.name}.{drawn.suffix}": drawn.draw(picture) for picture in pictures}

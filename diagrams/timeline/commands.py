"""Commands of timeline: `podlaw timeline` draws recorded lives of Pods, one recording above the other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from ...model.cluster.commands import writable
from ...properties.reading import Document, items
from .gather import Action, gather
from .lanes import Chart
from .svg import svg

BAD_INPUT = 2


@click.command()
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING...")
@click.option("-o", "output", metavar="FILE", required=True, callback=writable, help="Where to write the chart: .svg")
def timeline(recordings: Sequence[str], output: Path) -> int:
    """Draw what recordings show of Pods as a chart of lanes: phase, containers, sandbox, conditions, signals and probes.

    RECORDING is a file such as `podlaw replay` reads; several stand one above the other on the same axis of time.
    """
    charts: list[Chart] = []
    end = 0.0
    for name in recordings:
        try:
            document = json.loads(Path(name).read_text("utf-8"))
            found = items(document)
        except OSError as error:
            click.echo(f"{name}: {error.strerror}", err=True)
            return BAD_INPUT
        except (ValueError, KeyError, TypeError) as error:
            click.echo(f"{name}: no recording; expected JSON with the lists watch, cri and actions ({error})", err=True)
            return BAD_INPUT
        last = max((item.at for item in found), default=0.0)
        end = max(end, last)
        charts += gather(found, last, _actions(document))
    try:
        output.write_text(svg(charts, end), "utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"cannot write to {output}: {error.strerror}") from error
    return 0


def _actions(document: Document) -> list[Action]:
    return [
        (each["at"], f"{each['do']} {each['args'].get('name', '')}".rstrip()) for each in document.get("actions", ())
    ]

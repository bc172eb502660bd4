"""Svg: charts of lanes as one SVG with a time axis, a legend, and a title on every bar and mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from .lanes import Bar, Chart, Lane, Look, Mark, Sign

LEFT, WIDTH, RIGHT = 190, 900, 20
LANE, BAR, THIN, GAP, HEAD, FOOT = 24, 18, 3, 14, 30, 26
CHARACTER = 6.2
"""Pixels that a letter of a bar's text takes: what does not fit is left out, the title has it."""

COLOURS = {
    Look.PENDING: "#b8c4d6", Look.RUNNING: "#6aa84f", Look.SUCCEEDED: "#3d85c6", Look.FAILED: "#cc4125",
    Look.WAITING: "#d9d2e9", Look.BACK_OFF: "url(#hatched)", Look.NOT_READY: "#f1c232", Look.TRUE: "#93c47d",
    Look.FALSE: "#e6b8af", Look.SANDBOX: "#9fc5e8", Look.GRACE: "#f6b26b", Look.PROCESS: "#222",
}  # fmt: skip
DARK = (Look.SUCCEEDED, Look.FAILED)
"""Bars with light text."""
STYLE = """
    text { font: 11px system-ui, sans-serif; fill: #444 }
    .title { font-weight: 600; font-size: 13px }
    .light { fill: #fff }
    .ink { fill: #111 }
    .grid { stroke: #8888; stroke-width: .5; stroke-dasharray: 2 3 }
    @media (prefers-color-scheme: dark) { text { fill: #ccc } .ink { fill: #111 } .light { fill: #fff } }
"""
OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
    'role="img" aria-label="timeline of Pods">'
)
HATCHED = (
    '<defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#ead1dc"/><path d="M0 0V6" stroke="#a64d79" stroke-width="2"/></pattern></defs>'
)
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400)
MOST_TICKS = 12


def svg(charts: Sequence[Chart], end: float) -> str:
    """The whole picture; `end` in seconds."""
    end = max(end, 1.0)
    scale = WIDTH / end
    body: list[str] = []
    top = FOOT
    for chart in charts:
        body.append(f'<text class="title" x="4" y="{top + 18}">{escape(chart.title)}</text>')
        top += HEAD
        for lane in chart.lanes:
            body.extend(_lane(lane, top, scale))
            top += LANE
        top += GAP
    legend = list(_legend(charts, top + 16))
    height = top + 16 + 20 * len(_rows(charts)) + 10
    grid = list(_grid(end, scale, top))
    return "\n".join(
        [
            OPEN.format(width=LEFT + WIDTH + RIGHT, height=f"{height:g}"),
            f"<style>{STYLE}</style>",
            HATCHED,
            *grid,
            *body,
            *legend,
            "</svg>",
            "",
        ]
    )


def _lane(lane: Lane, top: float, scale: float) -> Iterator[str]:
    yield f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end">{escape(lane.name)}</text>'
    for bar in sorted(lane.bars, key=lambda bar: bar.look is Look.PROCESS):
        yield from _bar(bar, top, scale)
    for mark in lane.marks:
        yield _mark(mark, top, scale)


def _bar(bar: Bar, top: float, scale: float) -> Iterator[str]:
    left, width = LEFT + bar.begin * scale, max((bar.end - bar.begin) * scale, 1)
    title = escape(f"{bar.title} until {bar.end:g}s")
    high = THIN if bar.look is Look.PROCESS else BAR
    yield (
        f'<rect x="{left:.1f}" y="{top + BAR - high}" width="{width:.1f}" height="{high}" rx="{min(2, high / 2):g}" '
        f'fill="{COLOURS[bar.look]}">'
        f"<title>{title}</title></rect>"
    )
    if bar.text and len(bar.text) * CHARACTER + 6 <= width:
        ink = "light" if bar.look in DARK else "ink"
        yield f'<text class="{ink}" x="{left + 4:.1f}" y="{top + 12}" pointer-events="none">{escape(bar.text)}</text>'


def _mark(mark: Mark, top: float, scale: float) -> str:
    x, title = LEFT + mark.at * scale, f"<title>{escape(mark.title)}</title>"
    return f"{_shape(mark.sign, x, top)}{title}</path>"


def _shape(sign: Sign, x: float, top: float) -> str:
    match sign:
        case Sign.GOOD:
            return f'<path d="M{x:.1f} {top + 11}v5" stroke="#274e13" stroke-width="2">'
        case Sign.BAD:
            return f'<path d="M{x:.1f} {top}v16" stroke="#990000" stroke-width="2">'
        case Sign.SIGTERM:
            return f'<path d="M{x:.1f} {top + 8}l5 -8h-10z" fill="#e69138" stroke="#783f04">'
        case Sign.SIGKILL:
            return f'<path d="M{x:.1f} {top + 8}l5 -8h-10z" fill="#990000" stroke="#000">'
    return f'<path d="M{x:.1f} {top + 16}v-14l9 4l-9 4" fill="#674ea7" stroke="#674ea7">'


def _grid(end: float, scale: float, bottom: float) -> Iterator[str]:
    step = next((each for each in STEPS if end / each <= MOST_TICKS), STEPS[-1])
    for number in range(int(end // step) + 1):
        x = LEFT + number * step * scale
        yield f'<path class="grid" d="M{x:.1f} {FOOT - 6}V{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{FOOT - 10}" text-anchor="middle">{_clock(number * step)}</text>'


def _clock(seconds: int) -> str:
    if seconds % 3600 == 0 and seconds:
        return f"{seconds // 3600}h"
    return f"{seconds // 60}m{seconds % 60:02}s" if seconds >= 60 else f"{seconds}s"


def _rows(charts: Sequence[Chart]) -> list[list[Look | Sign]]:
    """What the legend explains: what is there, in rows that fit."""
    used = {bar.look for chart in charts for lane in chart.lanes for bar in lane.bars}
    signs = {mark.sign for chart in charts for lane in chart.lanes for mark in lane.marks}
    shown: list[Look | Sign] = [*(each for each in Look if each in used), *(each for each in Sign if each in signs)]
    return [shown[at : at + 7] for at in range(0, len(shown), 7)]


def _legend(charts: Sequence[Chart], top: float) -> Iterator[str]:
    for number, row in enumerate(_rows(charts)):
        for place, each in enumerate(row):
            x, y = LEFT + place * 128, top + number * 20
            if isinstance(each, Look):
                yield f'<rect x="{x}" y="{y}" width="14" height="12" rx="2" fill="{COLOURS[each]}"/>'
            else:
                yield f"{_shape(each, x + 6, y)}</path>"
            yield f'<text x="{x + 20}" y="{y + 10}">{escape(each.value)}</text>'

"""align: the cheapest way to lay two lives side by side, found over all ways (dynamic programming)."""

from __future__ import annotations

from attrs import frozen

from .life import Step
from .times import LONG, bounds

Cost = tuple[int, int, int]
"""Long steps without partner, short steps without partner, milliseconds between partners: compared in this order."""


@frozen
class Row:
    """A step of either side or of both; of both only if their states are equal."""

    recorded: Step | None
    replayed: Step | None

    @property
    def is_long_and_alone(self) -> bool:
        step = self.recorded or self.replayed
        return step is not None and None in (self.recorded, self.replayed) and step.length > LONG


@frozen
class Alignment:
    """`rows` up to the last that both records reach; `difference` is the index of the first that disagrees, or None."""

    rows: tuple[Row, ...]
    difference: int | None = None


@frozen
class _Way:
    """How a cell of the grid was reached: its cost, the cell before, and the row that this adds."""

    cost: Cost
    i: int
    j: int
    row: Row


def align(recorded: tuple[Step, ...], replayed: tuple[Step, ...]) -> Alignment:
    """Every step longer than two seconds has an equal one, long or short, on the other side, in order.

    Short steps may be missing. One step may have several equal partners in a row, as equal states flow together
    where a short one between them is missing. The last step of one side may go on where the other side's record
    already shows what follows, as long as it is not overdue: a record simply stops.
    """
    grid, matches = _grid(recorded, replayed)
    whole = _rows(grid, len(recorded), len(replayed))
    if not any(row.is_long_and_alone for row in whole):
        last = max((index for index, row in enumerate(whole) if row.recorded and row.replayed), default=-1)
        return Alignment(whole[: last + 1])
    ends = [
        (way.cost, -i - j, i, j)
        for (i, j), way in matches.items()
        if way.cost[0] == 0 and _simply_stops(recorded, replayed, i, j)
    ]
    if ends:
        _, _, i, j = min(ends)
        way = matches[i, j]
        return Alignment((*_rows(grid, way.i, way.j), way.row))
    return Alignment(whole, next(index for index, row in enumerate(whole) if row.is_long_and_alone))


def _grid(
    recorded: tuple[Step, ...], replayed: tuple[Step, ...]
) -> tuple[list[list[_Way]], dict[tuple[int, int], _Way]]:
    """Cell (i, j): the cheapest way to use i steps of one side and j of the other; then those that end in a match."""
    start = _Way((0, 0, 0), 0, 0, Row(None, None))
    grid = [[start] * (len(replayed) + 1) for _ in range(len(recorded) + 1)]
    matches: dict[tuple[int, int], _Way] = {}
    for i in range(len(recorded) + 1):
        for j in range(len(replayed) + 1):
            ways = []
            if i and j and recorded[i - 1].state == replayed[j - 1].state:
                row = Row(recorded[i - 1], replayed[j - 1])
                again = [_Way(grid[x][y].cost, x, y, row) for x, y in ((i - 1, j), (i, j - 1))]
                ways = [_Way(_plus(grid[i - 1][j - 1].cost, row), i - 1, j - 1, row), *again]
                matches[i, j] = min(ways, key=lambda way: way.cost)
            if i:
                row = Row(recorded[i - 1], None)
                ways.append(_Way(_plus(grid[i - 1][j].cost, row), i - 1, j, row))
            if j:
                row = Row(None, replayed[j - 1])
                ways.append(_Way(_plus(grid[i][j - 1].cost, row), i, j - 1, row))
            if ways:
                grid[i][j] = min(ways, key=lambda way: way.cost)
    return grid, matches


def _rows(grid: list[list[_Way]], i: int, j: int) -> tuple[Row, ...]:
    rows = []
    while i or j:
        way = grid[i][j]
        rows.append(way.row)
        i, j = way.i, way.j
    return tuple(reversed(rows))


def _plus(cost: Cost, row: Row) -> Cost:
    long, short, apart = cost
    if row.recorded and row.replayed:
        return long, short, apart + abs(row.recorded.at - row.replayed.at)
    return (long + 1, short, apart) if row.is_long_and_alone else (long, short + 1, apart)


def _simply_stops(recorded: tuple[Step, ...], replayed: tuple[Step, ...], i: int, j: int) -> bool:
    """Whether, after the match of steps i - 1 and j - 1, one side has nothing long and is not overdue at its end."""
    for went_on, i_, stopped, j_ in ((recorded, i, replayed, j), (replayed, j, recorded, i)):
        if all(step.length <= LONG for step in stopped[j_:]):
            step, last = went_on[i_ - 1], stopped[j_ - 1]
            if stopped[-1].until - last.at <= bounds(step.state, step.length)[1]:
                return True
    return False

"""commands: `podlaw check` explores a World with every law; `podlaw laws` and `podlaw explain` tell of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Self, get_args

import click

from .explorer.explore import Engine, explore
from .explorer.result import Progress, Result
from .law import Law
from .lawbook import article, find_rules, index, rule_article
from .laws import all_laws, find_laws, laws_of_worlds
from .worlds import FAMILIES, WORLDS
from .worlds.catalogue import described, listing
from .worlds.probe_workers import the_published_results_are_the_workers

BROKEN = 1
FIRST = next(iter(WORLDS))


@click.command()
@click.option(
    "--world",
    type=click.Choice([*WORLDS, *FAMILIES]),
    default=FIRST,
    metavar="NAME",
    help=f"The World, or a family of them; {FIRST} if not given.",
)
@click.option("--list", "lists", is_flag=True, help="List the Worlds and what each leaves out, and explore none.")
@click.option(
    "--known-bugs", "bugs", is_flag=True, help="Look for the known bugs in podlaw's mutants, and tell of each."
)
@click.option("--laws", "words", multiple=True, metavar="ID", help="Check only these laws; may be given often.")
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), help="Give up after so long.")
@click.option("--engine", type=click.Choice(get_args(Engine)), default="numpy", help="numpy if not given.")
def check(world: str, lists: bool, bugs: bool, words: Sequence[str], seconds: float | None, engine: Engine) -> int:
    """Explore every reachable state of a World and check every law in each.

    Exit status: 0 all hold, as far as was explored; 1 a law is broken, and the shortest path to it is printed; 2 there
    is no such world or law.
    """
    laws = choose(words)
    if bugs:
        from .known_bugs.page import page  # only here: it makes worlds

        for line in page():
            click.echo(line)
        return 0
    if lists:
        click.echo("\n".join(listing()))
        return 0
    scopes = FAMILIES[world]() if world in FAMILIES else (WORLDS[world](),)
    results = []
    for number, scope in enumerate(scopes):
        bar = progress_bar(scope.words)
        with bar or nullcontext():
            result = explore(scope, laws, seconds=seconds, engine=engine, progress=bar.report if bar else None)
        results.append(result)
        click.echo(("\n" if number else "") + described(scope))
        click.echo("\n".join(summary(result)))
    if len(results) > 1:
        click.echo("\n" + together(results))
    return 0 if all(result.holds for result in results) else BROKEN


def together(results: Sequence[Result]) -> str:
    """What became of a family of worlds, in one line."""
    states, edges = sum(result.states for result in results), sum(result.edges for result in results)
    broken = sum(not result.holds for result in results)
    said = f"{broken} of them broken" if broken else "all hold"
    return f"{len(results)} worlds, {states:,} states, {edges:,} edges: {said}"


def choose(words: Sequence[str]) -> tuple[Law, ...]:
    """The laws of worlds with these ids or names, or all; raises click's UsageError for one that there is not."""
    chosen = [law for word in words for law in known(word)]
    return tuple(
        law for law in (*laws_of_worlds(), the_published_results_are_the_workers) if not words or law in chosen
    )


def known(word: str) -> tuple[Law, ...]:
    """The laws of this id or name; raises click's UsageError where there is none."""
    if not (found := find_laws(word)):
        raise click.UsageError(f"there is no law {word!r}; `podlaw laws` lists them")
    return found


def summary(result: Result) -> list[str]:
    """What was explored and what was found, a line each; a broken law with the shortest path to it."""
    size = f"{result.states:,} states, {result.edges:,} edges, {result.depth} moves deep"
    end = "" if result.complete else ", not all: the time was over or the world too large"
    lines = [
        f"{size}, in {result.seconds:.1f} s ({result.engine}){end}",
        f"laws checked: {len(result.verdicts)}",
    ]
    if result.silent:
        lines.append(
            f"never spoke: {len(result.silent)}: " + ", ".join(f"{law.id} {law.name}" for law in result.silent)
        )
    if result.uncoupled is not None:
        lines += ["", str(result.uncoupled)]
    for verdict in result.verdicts:
        if verdict.holds is False:
            path = verdict.counterexample
            lines += ["", str(path) if path else f"{verdict.law.id} {verdict.law.sentence} No state is so."]
    broken = sum(verdict.holds is False for verdict in result.verdicts)
    lines += ["", "all hold" if result.holds else f"{broken} broken" if broken else "the tables disagree"]
    return lines


class Bar:
    """A line on a terminal that says how far an exploration is."""

    def __init__(self, words: str) -> None:
        from rich.progress import Progress as Line
        from rich.progress import SpinnerColumn, TextColumn

        self._line = Line(SpinnerColumn(), TextColumn("{task.description}"), transient=True)
        self._task = self._line.add_task(words)

    def __enter__(self) -> Self:
        self._line.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._line.stop()

    def report(self, far: Progress) -> None:
        """Called by the explorer now and then."""
        said = f"{far.states:,} states, {far.expanded:,} expanded, {far.edges:,} edges, depth {far.depth}"
        self._line.update(self._task, description=f"{said}, {far.seconds:.0f} s")


def progress_bar(words: str) -> Bar | None:
    """A bar where somebody looks at a terminal."""
    return Bar(words) if sys.stderr.isatty() else None


@click.command()
@click.argument("words", nargs=-1, metavar="[ID]...")
def laws(words: Sequence[str]) -> int:
    """List the laws, or tell all that is known of some."""
    if not words:
        from .known_bugs.page import wishes  # only here: it makes worlds

        click.echo("\n".join([*index(all_laws()), "", "wishes that v1.36.2 breaks:", *wishes()]))
    for word in words:
        click.echo("\n\n".join(article(law) for law in known(word)))
    return 0


@click.command()
@click.argument("word", metavar="ID")
def explain(word: str) -> int:
    """Tell all that is known of one law (RST-2) or rule (B10.5): what it says, where Kubernetes does, what breaks it.

    Exit status: 2 there is no such law or rule.
    """
    found = [article(law) for law in find_laws(word)] + [rule_article(*rule) for rule in find_rules(word)]
    if not found:
        raise click.UsageError(f"there is no law or rule {word!r}; `podlaw laws` lists the laws")
    click.echo("\n\n".join(found))
    return 0

"""Commands of coscheduling: the table, the plain data, the chart, the proofs, and bad input."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from podlaw.cli import dispatch

SMALL = ("coschedule", "--groups", "6", "--machines", "2", "--trials", "2")


def test_a_row_for_each_strategy(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(SMALL) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["STRATEGY", "greedy", "hoarding", "optimistic", "pod-atomic"]


def test_plain_data_has_every_trial(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch((*SMALL, "--strategy", "greedy", "-o", "json")) == 0
    (greedy,) = json.loads(capsys.readouterr().out)["strategies"]
    assert greedy["groups"] == sum(trial["groups"] for trial in greedy["trials"]) == 12


def test_machines_come_from_node_manifests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "nodes.yaml"
    file.write_text("{apiVersion: v1, kind: Node, metadata: {name: small}, status: {allocatable: {memory: 300Mi}}}\n")
    assert dispatch(("coschedule", "--nodes", str(file))) == 2
    assert "largest machine has 300 Mi" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--nodes", "nothing.yaml"), "nothing.yaml"),
        (("--plot", "chart.txt"), "expected a name that ends in .svg, .png, .pdf"),
        (("--plot", "no-such-folder/chart.svg"), "there is no folder 'no-such-folder'"),
        (("--groups", "0"), "0"),
        (("--strategy", "magic"), "magic"),
    ],
)
def test_bad_input_is_refused_by_name(
    arguments: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dispatch(("coschedule", *arguments)) == 2
    assert complaint in capsys.readouterr().err


def test_the_chart_is_drawn_and_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "one.svg", tmp_path / "two.svg"
    for file in (first, second):
        assert dispatch((*SMALL, "--plot", str(file))) == 0
    assert "trials with a deadlock" in first.read_text()
    assert first.read_bytes() == second.read_bytes()


def test_the_proofs_show_a_path_and_the_circle_of_waits(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(("coschedule", "--prove")) == 0
    said = capsys.readouterr().out
    verdicts = {line.split(":")[0]: "never stuck" in line for line in said.splitlines() if " states, " in line}
    assert verdicts == {
        "greedy-1": False, "greedy-2": False, "greedy-3": False,
        "hoarding-1": True, "hoarding-2": False, "hoarding-3": False,
        "optimistic-1": True, "optimistic-2": True, "optimistic-3": True,
        "pod-atomic-1": True, "pod-atomic-2": True, "pod-atomic-3": True,
        "gang-permit": False, "gang-all-or-nothing": True,
    }  # fmt: skip
    assert "group 0 holds room on Node_B and waits there for 512 Mi for log_collector, which group 1 holds" in said
    assert "gang 1 holds room for one Pod and waits in Permit for room for the other, which gang 0 holds" in said


def test_the_page_shows_what_its_command_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table and the picture of docs/coscheduling.md come from the command that stands above them."""
    docs = Path(__file__).parents[3] / "docs"
    page = (docs / "coscheduling.md").read_text("utf-8")
    command, table = (block.partition("```")[0] for block in re.split(r"```(?:sh|text)\n", page)[1:])
    words = command.split()
    picture = tmp_path / "coscheduling.svg"
    assert dispatch((*words[1:-1], str(picture))) == 0
    assert capsys.readouterr().out == table
    assert re.findall(r">([^<>\n]+)</text>", picture.read_text()) == re.findall(
        r">([^<>\n]+)</text>", (docs / "pictures" / "coscheduling.svg").read_text()
    )

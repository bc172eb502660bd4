"""commands: what `podlaw check`, `podlaw laws` and `podlaw explain` print, and how they exit."""

from __future__ import annotations

import pytest

from podlaw.cli import dispatch
from podlaw.properties import commands
from podlaw.properties.laws import all_laws
from podlaw.properties.mutants import planted
from podlaw.properties.worlds import FAMILIES, WORLDS


def test_check_says_how_large_the_world_is_and_that_all_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(["check", "--world", "0+1", "--laws", "TERM-1", "--laws", "DEL-8"]) == 0
    out = capsys.readouterr().out
    assert " states, " in out
    assert "laws checked: 4" in out
    assert out.endswith("all hold\n")


def test_check_prints_the_shortest_path_to_a_breach(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant = next(mutant for mutant in planted() if mutant.name == "kills-early")
    monkeypatch.setattr(commands, "WORLDS", {"0+1": lambda: mutant.within(WORLDS["0+1"]())})
    assert dispatch(["check", "--laws", "only_the_overdue_are_killed"]) == 1
    out = capsys.readouterr().out
    assert "TERM-1 Only a running container whose stop signal is older than its grace gets SIGKILL." in out
    assert "  1. " in out
    assert "SigKill" in out
    assert out.endswith("1 broken\n")


@pytest.mark.parametrize("arguments", [["check", "--laws", "RST-99"], ["laws", "RST-99"], ["explain", "RST-99"]])
def test_an_unknown_law_is_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(arguments) == 2
    assert "'RST-99'" in capsys.readouterr().err


def test_laws_lists_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(["laws"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[len(all_laws()) + 1].startswith(f"{len(all_laws())} laws, ")
    assert any("fixme     k/k#133472: Every restart" in line for line in lines)


def test_check_lists_worlds_with_what_they_leave_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(["check", "--list"]) == 0
    out = capsys.readouterr().out
    assert [name for name in (*WORLDS, *FAMILIES) if f"\n{name} " not in f"\n{out}"] == []
    assert "cut: crash-loop back-off is over at once" in out


def test_check_explores_every_world_of_a_family(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(["check", "--world", "probe-workers", "--laws", "TERM-1"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("7 worlds, ")


def test_explain_tells_of_a_law_and_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert dispatch(["explain", "pw-2"]) == 0
    out = capsys.readouterr().out
    assert "Once its worker has acknowledged termination, no container of a Pod is created or started." in out
    assert "broken by  Create at containers/0/life, after termination was acknowledged" in out
    assert "edge       pod-worker: Terminating --Acknowledge" in out
    assert dispatch(["explain", "B5.2"]) == 0
    assert "a sandbox that could not be made leaves nothing behind" in capsys.readouterr().out

"""Script: the vocabulary of the recorded traces, read strictly."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.runtime.script import NO_SCRIPT, Answer, Run, ScriptError, millis, read_script


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [("2s", 2_000), ("300ms", 300), ("1.5s", 1_500), ("1h30m", 5_400_000), ("0s", 0), (2.5, 2_500), (0, 0)],
)
def test_a_duration_is_a_text_or_seconds(text: object, milliseconds: int) -> None:
    assert millis(text, "here") == milliseconds


@pytest.mark.parametrize("text", ["", "2", "s", "-1s", "1 s", "1s2", -1, True, None, [1]])
def test_what_is_no_duration_is_refused_by_its_place(text: object) -> None:
    with pytest.raises(ScriptError, match=r"^here: .* is no duration"):
        millis(text, "here")


def test_the_nth_instance_follows_the_nth_run_and_later_ones_the_last() -> None:
    app = read_script({"app": {"runs": [{"after": "1s", "exit": 1}, {"after": "2s"}]}}).of("app")
    assert [app.run(n).after for n in range(4)] == [1_000, 2_000, 2_000, 2_000]
    assert app.run(0).exit == 1


def test_without_a_word_a_container_runs_forever() -> None:
    assert NO_SCRIPT.of("app").run(5) == Run()
    assert read_script({"app": {"runs": [{"after": "1s", "forever": True}]}}).of("app").run(0).after is None


def test_a_runs_own_answer_to_sigterm_counts_more_than_the_containers() -> None:
    app = read_script({"app": {"on_sigterm": "ignore", "runs": [{"on_sigterm": {"after": "1s", "exit": 3}}, {}]}}).of(
        "app"
    )
    assert app.sigterm(app.run(0)) == Answer(1_000, 3)
    assert app.sigterm(app.run(1)) == Answer(None)


def test_sandboxes_and_images_have_their_own_words() -> None:
    script = read_script(
        {"_sandbox": {"fails": 2, "dies": ["1s", "2s"]}, "app": {"image": {"fails": -1, "takes": "3s"}}}
    )
    assert (script.sandbox_fails, script.sandbox_dies) == (2, (1_000, 2_000))
    assert (script.of("app").pull_fails, script.of("app").pull_takes) == (-1, 3_000)
    assert read_script({"_sandbox": {"dies": "1s"}}).sandbox_dies == (1_000,)


@pytest.mark.parametrize(
    ("script", "place"),
    [
        ({"app": {"run": []}}, r"script\.app\.run: unknown member"),
        ({"app": {"runs": []}}, r"script\.app\.runs: expected a list"),
        ({"app": {"runs": [{"exits": 1}]}}, r"script\.app\.runs\[0\]\.exits: unknown member"),
        ({"app": {"runs": [{"exit": "1"}]}}, r"script\.app\.runs\[0\]\.exit: '1' is no whole number"),
        ({"app": {"on_sigterm": "obey"}}, r"script\.app\.on_sigterm: 'obey' is no answer to a signal"),
        ({"_sandbox": {"dies": ["soon"]}}, r"script\._sandbox\.dies: 'soon' is no duration"),
        ({"app": []}, r"script\.app: \[\] is no mapping"),
        ([], r"script: \[\] is no mapping"),
    ],
)
def test_a_mistake_is_told_by_its_place(script: Any, place: str) -> None:
    with pytest.raises(ScriptError, match=place):
        read_script(script)

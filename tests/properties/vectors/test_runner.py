"""runner: reading vectors and asking the rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from podlaw.properties.vectors.answers import NAMES, answerer
from podlaw.properties.vectors.runner import BadVectors, check_file, vector_files

GOOD = '{"id": "1", "in": {"restartPolicy": "Never", "kind": "main", "container": {"name": "c"}, "deleted": false}, '
AGREES = GOOD + '"out": {"restart": true, "restartAllContainers": false}}\n'
DIFFERS = GOOD.replace('"1"', '"2"') + '"out": {"restart": false, "restartAllContainers": false}}\n'


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file of vectors and give its path."""

    def write_file(name: str, text: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_file


Write = Callable[[str, str | bytes], Path]


def test_agreeing_and_differing_cases_are_counted(write: Write) -> None:
    outcome = check_file(write("restart.jsonl", AGREES + DIFFERS))
    assert (outcome.name, outcome.agree, outcome.total) == ("restart", 1, 2)
    assert [(d.case.line, d.case.id) for d in outcome.disagreements] == [(2, "2")]
    assert outcome.disagreements[0].differences[0].path == "restart"


def test_only_the_first_disagreements_are_kept(write: Write) -> None:
    lines = "".join(DIFFERS.replace('"2"', f'"{number}"') for number in range(9))
    assert len(check_file(write("restart.jsonl", lines), keep=2).disagreements) == 2


def test_a_file_that_podlaw_does_not_know_agrees_in_nothing(write: Write) -> None:
    outcome = check_file(write("novel.jsonl", AGREES + DIFFERS))
    assert (outcome.name, outcome.agree, outcome.total, outcome.implemented) == ("novel", 0, 2, False)


def test_a_rule_that_breaks_disagrees_in_that_case_only(write: Write) -> None:
    broken = (
        AGREES.replace('"1"', '"0"')
        .replace('"Never"', '"Sometimes"')
        .replace('"deleted": false', '"deleted": false, "runtime": [{"state": "exited"}]')
    )
    outcome = check_file(write("restart.jsonl", broken + AGREES))
    assert (outcome.agree, outcome.total) == (1, 2)
    raised = {difference.path: difference.answered for difference in outcome.disagreements[0].differences}["raised"]
    assert raised == "ValueError: 'Sometimes' is not a valid RestartPolicy"


# fmt: off
GARBLED = (
    (b"nonsense\n",                                        "not JSON: Expecting value (column 1)"),
    (b"\n",                                                "not JSON: Expecting value (column 1)"),
    (b'"\xff"\n',                                          "not UTF-8 (byte 2)"),
    (b"[]\n",                                              "an object was expected, not list"),
    (b'{"in": {}, "out": {}}\n',                           "id: is missing"),
    (b'{"id": "2", "in": {}}\n',                           "out: is missing"),
    (b'{"id": "2", "in": [], "out": {}}\n',                "in: dict was expected, not list"),
    (b'{"id": "1", "in": {}, "out": {}}\n',                "id '1' is that of line 1 too"),
    (b"[" * 100_000 + b"\n",                               "nested too deeply"),
)
# fmt: on


@pytest.mark.parametrize(("line", "what"), GARBLED)
def test_a_garbled_line_is_told_with_its_number(write: Write, line: bytes, what: str) -> None:
    path = write("restart.jsonl", AGREES.encode() + line)
    with pytest.raises(BadVectors) as told:
        check_file(path)
    assert str(told.value) == f"{path}:2: {what}"


def test_a_question_of_the_wrong_shape_is_told_with_its_line_and_id(write: Write) -> None:
    path = write("restart.jsonl", AGREES.replace('{"name": "c"}', '{"name": "c", "restartPolicyRules": 7}'))
    with pytest.raises(BadVectors, match=r"restart\.jsonl:1: 1: .*restartPolicyRules"):
        check_file(path)


def test_a_folder_means_its_files_in_the_order_of_their_names(write: Write, tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "README.md"):
        write(name, "")
    assert [path.name for path in vector_files((tmp_path, tmp_path / "b.jsonl"))] == ["a.jsonl", "b.jsonl", "b.jsonl"]


def test_a_path_where_nothing_is_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadVectors, match="no such file or folder"):
        vector_files((tmp_path / "nowhere",))
    with pytest.raises(BadVectors, match=r"the folder holds no \*\.jsonl file"):
        vector_files((tmp_path,))
    with pytest.raises(BadVectors, match="Is a directory"):
        check_file(tmp_path)


def test_an_answer_is_found_by_the_name_of_its_file_alone() -> None:
    assert answerer("phase") is not None
    assert answerer("os") is None
    assert len(NAMES) == len(set(NAMES))

"""The command `podlaw run`: what it prints of a run, in each form, and how it ends."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from podlaw import cli
from podlaw.model.cluster import commands
from podlaw.model.cluster.run import Run
from podlaw.model.kubelet.agent.disagreement import Disagreement
from podlaw.model.objects.manifest import read_text
from podlaw.model.objects.pod import Pod

from .conftest import OTHER, WEB, Podlaw

pytestmark = pytest.mark.usefixtures("folder")


def rows(text: str) -> list[list[str]]:
    """The rows of the first table, its headings left out."""
    return [line.split() for line in text.partition("\n\n")[0].splitlines()[1:]]


def test_a_pod_comes_up_and_stays_up(podlaw: Podlaw) -> None:
    done = podlaw("run", "web.yaml")
    assert (done.status, done.err) == (0, "")
    assert [row[3] for row in rows(done.out)] == ["Pending", "ContainerCreating", "Running"]
    assert "Stopped after 10m (--until)." in done.out


def test_the_last_line_is_the_verdict_of_the_laws(podlaw: Podlaw) -> None:
    assert podlaw("run", "web.yaml").out.splitlines()[-1].startswith("Laws: ")
    assert podlaw("run", "web.yaml").out.splitlines()[-1].count("all hold") == 1


def test_a_run_ends_early_when_nothing_can_happen_any_more(podlaw: Podlaw) -> None:
    done = podlaw("run", "web.yaml", "--at", "10s:delete:pod/web:grace=0", "--until", "24h")
    assert "Nothing more can happen after 1" in done.out
    assert "Pod web was removed at 10.000s." in done.out


def test_wide_has_the_columns_of_kubectl(podlaw: Podlaw) -> None:
    done = podlaw("run", "web.yaml", "-o", "wide")
    assert done.out.splitlines()[0].endswith("AGE   IP          NODE     NOMINATED NODE   READINESS GATES")
    assert rows(done.out)[-1][-4:] == ["10.88.0.3", "node-1", "<none>", "<none>"]


def test_namespaces_are_shown_where_there_is_more_than_one(folder: Path, podlaw: Podlaw) -> None:
    (folder / "other.yaml").write_text(OTHER, "utf-8")
    done = podlaw("run", "web.yaml", "other.yaml")
    assert done.out.split()[:3] == ["TIME", "NAMESPACE", "NAME"]
    assert {row[1] for row in rows(done.out)} == {"default", "other"}


def test_json_is_one_document_with_everything(podlaw: Podlaw) -> None:
    done = podlaw("run", "web.yaml", "-o", "json", "--at", "5s:exit:pod/web:code=1")
    document = json.loads(done.out)
    assert [line["status"] for line in document["timeline"]][-2:] == ["Error", "Running"]
    assert document["actions"] == [
        {
            "at": 5.0,
            "do": "exit",
            "target": "web",
            "options": {"code": 1, "namespace": "default", "container": "app"},
            "refusal": "",
        }
    ]
    assert {"RunPodSandbox", "PullImage", "exit"} <= {call["call"] for call in document["cri"]}
    assert document["events"][0]["reason"] == "Scheduled"
    assert document["objects"][0]["status"]["containerStatuses"][0]["restartCount"] == 1
    assert document["laws"]["breaches"] == []


def test_jsonl_is_a_watch_event_in_each_line(podlaw: Podlaw) -> None:
    events = [json.loads(line) for line in podlaw("run", "web.yaml", "-o", "jsonl").out.splitlines()]
    assert [event["type"] for event in events if event["kind"] == "Pod"] == ["ADDED", *["MODIFIED"] * 4]
    assert all(earlier["at"] <= later["at"] for earlier, later in pairwise(events))


def test_yaml_is_the_final_objects_and_can_be_read_again(folder: Path, podlaw: Podlaw) -> None:
    limits = WEB + "    resources: {requests: {cpu: 100m}}\n"
    (folder / "web.yaml").write_text(limits, "utf-8")
    (manifest,) = read_text(podlaw("run", "web.yaml", "-o", "yaml").out)
    assert isinstance(manifest.object, Pod)
    assert manifest.object.status.phase == "Running"


def test_yaml_of_nothing_left_is_empty(podlaw: Podlaw) -> None:
    assert podlaw("run", "web.yaml", "--at", "5s:delete:pod/web", "-o", "yaml").out == ""


def test_standard_input_is_read(podlaw: Podlaw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(WEB.encode())))
    assert rows(podlaw("run", "-").out)[-1][3] == "Running"


def test_a_folder_is_read_without_its_scripts(folder: Path, podlaw: Podlaw) -> None:
    (folder / "web.script.yaml").write_text("web: {app: {runs: [{after: 5s, exit: 0}]}}", "utf-8")
    done = podlaw("run", str(folder), "--until", "8s")
    assert rows(done.out)[-1][3:6] == ["Running", "1", "(0s"]
    assert "web.script.yaml says." in done.out


def test_a_pod_may_bring_its_own_script(folder: Path, podlaw: Podlaw) -> None:
    script = """{"app": {"runs": [{"after": "2s", "exit": 0}]}}"""
    own = WEB.replace("name: web", f"name: web\n  annotations:\n    trace.example/script: '{script}'")
    never = own.replace("spec:", "spec:\n  restartPolicy: Never")
    (folder / "web.yaml").write_text(never, "utf-8")
    assert rows(podlaw("run", "web.yaml").out)[-1][3] == "Completed"


def test_what_cannot_be_done_any_more_is_said_and_no_error(podlaw: Podlaw) -> None:
    done = podlaw("run", "web.yaml", "--at", "5s:delete:pod/web", "--at", "20s:delete:pod/web:grace=1")
    assert done.status == 0
    assert '20.000s   delete pod/web grace=1   NotFound: pods "web" not found' in done.out


@pytest.mark.parametrize(
    ("action", "result"),
    [
        ("0s:exit:pod/web", "it is not on a node"),
        ("0s:sandbox-dies:pod/web", "it is not on a node"),
        ("50ms:exit:pod/web", "container app does not run"),
        ("50ms:sandbox-dies:pod/web", "it has no sandbox that could die"),
        ("50ms:delete:pod/web:uid=other", "Conflict: "),
    ],
)
def test_an_action_that_comes_too_early_does_nothing(podlaw: Podlaw, action: str, result: str) -> None:
    assert f"   {result}" in podlaw("run", "web.yaml", "--at", action, "--until", "1s").out


def test_nodes_have_the_names_that_are_asked_for(podlaw: Podlaw) -> None:
    done = podlaw("run", "web.yaml", "--node", "one=1,1Gi", "-o", "json")
    assert [event["object"]["metadata"]["name"] for event in json.loads(done.out)["watch"]][:1] == ["one"]


def test_a_broken_law_is_told_and_ends_with_one(podlaw: Podlaw, monkeypatch: pytest.MonkeyPatch) -> None:
    class Strict:
        verdict = "1 law checked on 1 observation: XX-1 broken"
        breaches = ("XX-1 Nothing runs. But web runs.",)

        def hear(self, seen: object, start: int) -> None:
            """Whatever it is, it is wrong."""

    monkeypatch.setattr(cli, "law_judge", Strict)
    done = podlaw("run", "web.yaml")
    assert done.status == 1
    assert done.out.splitlines()[-2:] == [f"Law {Strict.breaches[0]}", f"Laws: {Strict.verdict}."]
    quiet = podlaw("run", "web.yaml", "-o", "jsonl")
    assert (quiet.status, quiet.err) == (1, f"Law {Strict.breaches[0]}\n")


def test_a_bug_of_podlaw_is_one_line_that_says_so(podlaw: Podlaw, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(run: Run, end: int) -> object:
        raise Disagreement("phase", "Running", "Failed", "Pod default/web at 1.000 s")

    monkeypatch.setattr(Run, "run_until", fail)
    monkeypatch.delenv("PODLAW_DEBUG", raising=False)
    done = podlaw("run", "web.yaml")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("podlaw: this is a bug in podlaw, not in your manifests at 0.000s: Disagreement: Pod")
    assert done.err.count("\n") == 1
    monkeypatch.setenv("PODLAW_DEBUG", "1")
    with pytest.raises(Disagreement):
        podlaw("run", "web.yaml")


def test_a_run_in_which_time_stands_still_is_a_bug_of_podlaw(podlaw: Podlaw, monkeypatch: pytest.MonkeyPatch) -> None:
    def for_ever(run: Run) -> None:
        run.cluster.simulation.after(0, lambda: for_ever(run))

    def begin(run: Run, *arguments: object, **options: object) -> None:
        made(run, *arguments, **options)
        for_ever(run)

    made = Run.__init__
    monkeypatch.setattr(Run, "__init__", begin)
    monkeypatch.setattr("podlaw.model.cluster.run.STANDSTILL", 1000)
    done = podlaw("run", "web.yaml")
    assert done.status == 1
    assert "at 0.000s: Standstill: time stands still" in done.err


def test_every_action_is_explained_in_the_help(podlaw: Podlaw) -> None:
    text = podlaw("run", "--help").out
    assert [name for name, verb in commands.VERBS.items() if f":{name}:" not in text or verb.words not in text] == []


def in_a_process(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "podlaw.cli", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_reader_who_leaves_ends_it_in_silence() -> None:
    with in_a_process("run", "web.yaml", "-o", "jsonl", "--until", "100000h") as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith(b'{"at":0.0,')
        process.stdout.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) in (130, 141)
        assert process.stderr.read() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_control_c_ends_a_long_run_without_a_traceback() -> None:
    with in_a_process("run", "web.yaml", "-o", "jsonl", "--until", "100000h") as process:
        assert process.stdout
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=30)
        assert (process.returncode, complaints) == (130, b"")

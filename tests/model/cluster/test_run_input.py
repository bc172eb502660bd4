"""Bad input to `podlaw run`: each is told by place and name, ends with 2, and nothing is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.model.cluster.run import Run

from .conftest import OTHER, WEB, Podlaw

TWO = WEB + "  - name: helper\n    image: img.example/helper:1\n"


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wrong is found before the cluster is made."""

    def made(*_: object, **__: object) -> None:
        raise AssertionError("a cluster was made")

    monkeypatch.setattr(Run, "__init__", made)


def refused(podlaw: Podlaw, *arguments: str) -> str:
    """What is said on standard error."""
    done = podlaw("run", *arguments)
    assert (done.status, done.out) == (2, "")
    assert "Traceback" not in done.err
    return done.err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (WEB.replace("image", "imag"), "web.yaml:8: spec.containers[0].imag: unknown field; did you mean image?"),
        (WEB.replace("name: web", "name: Web"), "web.yaml:4: metadata.name: a lowercase RFC 1123 subdomain must"),
        (WEB.replace("spec:", "spec:\n  restartPolicy: Sometimes"), "web.yaml:6: spec.restartPolicy: unsupported"),
        (
            WEB.replace("name: web", "name: web\n  namespace: team"),
            'web.yaml:5: metadata.namespace: namespaces "team" not found; expected a Namespace manifest of this name',
        ),
        (WEB.replace("kind: Pod", "kind: Eviction"), "web.yaml:2: kind Eviction (v1) is not modelled yet"),
        (WEB + "---\n" + WEB, 'web.yaml:13: metadata.name: Pod "web" is there already: web.yaml:1'),
        ("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n", "web.yaml: no Pod in it: nothing would happen"),
        ("spec: [\n", "web.yaml:2: not YAML"),
    ],
)
def test_a_manifest_is_refused_at_its_line(folder: Path, podlaw: Podlaw, text: str, sentence: str) -> None:
    (folder / "web.yaml").write_text(text, "utf-8")
    assert refused(podlaw, "web.yaml").startswith(sentence)


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there_is_named(podlaw: Podlaw) -> None:
    assert refused(podlaw, "wbe.yaml") == "wbe.yaml: cannot be read: No such file or directory\n"


def test_a_file_of_no_text_is_named(folder: Path, podlaw: Podlaw) -> None:
    (folder / "web.yaml").write_bytes(b"\xff\xfe")
    assert refused(podlaw, "web.yaml") == "web.yaml:1: not UTF-8: byte 0xff\n"


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("12s", "expected TIME:ACTION:TARGET[:key=value]..., such as 12s:delete:pod/web:grace=5"),
        ("12:delete:pod/web", "'12' is no time; expected for example 12s, 300ms or 1m30s"),
        ("-5s:delete:pod/web", "'-5s' is no time; expected for example 12s, 300ms or 1m30s"),
        ("12s:delte:pod/web", "no action is called 'delte'; did you mean delete?"),
        ("12s:delete:web", "'web' is no target of delete; expected pod/NAME"),
        ("12s:delete:node/node-1", "'node/node-1' is no target of delete; expected pod/NAME"),
        ("12s:delete:pod/wbe", "delete pod/wbe: no Pod of this name; did you mean web?"),
        ("12s:delete:pod/web:grce=5", "delete has no option 'grce'; did you mean grace?"),
        ("12s:delete:pod/web:grace", "grace wants a value: grace=..."),
        ("12s:delete:pod/web:grace=-1", "grace: '-1' is not seconds; expected a whole number from 0 to 2147483647"),
        ("12s:delete:pod/web:uid=", "uid: is empty"),
        ("12s:delete:pod/web:namespace=other", "delete pod/web namespace=other: it is in namespace default"),
        ("12s:exit:pod/web:code=256", "code: '256' is not an exit code; expected a whole number from 0 to 255"),
        ("12s:exit:pod/web", "exit pod/web: which container? Say container=app or container=helper"),
        ("12s:exit:pod/web:container=ap", "exit pod/web container=ap: no container of this name; did you mean app?"),
        ("12s:resize:pod/web:cpu=2", "resize pod/web cpu=2: which container? Say container=app or container=helper"),
        ("12s:resize:pod/web:cpu=two", "cpu: 'two' is no amount; expected for example 500m or 1Gi"),
        (
            "12s:resize:pod/web:container=app",
            "resize pod/web container=app: to what? Say cpu=... or memory=... or cpu-limit=... or memory-limit=...",
        ),
        ("12s:debug:pod/web", "debug pod/web: with which image? Say image=..."),
        ("12s:restart-kubelet:node/nod-1", "restart-kubelet node/nod-1: no node of this name; did you mean node-1?"),
        (
            "12s:shutdown-node:node/node-1:grace=5:critical=6",
            "shutdown-node node/node-1 grace=5 critical=6: critical is at most grace",
        ),
        ("12s:memory-used:node/node-1", "memory-used node/node-1: how much? Say amount=, for example amount=60Gi"),
        ("12s:memory-used:node/node-1:amount=x", "amount: 'x' is no amount; expected for example 500m or 1Gi"),
        ("12s:restart-kubelet:node/node-1:grace=1", "restart-kubelet has no option 'grace'; it takes none"),
        ("12s:reboot:node/nod-1", "reboot node/nod-1: no node of this name; did you mean node-1?"),
        (
            "12s:remove-manifest:node/node-1:file=web.yaml",
            "remove-manifest node/node-1 file=web.yaml: no such file is ever in its folder; there is none",
        ),
        ("12s:remove-manifest:node/node-1", "remove-manifest node/node-1: which file? Say file=..."),
        ("12s:write-manifest:node/node-1:as=a.yaml", "write-manifest node/node-1 as=a.yaml: which file? Say file=..."),
    ],
)
def test_a_wrong_action_is_refused(folder: Path, podlaw: Podlaw, action: str, sentence: str) -> None:
    (folder / "web.yaml").write_text(TWO, "utf-8")
    assert refused(podlaw, "web.yaml", "--at", action).endswith(f"Error: Invalid value for '--at': {sentence}\n")


def test_a_pod_in_two_namespaces_must_be_told_apart(folder: Path, podlaw: Podlaw) -> None:
    (folder / "other.yaml").write_text(OTHER, "utf-8")
    complaint = refused(podlaw, "web.yaml", "other.yaml", "--at", "1s:delete:pod/web")
    assert complaint.endswith("which one? Say namespace=default or namespace=other\n")


def test_a_file_to_create_later_is_checked_before(folder: Path, podlaw: Podlaw) -> None:
    (folder / "later.yaml").write_text(WEB.replace("image", "imag").replace("web", "later"), "utf-8")
    complaint = refused(podlaw, "web.yaml", "--at", "5s:create:later.yaml")
    assert complaint.startswith("later.yaml:8: spec.containers[0].imag")


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("wbe: {app: {}}", "s.yaml:1: wbe: no Pod of this name is to be run; did you mean web?"),
        ("web:\n  ap: {}", "s.yaml:2: web.ap: Pod web has no such container; did you mean app?"),
        ("web:\n  app:\n    runs:\n    - {after: 1x}", "s.yaml:4: web.app.runs[0].after: '1x' is no duration"),
        ("web:\n  app: {run: []}", "s.yaml:2: web.app.run: unknown member"),
        ("web:\n  app: {exec: {preStop: [oops]}}", "s.yaml:2: web.app.exec.preStop[0]: 'oops' is no answer"),
        ("web: {app: {exec: {preStop: []}}}", "s.yaml:1: web.app.exec.preStop: expected at least one answer"),
        (
            "web: {app: {exec: {preStop: [[ok], []]}}}",
            "s.yaml:1: web.app.exec.preStop[1]: expected at least one answer",
        ),
        ("web: {app: {exec: {live: [{exit: 256}]}}}", "s.yaml:1: web.app.exec.live[0].exit: 256 is no exit code"),
        ("web: {app: {exec: {live: [[{exit: -1}]]}}}", "s.yaml:1: web.app.exec.live[0][0].exit: -1 is no exit code"),
        ("web: {app: {exec: {live: [{takes: -1s}]}}}", "s.yaml:1: web.app.exec.live[0].takes: '-1s' is no duration"),
        ("web: {app: {exec: {live: [ok]}}}", "s.yaml:1: web.app.exec.live: no probe and no hook runs a command that"),
        ("web: {app: {on_sigterm: explode}}", "s.yaml:1: web.app.on_sigterm: 'explode' is no answer to a signal"),
        ("web: {app: {on_sigterm: {after: -1s}}}", "s.yaml:1: web.app.on_sigterm.after: '-1s' is no duration"),
        ("web: {_sandbox: {dies: -1s}}", "s.yaml:1: web._sandbox.dies: '-1s' is no duration"),
        ("web: {_sandbox: {fails: -1}}", "s.yaml:1: web._sandbox.fails: -1 is no number of sandboxes"),
        ("web: {_sandbox: {burns: 1s}}", "s.yaml:1: web._sandbox.burns: unknown member; expected one of fails, dies"),
        ("web: {_sandbx: {dies: 1s}}", "s.yaml:1: web._sandbx: unknown member"),
        ("web:\n  app:\n    runs: [{exit: 1}]", "s.yaml:3: web.app.runs[0].exit: needs `after`"),
        ("web: {app: {runs: [{after: 1s, forever: true}]}}", "s.yaml:1: web.app.runs[0].after: a run that goes on for"),
        ("web: {app: {runs: [{forever: maybe}]}}", "s.yaml:1: web.app.runs[0].forever: 'maybe' is neither true nor"),
        ("web: {app: {runs: [{start: fail}]}}", "s.yaml:1: web.app.runs[0].start: 'fail' is nothing that it can do"),
        ("web: {app: {runs: [{after: 1s, exit: 256}]}}", "s.yaml:1: web.app.runs[0].exit: 256 is no exit code"),
        ("web: {app: {runs: [{after: 1s, reason: 5}]}}", "s.yaml:1: web.app.runs[0].reason: 5 is no text"),
        ("web: {app: {on_sigterm: {exit: -1}}}", "s.yaml:1: web.app.on_sigterm.exit: -1 is no exit code"),
        ("web: {app: {uses: {memory: 3x}}}", "s.yaml:1: web.app.uses.memory: '3x' is no amount; expected for example"),
        ("web: {app: {uses: {cpu: 1}}}", "s.yaml:1: web.app.uses.cpu: unknown member; expected one of memory, ephem"),
        ("web: {app: {image: {fails: -2}}}", "s.yaml:1: web.app.image.fails: -2 is no number of pulls"),
        ("web: 5", "s.yaml:1: web: 5 is no mapping"),
        ("- web", "s.yaml:1: wants a mapping of Pod names"),
        ("web: [\n", "s.yaml:2: not YAML"),
        ("web: {app: {}}\nweb: {app: {}}", "s.yaml:2: web: duplicate key; the first is on line 1"),
    ],
)
def test_a_wrong_script_is_refused_at_its_line(folder: Path, podlaw: Podlaw, script: str, sentence: str) -> None:
    (folder / "s.yaml").write_text(script, "utf-8")
    assert refused(podlaw, "web.yaml", "--script", "s.yaml").startswith(sentence)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ('{"ap": {}}', "ap: Pod web has no such container; did you mean app?"),
        ('{"app": ', "is no JSON: Expecting value"),
        ("[" * 100_000, "is nested too deeply"),
    ],
)
def test_a_wrong_script_of_a_pod_is_refused_at_its_line(
    folder: Path, podlaw: Podlaw, script: str, sentence: str
) -> None:
    own = WEB.replace("name: web", f"name: web\n  annotations:\n    trace.example/script: '{script}'")
    (folder / "web.yaml").write_text(own, "utf-8")
    complaint = refused(podlaw, "web.yaml")
    assert complaint.startswith(f"web.yaml:6: metadata.annotations[trace.example/script]: {sentence}")


@pytest.mark.usefixtures("folder")
def test_a_script_that_is_not_there_is_named(podlaw: Podlaw) -> None:
    assert refused(podlaw, "web.yaml", "--script", "s.yaml") == "s.yaml: cannot be read: No such file or directory\n"


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--node", "big", "'big' is no node; expected NAME=CPU,MEMORY, such as big=32,128Gi"),
        ("--node", "big=1", "'big=1' is no node; expected NAME=CPU,MEMORY, such as big=32,128Gi"),
        ("--node", "big=1x,1Gi", "'1x' is no amount of CPU; expected for example 4 or 500m"),
        ("--node", "big=1,-1Gi", "'-1Gi' is no amount of memory; expected for example 8Gi"),
        ("--until", "5", "'5' is no duration; expected for example 10m, 90s or 1h30m"),
        ("--until", "-5s", "'-5s' is no duration; expected for example 10m, 90s or 1h30m"),
        ("--output", "xml", "'xml' is not one of 'table', 'wide', 'json', 'yaml', 'jsonl'."),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_wrong_option_is_refused(podlaw: Podlaw, option: str, value: str, sentence: str) -> None:
    assert refused(podlaw, "web.yaml", option, value).endswith(f"{sentence}\n")


def test_a_node_is_there_once(folder: Path, podlaw: Podlaw) -> None:
    (folder / "node.yaml").write_text("apiVersion: v1\nkind: Node\nmetadata:\n  name: big\n", "utf-8")
    complaint = refused(podlaw, "web.yaml", "node.yaml", "--node", "big=1,1Gi")
    assert complaint == 'node.yaml:4: metadata.name: Node "big" is there already: --node\n'


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("node-1",), "'node-1' is no static Pod; expected NODE=FILE, such as node-1=web.yaml"),
        (("nod-1=web.yaml",), "--static nod-1=web.yaml: no node of this name; did you mean node-1?"),
    ],
)
def test_a_wrong_static_pod_is_refused(folder: Path, podlaw: Podlaw, arguments: tuple[str, ...], sentence: str) -> None:
    (folder / "web.yaml").write_text(WEB, "utf-8")
    assert sentence in refused(podlaw, "--static", *arguments)


def test_a_static_pods_file_holds_one_pod_that_needs_nothing_of_the_api(folder: Path, podlaw: Podlaw) -> None:
    (folder / "web.yaml").write_text(f"{WEB}---\n{WEB}", "utf-8")
    assert "a static Pod's file holds one Pod and nothing else" in refused(podlaw, "--static", "node-1=web.yaml")
    (folder / "web.yaml").write_text(WEB.replace("spec:", "spec:\n  serviceAccountName: builder"), "utf-8")
    assert "a static Pod can not refer to serviceaccounts" in refused(podlaw, "--static", "node-1=web.yaml")
    (folder / "web.yaml").write_text(WEB.replace("image", "imag"), "utf-8")
    assert ".imag: unknown field" in refused(podlaw, "--static", "node-1=web.yaml")


def test_something_is_to_be_run(folder: Path, podlaw: Podlaw) -> None:
    assert "Missing argument 'FILE...', or a static Pod: --static NODE=FILE." in refused(podlaw)

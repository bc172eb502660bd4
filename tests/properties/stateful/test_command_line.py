"""CommandLine: a history is told as a `podlaw run` in which the very same happens again."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from attrs import evolve

from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.cluster.planned_action import PlannedAction, parse_action
from podlaw.model.cluster.run import Run
from podlaw.model.cluster.run_plan import make_plan, parse_node
from podlaw.model.objects.container import Container
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.runtime.script import read_script
from podlaw.properties.stateful.command_line import Creation, History
from podlaw.properties.stateful.supervision import Supervised

NODES = (NodeShape(name="node-1"), NodeShape(name="node-2"))
SCRIPT = {"app": {"runs": [{"after": "2s", "exit": 1}, {}], "on_sigterm": {"after": "3s", "exit": 0}}}


def pod(name: str) -> Pod:
    return Pod(metadata=ObjectMeta(name=name), spec=PodSpec(containers=(Container(name="app", image="app:1"),)))


@pytest.fixture
def history() -> History:
    """A Pod from the beginning, another one later under a name that is used twice, and all that may happen to them."""
    return (
        History(NODES, seed=7)
        .and_then(Creation(0, pod("web"), SCRIPT))
        .and_then(PlannedAction(1_100, "sandbox-dies", "web", {}))
        .and_then(Creation(1_100, pod("job"), {}))
        .and_then(PlannedAction(2_003, "restart-kubelet", "node-1", {}))
        .and_then(PlannedAction(9_000, "exit", "job", {"container": "app", "code": 3}))
        .and_then(PlannedAction(9_000, "delete", "job", {"grace": 0}))
        .and_then(Creation(9_001, pod("job"), {}))
        .and_then(PlannedAction(12_000, "delete", "web", {}))
    )


def supervised(history: History) -> Supervised:
    """The history as the machine lets it happen."""
    run = Supervised(history.nodes, (), seed=history.seed)
    for each in (*history.created, *history.done):
        run.advance(each.at - (run.cluster.simulation.now - run.cluster.simulation.start))
        if isinstance(each, Creation):
            run.do(lambda c, each=each: c.create(each.pod, read_script(each.script)))
        elif each.verb == "restart-kubelet":
            run.do(lambda c, each=each: c.restart_kubelet(each.target))
        elif each.verb == "sandbox-dies":
            run.do(lambda c, each=each: c.kill_sandbox(each.target))
        elif each.verb == "exit":
            run.do(lambda c, each=each: c.exit_container(each.target, **each.options))
        else:
            run.do(lambda c, each=each: c.delete(each.target, **each.options))
    run.advance(60_000)
    return run


def test_the_command_line_lets_the_very_same_happen_again(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = supervised(history)
    monkeypatch.chdir(tmp_path)
    for name, text in history.files.items():
        Path(name).write_text(text, encoding="utf-8")
    arguments = list(evolve(history, until=72_000).arguments)
    options = dict.fromkeys(a for a in arguments if a.startswith("--"))
    given = {o: [v for a, v in itertools.pairwise(arguments) if a == o] for o in options}
    files = arguments[: arguments.index("--node")]
    plan = make_plan(files, [], [parse_node(n) for n in given["--node"]], [parse_action(a) for a in given["--at"]])
    again = Run(plan, seed=int(given["--seed"][0]))
    for _ in again.run_until(72_000):
        pass
    shown = [(e.at, e.type, e.object.metadata.uid, e.object.status) for e in first.cluster.watch if e.kind == "Pod"]
    seen = [(e.at, e.type, e.object.metadata.uid, e.object.status) for e in again.cluster.watch if e.kind == "Pod"]
    assert shown == seen
    assert len(shown) > 20


def test_it_is_written_as_a_shell_script(history: History) -> None:
    lines = str(history).splitlines()
    assert lines[0] == "cat > 0.yaml <<'END'"
    assert "podlaw run 0.yaml \\" in lines
    assert "  --at 1100ms:create:1.yaml \\" in lines
    assert "  --at 9000ms:exit:pod/job:container=app:code=3 \\" in lines
    assert lines[-1] == "  --until 0ms"

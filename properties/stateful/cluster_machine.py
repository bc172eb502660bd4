"""ClusterMachine: a Hypothesis state machine over a whole Cluster: users and misfortunes, in any order, at odd times."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from ...model.cluster.cluster import Cluster
from ...model.cluster.node_shape import NodeShape
from ...model.cluster.operations import debug, resize
from ...model.cluster.planned_action import PlannedAction
from ...model.objects.pod import Pod, is_terminal
from ...model.runtime.script import read_script
from .. import strategies
from ..law import Law
from .command_line import Creation, History
from .supervision import Broken, Supervised

MOST_PODS = 3
NAMES = ("web", "job")
"""Few, so that a name is used again when its Pod has gone."""
LONGEST_END = 2_000_000
"""Milliseconds after which nothing may be left of a Pod that was deleted."""


class ClusterMachine(RuleBasedStateMachine):
    """Every rule does what is possible now; after each, and at every moment between, everything is checked."""

    laws: Iterable[Law] = ()
    plain: bool | None = None
    """Whether its Pods are plain; None: some are."""
    has_failed = False

    @initialize(nodes=st.integers(1, 2), seed=st.integers(0, 999))
    def begin(self, nodes: int, seed: int) -> None:
        """Some nodes, and the seed of the kubelets' phases."""
        self.history = History(tuple(NodeShape(name=f"node-{number + 1}") for number in range(nodes)), seed)
        self.supervised = Supervised(self.history.nodes, self.laws, seed=seed)

    # what is there

    @property
    def cluster(self) -> Cluster:
        return self.supervised.cluster

    @property
    def pods(self) -> list[Pod]:
        """Those that the API server has."""
        return list(self.cluster.store.list("Pod"))

    def free_names(self) -> list[str]:
        return [name for name in NAMES if all(pod.metadata.name != name for pod in self.pods)]

    def running(self) -> list[tuple[str, str]]:
        """(Pod, container) of each running container of a Pod that the API server has."""
        found = []
        for pod in self.bound():
            status = self.cluster.kubelets[pod.spec.nodeName].runtime.status(pod.metadata.uid)
            found += [(pod.metadata.name, each.name) for each in status.containers if each.state == "running"]
        return found

    def bound(self) -> list[Pod]:
        return [pod for pod in self.pods if pod.spec.nodeName]

    def with_sandbox(self) -> list[str]:
        names = []
        for pod in self.bound():
            sandboxes = self.cluster.kubelets[pod.spec.nodeName].runtime.status(pod.metadata.uid).sandboxes
            if sandboxes and sandboxes[0].ready:
                names.append(pod.metadata.name)
        return names

    def resizable(self) -> list[tuple[str, str]]:
        """(Pod, container) of each app container with requests, of a Pod that is not yet to end."""
        return [
            (pod.metadata.name, container.name)
            for pod in self.living()
            for container in pod.spec.containers
            if container.resources.requests
        ]

    def living(self) -> list[Pod]:
        return [
            pod for pod in self.pods if pod.metadata.deletionTimestamp is None and not is_terminal(pod.status.phase)
        ]

    # what happens

    @precondition(lambda self: len(self.cluster.pods.lives) < MOST_PODS and self.free_names())
    @rule(data=st.data())
    def create(self, data: st.DataObject) -> None:
        """A user submits a Pod."""
        drawn = data.draw(strategies.scripted_pods(data.draw(st.sampled_from(self.free_names())), plain=self.plain))
        script = read_script(drawn.script)
        self._do(lambda cluster: cluster.create(drawn.pod, script), Creation(self._now(), drawn.pod, drawn.script))

    @precondition(lambda self: self.pods)
    @rule(data=st.data(), grace=strategies.graces())
    def delete(self, data: st.DataObject, grace: int | None) -> None:
        """A user deletes a Pod, perhaps not for the first time."""
        name = data.draw(st.sampled_from([pod.metadata.name for pod in self.pods]))
        self._delete(name, grace)

    @precondition(lambda self: self.running())
    @rule(data=st.data(), code=strategies.exit_codes())
    def exit(self, data: st.DataObject, code: int) -> None:
        """A container's main process ends."""
        name, container = data.draw(st.sampled_from(self.running()))
        action = self._action("exit", name, container=container, code=code)
        self._do(lambda cluster: cluster.exit_container(name, container, code), action)

    @precondition(lambda self: self.resizable())
    @rule(data=st.data(), cpu=strategies.amounts())
    def resize(self, data: st.DataObject, cpu: str) -> None:
        """A user has a container ask for another amount of cpu."""
        name, container = data.draw(st.sampled_from(self.resizable()))
        asked = {"requests": {"cpu": cpu}}
        action = self._action("resize", name, container=container, cpu=cpu)
        self._do(lambda cluster: resize(cluster, name, container=container, amounts=asked), action)

    @precondition(lambda self: self.living())
    @rule(data=st.data())
    def debug(self, data: st.DataObject) -> None:
        """A user adds an ephemeral container."""
        pod = data.draw(st.sampled_from(self.living()))
        name, container = pod.metadata.name, f"d{len(pod.spec.ephemeralContainers) + 1}"
        action = self._action("debug", name, image="app:1", container=container)
        self._do(lambda cluster: debug(cluster, name, image="app:1", container=container), action)

    @precondition(lambda self: self.with_sandbox())
    @rule(data=st.data())
    def kill_sandbox(self, data: st.DataObject) -> None:
        """A sandbox dies, and its containers with it."""
        name = data.draw(st.sampled_from(self.with_sandbox()))
        self._do(lambda cluster: cluster.kill_sandbox(name), self._action("sandbox-dies", name))

    @precondition(lambda self: self.cluster.pods.lives)
    @rule(data=st.data())
    def restart_kubelet(self, data: st.DataObject) -> None:
        """A kubelet restarts; its containers run on."""
        node = data.draw(st.sampled_from([shape.name for shape in self.history.nodes]))
        self._do(lambda cluster: cluster.restart_kubelet(node), self._action("restart-kubelet", node))

    @precondition(lambda self: self.cluster.pods.lives)
    @rule(step=strategies.steps())
    def pass_time(self, step: int) -> None:
        """Time passes."""
        self._watched(lambda: self.supervised.advance(step))

    def teardown(self) -> None:
        """Whatever happened, what is deleted ends; and the bounded World allows all that was done."""
        if self.has_failed:
            return
        for pod in self.pods:
            self._delete(pod.metadata.name, None)
        self._watched(lambda: self.supervised.advance(LONGEST_END))
        self._watched(self._ends)

    def _ends(self) -> None:
        left = [pod.metadata.name for pod in self.pods]
        for kubelet in self.cluster.kubelets.values():
            left += [f"{i.status.name} of {p.pod.metadata.name}" for p in kubelet.runtime.pods.values()
                     for i in p.instances if i.status.state == "running"]  # fmt: skip
        if left:
            raise Broken(self.cluster.now, [f"still there: {', '.join(left)}"])
        if departures := self.supervised.departures():
            raise Broken(self.cluster.now, departures)

    # keeping count

    def _now(self) -> int:
        return self.cluster.simulation.now - self.cluster.simulation.start

    def _action(self, verb: str, target: str, **options: Any) -> PlannedAction:
        return PlannedAction(self._now(), verb, target, {k: v for k, v in options.items() if v is not None})

    def _delete(self, name: str, grace: int | None) -> None:
        self._do(lambda cluster: cluster.delete(name, grace=grace), self._action("delete", name, grace=grace))

    def _do(self, action: Callable[[Cluster], object], what: PlannedAction | Creation) -> None:
        self.history = self.history.and_then(what)
        self._watched(lambda: self.supervised.do(action))

    def _watched(self, action: Callable[[], None]) -> None:
        """What goes wrong is told with the command line that shows it."""
        try:
            action()
        except Exception as wrong:
            self.has_failed = True
            wrong.add_note(str(evolve(self.history, until=self._now() + 1)))
            raise

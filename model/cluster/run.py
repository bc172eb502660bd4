"""Run: a plan carried out in a Cluster, and what there is to see of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from attrs import frozen

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..kubelet.agent.kill_reasons import HAPPENINGS
from ..objects.manifest import Manifest, ManifestError
from ..objects.pod import Pod
from ..objects.time import Millis
from ..runtime.calls import RuntimeCall
from . import operations
from .cluster import Cluster
from .node_actions import NO_NODE, act_on_node
from .planned_action import AMOUNTS, VERBS, WORKLOAD, PlannedAction
from .run_plan import RunPlan, registered
from .static_files import WRITE, StaticFile
from .workload_actions import act_on_workload

PAUSE = 2_000
"""Steps of the simulation between two signs of life."""

STANDSTILL = 1_000_000
"""So many steps at one moment are an endless loop."""


class Standstill(Exception):
    """Time does not go on: something always has one more thing to do at once."""

    def __init__(self) -> None:
        super().__init__("time stands still")


@frozen
class Done:
    """What became of an action: an empty `refusal`, or why nothing happened; `at` in milliseconds since 1970."""

    at: Millis
    action: PlannedAction
    refusal: str


Seen = WatchEvent | RuntimeCall | Done


class Run:
    """One run of a plan. `reference`: each machine is driven by its transitions.Machine instead of its look-up; `why`: all
    decisions are kept, not only those that tell of probes, hooks and back-offs. Raises ManifestError for what the API server refuses."""

    def __init__(self, plan: RunPlan, *, seed: int = 0, reference: bool = False, why: bool = False) -> None:
        self.plan = plan
        self.cluster = Cluster(plan.nodes, seed=seed, judge=reference, why=why or HAPPENINGS)
        self.done: list[Done] = []
        self.start = self.cluster.simulation.start
        for manifest in plan.manifests:
            self._create(manifest)
        for each in plan.static:
            self._write(each)
        for index, action in enumerate(plan.actions):
            self.cluster.simulation.at(self.start + action.at, partial(self._act, index, action))

    def _create(self, manifest: Manifest) -> None:
        """Raises ManifestError where the API server refuses it for what else is there, such as a LimitRange."""
        try:
            self.cluster.create(manifest.object, self.plan.script_of(manifest))
        except Rejected as error:
            raise ManifestError([manifest.problem("", f"{error.reason}: {error.message}")]) from None

    @property
    def now(self) -> Millis:
        return self.cluster.simulation.now

    @property
    def is_over(self) -> bool:
        """Nothing can happen any more."""
        return self.cluster.simulation.next_moment() is None

    def run_until(self, end: int) -> Iterator[None]:
        """Run until so many milliseconds have passed or nothing can happen any more, with a pause now and then.

        Raises Standstill, and whatever the cluster raises where it contradicts itself: all of it a bug in podlaw.
        """
        simulation, steps, moved = self.cluster.simulation, 0, 0
        while (due := simulation.next_moment()) is not None and due <= self.start + end:
            moved = steps if due > simulation.now else moved
            simulation.step()
            steps += 1
            if steps - moved > STANDSTILL:
                raise Standstill
            if steps % PAUSE == 0:
                yield
        if not self.is_over:
            simulation.run_until(self.start + end)

    def seen(self) -> Iterator[Seen]:
        """Everything by time; at the same time what was done, then the runtime, then what the API showed of it."""
        everything: list[Seen] = [*self.done, *self.cluster.calls, *self.cluster.watch]
        return iter(sorted(everything, key=lambda each: each.at))

    def _act(self, index: int, action: PlannedAction) -> None:
        try:
            refusal = self._carry_out(index, action)
        except Rejected as error:
            refusal = " ".join(each for each in (f"{error.reason}: {error.message}", error.cause) if each)
        self.done.append(Done(self.now, action, refusal))

    def _carry_out(self, index: int, action: PlannedAction) -> str:
        cluster, name = self.cluster, action.target
        if action.verb == "create":
            for each in map(registered, self.plan.created[index]):
                cluster.create(each.object, self.plan.script_of(each))
            return ""
        options = dict(action.options)
        if action.verb == WRITE and name in cluster.kubelets:
            self._write(self.plan.written[index])
            return ""
        if VERBS[action.verb].target == "node":
            return act_on_node(cluster, action.verb, name, options) if name in cluster.kubelets else NO_NODE
        if VERBS[action.verb].target == WORKLOAD:
            act_on_workload(cluster, action)
            return ""
        namespace = str(options.pop("namespace"))
        if action.verb == "delete":
            grace, uid = options.get("grace"), options.get("uid")
            cluster.delete(
                name, namespace, grace=grace if isinstance(grace, int) else None, uid=str(uid) if uid else None
            )
            return ""
        if action.verb == "evict":
            grace = options.get("grace")
            operations.evict(cluster, name, namespace, grace=grace if isinstance(grace, int) else None)
            return ""
        if action.verb == "resize":
            operations.resize(cluster, name, namespace, container=str(options["container"]), amounts=_amounts(options))
            return ""
        if action.verb == "debug":
            given = {key: str(options[key]) for key in ("container", "image", "target") if key in options}
            operations.debug(cluster, name, namespace, **given)
            return ""
        if not self._is_on_a_node(cluster.pod(name, namespace)):
            return "it is not on a node"
        if action.verb == "sandbox-dies":
            return "" if cluster.kill_sandbox(name, namespace) else "it has no sandbox that could die"
        container, code = str(options["container"]), options["code"]
        assert isinstance(code, int)
        ended = cluster.exit_container(name, container, code, namespace)
        return "" if ended else f"container {container} does not run"

    def _write(self, file: StaticFile) -> None:
        self.cluster.write_manifest(file.node, file.name, file.pod, self.plan.script_of(file.manifest))

    def _is_on_a_node(self, pod: Pod) -> bool:
        return pod.spec.nodeName in self.cluster.kubelets


def _amounts(options: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """`{"requests": {"cpu": "500m"}}` of the options of a resize."""
    amounts: dict[str, dict[str, str]] = {}
    for option, (kind, resource) in AMOUNTS.items():
        if option in options:
            amounts.setdefault(kind, {})[resource] = str(options[option])
    return amounts

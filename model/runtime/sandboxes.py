"""Sandboxes: the part of a scripted runtime that makes, stops and loses the sandboxes of Pods."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from ..cluster import timing
from ..cluster.pod_life import SIGKILLED, PodLife
from ..core.simulation import Resume, Simulation, Wait
from ..kubelet import sandbox
from ..objects.pod import Pod
from ..objects.runtime import RuntimeStatus, SandboxStatus
from ..objects.time import Millis
from .calls import RuntimeCall
from .instance import PREFIX, Instance, RuntimePod
from .network import Network
from .script import Script


class SandboxRuntime:
    """The sandboxes of one node. `changed(uid)` is called whenever a relist would see something new."""

    def __init__(
        self,
        simulation: Simulation,
        node: str,
        log: Callable[[RuntimeCall], None],
        changed: Callable[[str], None],
        address: Callable[[], str],
    ) -> None:
        self.pods: dict[str, RuntimePod] = {}
        self.images: set[str] = set()
        self._simulation, self._node, self._log, self._changed = simulation, node, log, changed
        self._address = address
        self.network = Network(simulation, self.pods, self._record)
        self._ids = 0
        self.used: dict[str, int] = {}
        """Bytes in use on the machine beside its Pods, by resource."""

    def know(self, pod: Pod, machines: PodLife, script: Script) -> None:
        """The kubelet is about to ask for things of this Pod, as it is now."""
        known = self.pods.setdefault(pod.metadata.uid, RuntimePod(pod, machines, script))
        known.pod = pod

    def status(self, uid: str) -> RuntimeStatus:
        """What a listing shows of this Pod now."""
        pod = self.pods.get(uid)
        if pod is None:
            return RuntimeStatus(at=self._simulation.now)
        return RuntimeStatus(
            sandboxes=tuple(pod.sandboxes),
            containers=tuple(instance.status for instance in pod.instances),
            at=self._simulation.now,
        )

    def uses_of(self, uid: str, resource: str) -> dict[str, int]:
        """Bytes of the resource that the Pod's containers use: memory while they run, disk until they are removed."""
        pod = self.pods.get(uid)
        found: dict[str, int] = {}
        for instance in pod.instances if pod else ():
            status, uses = instance.status, pod.script.of(instance.status.name).uses if pod else {}
            if status.state == "running" or (status.state == "exited" and resource != "memory"):
                found[status.name] = found.get(status.name, 0) + uses.get(resource, 0)
        return found

    def in_use(self, resource: str) -> int:
        """Bytes of the resource that are in use on the machine."""
        pods = sum(sum(self.uses_of(uid, resource).values()) for uid in self.pods)
        return self.used.get(resource, 0) + pods

    # sandboxes

    def run_sandbox(self, uid: str, attempt: int, is_wanted: Callable[[], bool]) -> Wait:
        """RunPodSandbox: resumes with the sandbox, or None where it failed; the machines are moved by the caller.

        A call whose caller has gone is cancelled and changes nothing, as all calls that take time.
        """

        def begin(resume: Resume) -> None:
            def end() -> None:
                if is_wanted():
                    resume(self._made_sandbox(uid, attempt))

            self._simulation.after(timing.RUN_SANDBOX, end)

        return begin

    def _made_sandbox(self, uid: str, attempt: int) -> SandboxStatus | None:
        pod = self.pods[uid]
        pod.sandbox_tries += 1
        if pod.sandbox_tries <= pod.script.sandbox_fails:
            self._record(pod, "RunPodSandbox", attempt=attempt, error="scripted sandbox failure")
            return None
        made = SandboxStatus(
            id=self._id("s"),
            ready=True,
            attempt=attempt,
            ip=self._address(),
            network="NODE" if pod.pod.spec.hostNetwork else "POD",
            createdAt=self._simulation.now,
        )
        self._record(pod, "RunPodSandbox", attempt=attempt, sandbox=made.id)
        number = sum(1 for _ in pod.sandboxes)
        pod.sandboxes.insert(0, made)
        if number < len(pod.script.sandbox_dies):
            self._simulation.after(pod.script.sandbox_dies[number], lambda: self.kill_sandbox(uid, made.id))
        self._changed(uid)
        return made

    def kill_sandbox(self, uid: str, sandbox_id: str) -> None:
        """The sandbox dies by itself, and its containers with it; nothing happens if it was stopped before."""
        pod = self.pods[uid]
        if not self._unready(pod, sandbox_id):
            return
        self._record(pod, "sandbox-died", sandbox=sandbox_id)
        pod.life.fire(("sandbox",), sandbox.SandboxDies())
        for instance in pod.instances:
            if instance.status.state == "running" and instance.status.sandbox == sandbox_id:
                self._ended(pod, instance, SIGKILLED, "sandbox died")
        self._changed(uid)

    def stop_sandbox(self, uid: str) -> None:
        """StopPodSandbox for every sandbox of the Pod; the machines are moved by the caller."""
        pod = self.pods[uid]
        for old in list(pod.sandboxes):
            if old.ready or old is pod.sandboxes[0]:
                self._record(pod, "StopPodSandbox", sandbox=old.id, wasReady=old.ready)
            self._unready(pod, old.id)
        self._changed(uid)

    def _unready(self, pod: RuntimePod, sandbox_id: str) -> bool:
        for index, old in enumerate(pod.sandboxes):
            if old.id == sandbox_id and old.ready:
                pod.sandboxes[index] = evolve(old, ready=False)
                return True
        return False

    def _ended(self, pod: RuntimePod, instance: Instance, code: int, cause: str) -> None:
        """A container has ended; the part of the runtime that runs containers says what follows."""
        raise NotImplementedError

    def _record(self, pod: RuntimePod, call: str, container: str = "", **detail: object) -> None:
        meta = pod.pod.metadata
        if "id" in detail:
            detail["id"] = str(detail["id"]).removeprefix(PREFIX)
        entry = RuntimeCall(
            Millis(self._simulation.now), call, meta.name, meta.namespace, self._node, meta.uid, container, detail
        )
        self._log(entry)

    def _id(self, letter: str) -> str:
        self._ids += 1
        return f"{self._node}-{letter}{self._ids:06d}"

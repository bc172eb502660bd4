"""StaticPods: the static Pods of one kubelet, their turns by full name, and their mirrors in the API (semantics B34.5, PW-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...apiserver.pods import with_uid
from ...apiserver.rules.rejection import Rejected
from ...core.simulation import Timer
from ...objects.node import Node
from ...objects.pod import Pod, full_name, is_static
from ..full_name import FreeName, FullNameState, TakeName
from ..mirror_pod import MakeMirror, MirrorGoes, MirrorPodState, RemoveMirror, SeeMirror
from ..pod_worker import PodWorkerState, TurnComes
from ..rules.static_pod import is_mirror_of, mirror_pod
from ..static_manifest import RemoveManifest, StaticManifestState, WriteManifest
from .manifest_folder import ManifestFolder

if TYPE_CHECKING:
    from ...cluster.pod_life import PodLife
    from .kubelet import Kubelet
    from .pod_agent import PodAgent

MIRROR = ("mirror",)
NAME = ("name",)


class StaticPods:
    """What one kubelet has of its folder: its static Pods by uid, and all mirrors on its node by full name."""

    def __init__(self, kubelet: Kubelet) -> None:
        self._kubelet = kubelet
        self.folder = ManifestFolder(kubelet.simulation, kubelet.node, self._apply)
        self.mirrors: dict[str, Pod] = {}
        """As they were seen last, by full name."""
        self._pods: dict[str, Pod] = {}
        self._started: dict[str, str] = {}
        """Full name -> uid of the static Pod that has started."""
        self._waiting: dict[str, list[str]] = {}
        self._shown: dict[str, str] = {}
        """Full name -> uid of the static Pod that its mirror was made for last."""
        self._cleaning: Timer | None = None

    # the folder

    def _apply(self, pods: Mapping[str, Pod]) -> None:
        """KCFG merge: what is no longer there is removed before what is new is added."""
        for uid in [uid for uid in self._pods if uid not in pods]:
            self._remove(uid)
        for uid, pod in pods.items():
            if uid not in self._pods:
                self._add(uid, pod)

    def _add(self, uid: str, pod: Pod) -> None:
        self._pods[uid] = pod
        life = self._kubelet.pods.life_of_static(pod)
        if life.machines.manifest.state is not StaticManifestState.PRESENT:
            life.fire(("manifest",), WriteManifest())
        name = full_name(pod)
        if life.machines.worker.state is PodWorkerState.UNKNOWN and not self._may_have(name, uid):
            self._get_in_line(life, name)
        self._shown[name] = uid
        mirror = self.mirrors.get(name)
        if mirror is not None:
            life.fire(MIRROR, SeeMirror(_fits(mirror, pod)))
        self._kubelet.add_static(pod, mirror)
        self.begins(self._kubelet.agents[uid])

    def _remove(self, uid: str) -> None:
        del self._pods[uid]
        agent = self._kubelet.agents[uid]
        agent.mirror = None  # what becomes of the Pod now is nobody's status; its mirror keeps the last one
        agent.life.fire(("manifest",), RemoveManifest())
        self._kubelet.see_removal(agent, agent.pod)
        self.clean_soon()

    def miss(self, lost: Sequence[PodAgent]) -> None:
        """What a process before this one had, and whose manifest went while no kubelet was there."""
        for agent in lost:
            if agent.uid not in self._pods and agent.life.machines.manifest.state is StaticManifestState.PRESENT:
                agent.life.fire(("manifest",), RemoveManifest())

    # turns

    def _may_have(self, name: str, uid: str) -> bool:
        return self._started.get(name, uid) == uid and not self._in_line(name)

    def _get_in_line(self, life: PodLife, name: str) -> None:
        if life.machines.name.state is FullNameState.FREE:
            life.fire(NAME, TakeName())
        self._waiting.setdefault(name, []).append(life.uid)

    def begins(self, agent: PodAgent) -> None:
        """A worker that syncs from the start has its full name."""
        if agent.life.machines.worker.state is PodWorkerState.SYNC and is_static(agent.pod):
            self._started[full_name(agent.pod)] = agent.uid

    def _in_line(self, name: str) -> list[str]:
        """The uids that wait for this full name and still want it, in order."""
        waiting = [each for each in self._waiting.get(name, ()) if self._waits(each)]
        self._waiting[name] = waiting
        return waiting

    def _waits(self, uid: str) -> bool:
        agent = self._kubelet.agents.get(uid)
        return agent is not None and agent.life.machines.worker.state is PodWorkerState.WAITING

    def turn_comes(self, agent: PodAgent) -> bool:
        """A worker that waits asks whether it may start now (PW allowStaticPodStart)."""
        name = full_name(agent.pod)
        if self._in_line(name)[:1] != [agent.uid] or self._started.get(name, agent.uid) != agent.uid:
            return False
        self._started[name] = agent.uid
        agent.life.fire(("worker",), TurnComes())
        for uid in self._in_line(name):
            self._name_is_taken(uid, is_taken=True)
        return True

    def give_name_back(self, agent: PodAgent) -> None:
        """The worker is about to be forgotten (PW removeTerminatedWorker): its full name is free; who waits for it asks when
        it looks again, and the same Pod, if it is asked for anew, comes last."""
        name = full_name(agent.pod)
        if self._started.get(name) != agent.uid:
            return
        del self._started[name]
        line = self._in_line(name)
        if line:
            self._name_is_taken(line[0], is_taken=False)
            self._get_in_line(agent.life, name)

    def _name_is_taken(self, uid: str, *, is_taken: bool) -> None:
        life = self._kubelet.agents[uid].life
        if (life.machines.name.state is FullNameState.TAKEN) is not is_taken:
            life.fire(NAME, TakeName() if is_taken else FreeName())

    # mirrors

    def _agent_of(self, name: str) -> PodAgent | None:
        """The static Pod that is wanted under this full name."""
        uid = next((uid for uid, pod in self._pods.items() if full_name(pod) == name), None)
        return None if uid is None else self._kubelet.agents.get(uid)

    def see_mirror(self, seen: Pod) -> None:
        """The watch has brought a version of a mirror; what counts is the newest."""
        meta, name = seen.metadata, full_name(seen)
        newest = self._kubelet.pods.by_uid(meta.uid, meta.namespace, meta.name)
        known, agent = self.mirrors.get(name), self._agent_of(name)
        if newest is None:
            if known is not None and known.metadata.uid == meta.uid:
                self._mirror_goes(name, seen, agent)
            return
        self.mirrors[name] = newest
        if agent is None:
            self.clean_soon()
            return
        agent.mirror = newest
        if known is not None and known.metadata.uid == meta.uid and _same(known, newest):
            return  # its status alone is no news for the static Pod
        agent.life.fire(MIRROR, SeeMirror(_fits(newest, agent.pod)))
        agent.writer.mirror_was_seen()
        agent.poke()

    def _mirror_goes(self, name: str, last: Pod, agent: PodAgent | None) -> None:
        """HandlePodRemoves: the static Pod is synced, with the mirror that went: only the sync after that one makes a new one."""
        del self.mirrors[name]
        if agent is not None:
            agent.mirror = None
            if agent.life.machines.mirror.state is not MirrorPodState.UNKNOWN:
                agent.life.fire(MIRROR, MirrorGoes())
            agent.poke(gone_mirror=last)

    def reconcile(self, agent: PodAgent) -> None:
        """KL tryReconcileMirrorPods: a mirror that does not fit is removed; where there is none one is made."""
        mirror = agent.gone_mirror or agent.mirror
        if mirror is not None and (_fits(mirror, agent.pod) or not self._delete(mirror)):
            return
        if agent.life.machines.mirror.state is MirrorPodState.UNFIT:
            agent.life.fire(MIRROR, RemoveMirror())
        node = self._kubelet.stored("Node", "", self._kubelet.node)
        if isinstance(node, Node) and node.metadata.deletionTimestamp is None:
            agent.life.fire(MIRROR, MakeMirror())
            try:
                self._kubelet.pods.create(mirror_pod(agent.pod, node))
            except Rejected:
                return  # it is there already, or its namespace is not: a later sync tries again

    def _delete(self, mirror: Pod) -> bool:
        """DELETE this very mirror with grace 0; False if it is no longer there."""
        meta = mirror.metadata
        if self._kubelet.pods.by_uid(meta.uid, meta.namespace, meta.name) is None:
            return False
        self._kubelet.pods.delete(meta.namespace, meta.name, with_uid(meta.uid, 0))
        return True

    def send_statuses(self) -> None:
        """Whenever a status is sent, so is that of each static Pod whose mirror does not have it yet (STM syncBatch)."""
        for uid in self._pods:
            self._kubelet.agents[uid].writer.send_to_mirror()

    def clean_soon(self) -> None:
        """The next housekeeping looks for mirrors that nobody needs."""
        if self._cleaning is None:
            self._cleaning = self._kubelet.simulation.at(self._kubelet.housekeeping.next(), self._clean)

    def _clean(self) -> None:
        """HandlePodCleanups: a mirror whose static Pod is gone is removed, as soon as the Pod no longer terminates."""
        self._cleaning = None
        if not self._kubelet.is_up:
            return
        for name, mirror in sorted(self.mirrors.items()):
            if self._agent_of(name) is None and not self._terminates(name):
                self._delete(mirror)
                agent = self._kubelet.agents.get(self._shown.pop(name, ""))
                if agent is not None and agent.life.machines.mirror.state is not MirrorPodState.UNKNOWN:
                    agent.life.fire(MIRROR, RemoveMirror())

    def _terminates(self, name: str) -> bool:
        agent = self._kubelet.agents.get(self._started.get(name, ""))
        return agent is not None and agent.life.machines.worker.state is PodWorkerState.TERMINATING

    # the process

    def forget(self) -> None:
        """The kubelet's process has ended."""
        self.folder.forget()
        self._pods, self._started, self._waiting, self._shown, self.mirrors = {}, {}, {}, {}, {}
        if self._cleaning is not None:
            self._cleaning.cancel()
            self._cleaning = None


def _fits(mirror: Pod, pod: Pod) -> bool:
    return mirror.metadata.deletionTimestamp is None and is_mirror_of(mirror, pod)


def _same(before: Pod, now: Pod) -> bool:
    """Nothing but the status has changed (KCFG podsDifferSemantically)."""
    old, new = before.metadata, now.metadata
    marks = (old.labels, old.annotations, old.deletionTimestamp, old.deletionGracePeriodSeconds)
    return before.spec == now.spec and marks == (
        new.labels, new.annotations, new.deletionTimestamp, new.deletionGracePeriodSeconds
    )  # fmt: skip

"""CrashLoopWait: whether the back-off between a container's restarts holds its start up (semantics B.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...objects.container import Container
from ...objects.runtime import RuntimeContainer
from ...objects.time import Millis
from ..crash_loop import BackoffOver, CrashLoopState, Expire, Recall, level_of
from ..rules.back_off import BackOffEntry, crash_loop_key, crash_loop_message, crash_loop_wait, has_expired
from ..rules.container_statuses import StartError
from ..start import BackOff
from . import reasons

if TYPE_CHECKING:
    from .pod_agent import PodAgent


def is_backed_off(agent: PodAgent, container: Container) -> bool:
    """KRM doBackOff: whether the crash-loop back-off holds the start up; else the delay before the next one grows."""
    now, key = agent.simulation.now, crash_loop_key(agent.pod, container)
    exited = _newest_exited(agent, container.name)
    finished = exited.finishedAt if exited is not None else None
    entry = _kept(agent, key)
    if finished is not None:
        _tell_machine(agent, container, key, entry, finished)
    new_entry, left = crash_loop_wait(entry, now, finished)
    reasons.back_off_was_asked(agent, container, finished, entry, new_entry, left)
    if left > 0 and new_entry is not None:
        agent.life.fire(agent.life.of(container.name, "start"), BackOff())
        message = crash_loop_message(agent.pod, container, new_entry)
        agent.start_errors[container.name] = StartError("CrashLoopBackOff", message)
        agent.fail(left)
        meta = agent.pod.metadata
        name = f"{meta.name}_{meta.namespace}({meta.uid})"
        text = f"Back-off restarting failed container {container.name} in pod {name}"
        agent.kubelet.recorder.write(agent.pod, "Warning", "BackOff", text, container.name)
        return True
    if agent.life.container(container.name).back_off.state is CrashLoopState.BACKING_OFF and finished is not None:
        agent.life.fire(agent.life.of(container.name, "back_off"), BackoffOver())
    if new_entry is not None:
        agent.crash_loops[key] = new_entry
        agent.crash_loop_keys[container.name] = key
    return False


def _newest_exited(agent: PodAgent, name: str) -> RuntimeContainer | None:
    """In the snapshot of this sync."""
    return next((each for each in agent.snapshot.containers if each.name == name and each.state == "exited"), None)


def _kept(agent: PodAgent, key: tuple[object, ...]) -> BackOffEntry | None:
    """The entry of this key, unless housekeeping has found it too old (B11.7; KL HandlePodCleanups)."""
    entry = agent.crash_loops.get(key)
    if entry is None or not has_expired(entry, agent.kubelet.housekeeping.last()):
        return entry
    del agent.crash_loops[key]
    return None


def _tell_machine(
    agent: PodAgent, container: Container, key: tuple[object, ...], entry: BackOffEntry | None, finished: Millis
) -> None:
    """The container's machine has the delay of one key: it forgets one that no longer counts, and takes up one that counts
    again (B11.6)."""
    at = agent.life.of(container.name, "back_off")
    if entry is None or has_expired(entry, finished):
        if agent.life.container(container.name).back_off.state is not CrashLoopState.NONE:
            agent.life.fire(at, Expire())
    elif agent.crash_loop_keys.get(container.name) != key:
        agent.life.fire(at, Recall(level_of(entry.delay // 1000)))
        agent.crash_loop_keys[container.name] = key

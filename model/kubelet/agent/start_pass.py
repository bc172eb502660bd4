"""StartPass: one container is started: back-off, image, create, start; the first failure ends it (semantics B.6, B.7, B.11)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from ...core.simulation import Wait
from ...objects.container import Container
from ...objects.time import Millis
from ..image_pull import (
    IMAGE_PULL,
    BackoffOver,
    Ensure,
    Expire,
    ImagePull,
    ImagePullPolicy,
    ImagePullState,
    ImagePullView,
    PullEnds,
)
from ..kill_task import BeginKill, KillEnds
from ..rules.back_off import after_pull, has_expired
from ..rules.container_statuses import StartError
from ..rules.grace import container_grace_period
from ..rules.image import ERR_IMAGE_PULL, ImageDecision, image_decision
from ..start import CreateFails, CreateSucceeds, PullFails, PullSucceeds, StartFails, StartSucceeds
from . import kill_reasons, reasons
from .crash_loop_wait import is_backed_off
from .disagreement import agree
from .hook_handlers import run_hook
from .kill_pass import kill_container

if TYPE_CHECKING:
    from .pod_agent import PodAgent


def start_container(agent: PodAgent, container: Container) -> Generator[Wait, Any, bool]:
    """KRC startContainer, with KRM doBackOff before it; False where it failed, which is kept as the container's start error."""
    if is_backed_off(agent, container):
        return False
    if not (yield from _ensure_image(agent, container)):
        agent.life.fire(agent.life.of(container.name, "start"), PullFails())
        return False
    agent.life.fire(agent.life.of(container.name, "start"), PullSucceeds())
    at, runtime, record = agent.life.of(container.name, "start"), agent.kubelet.runtime, agent.kubelet.recorder
    missing = agent.kubelet.missing_configuration(agent.pod, container)
    if missing:
        agent.life.fire(at, CreateFails())
        _fail(agent, container, "CreateContainerConfigError", missing)
        record.write(agent.pod, "Warning", "Failed", f"Error: {missing}", container.name)
        return False
    instance = runtime.create_container(agent.uid, container.name, container.image, _attempt(agent, container))
    if instance is None:
        agent.life.fire(at, CreateFails())
        message = "failed to create containerd task: scripted create failure"
        _fail(agent, container, "CreateContainerError", message)
        record.write(agent.pod, "Warning", "Failed", f"Error: {message}", container.name)
        return False
    agent.life.fire(at, CreateSucceeds())
    agent.kubelet.resizer.made(agent, container)
    record.write(agent.pod, "Normal", "Created", "Container created", container.name)
    started = yield runtime.start_container(agent.uid, instance, lambda: agent.alive)
    if not started:
        agent.life.fire(at, StartFails())
        message = "failed to start container: scripted start failure"
        _fail(agent, container, "RunContainerError", message)
        record.write(agent.pod, "Warning", "Failed", f"Error: {message}", container.name)
        return False
    agent.life.fire(at, StartSucceeds())
    record.write(agent.pod, "Normal", "Started", "Container started", container.name)
    if not (yield from _post_start(agent, container, instance.status.id)):
        return False
    agent.start_errors.pop(container.name, None)
    return True


def _post_start(agent: PodAgent, container: Container, container_id: str) -> Generator[Wait, Any, bool]:
    """KRC startContainer, step 4: the sync waits for the hook as long as it takes; its failure kills the container."""
    handler = container.lifecycle.postStart if container.lifecycle is not None else None
    if handler is None:
        return True
    begun = agent.simulation.now
    message = yield from run_hook(agent, container, container_id, handler)
    kill_reasons.hook_ended(agent, container, kill_reasons.POST_START, begun, message)
    if not message:
        return True
    record, runtime = agent.kubelet.recorder, agent.kubelet.runtime
    record.write(agent.pod, "Warning", "FailedPostStartHook", "PostStartHook failed", container.name)
    for each in runtime.status(agent.uid).containers:
        if each.id != container_id or each.state != "running":
            continue
        at = agent.life.of(container.name, "kill")
        agent.life.fire(at, BeginKill())
        grace = container_grace_period(agent.pod, container, "FailedPostStartHook")
        yield from kill_container(agent, each, grace, message="FailedPostStartHook")
        agent.life.fire(at, KillEnds())
    _fail(agent, container, "PostStartHookError", message)
    return False


def _attempt(agent: PodAgent, container: Container) -> int:
    """The number of the new instance: one more than that of the newest in the snapshot (KRC startContainer)."""
    newest = agent.snapshot.newest(container.name)
    return newest.restartCount + 1 if newest is not None else 0


def _ensure_image(agent: PodAgent, container: Container) -> Generator[Wait, Any, bool]:
    """IMG EnsureImageExists: True when the image is on the node."""
    runtime, record, image = agent.kubelet.runtime, agent.kubelet.recorder, container.image
    decision = image_decision(
        image, container.imagePullPolicy,
        present=image in runtime.images, entry=agent.pulls.get(image), now=agent.simulation.now,
    )  # fmt: skip
    reasons.image_was_decided(agent, container, decision, present=image in runtime.images)
    _move_pull(agent, container, decision)
    match decision:
        case ImageDecision.USE_LOCAL:
            text = f'Container image "{image}" already present on machine and can be accessed by the pod'
            record.write(agent.pod, "Normal", "Pulled", text, container.name)
            return True
        case ImageDecision.PULL:
            return (yield from _pull(agent, container))
        case ImageDecision.IMAGE_PULL_BACK_OFF:
            record.write(agent.pod, "Normal", "BackOff", f'Back-off pulling image "{image}"', container.name)
            before = agent.start_errors.get(container.name)
            message = f'Back-off pulling image "{image}"'
            if before is not None and before.reason in (ERR_IMAGE_PULL, decision.value):
                message = f"{message}: {_cause(before)}"
            _fail(agent, container, decision.value, message)
        case ImageDecision.ERR_IMAGE_NEVER_PULL:
            message = f'Container image "{image}" is not present with pull policy of Never'
            record.write(agent.pod, "Warning", "ErrImageNeverPull", message, container.name)
            _fail(agent, container, decision.value, message)
        case ImageDecision.INVALID_IMAGE_NAME:
            message = f'Failed to apply default image tag "{image}": couldn\'t parse image name "{image}": invalid reference format'
            record.write(agent.pod, "Warning", "InspectFailed", message, container.name)
            _fail(agent, container, decision.value, message)
    record.write(agent.pod, "Warning", "Failed", f"Error: {decision.value}", container.name)
    return False


def _move_pull(agent: PodAgent, container: Container, decision: ImageDecision) -> None:
    """The machine of this container's image goes where the decision says, by way of its clock's events."""
    if decision is ImageDecision.INVALID_IMAGE_NAME:
        return
    path, entry = ("image_pulls", container.name), agent.pulls.get(container.image)
    policy = ImagePullPolicy(container.imagePullPolicy)
    in_back_off = decision is ImageDecision.IMAGE_PULL_BACK_OFF
    view = ImagePullView(policy, is_on_node=decision is ImageDecision.USE_LOCAL, backs_off=in_back_off)
    record = agent.life.others.get(path, ImagePull())
    if record.state is ImagePullState.BACKING_OFF and decision is ImageDecision.PULL:
        record = agent.life.move(path, IMAGE_PULL, view, BackoffOver())
    if (
        entry is not None
        and record.level
        and has_expired(entry, agent.simulation.now)
        and decision is ImageDecision.PULL
    ):
        agent.life.move(path, IMAGE_PULL, view, Expire())
    moved = agent.life.move(path, IMAGE_PULL, view, Ensure())
    agree(agent, "image pull", moved.state, _PULL_STATES[decision])


_PULL_STATES = {
    ImageDecision.USE_LOCAL: ImagePullState.PRESENT,
    ImageDecision.PULL: ImagePullState.PULLING,
    ImageDecision.IMAGE_PULL_BACK_OFF: ImagePullState.BACKING_OFF,
    ImageDecision.ERR_IMAGE_NEVER_PULL: ImagePullState.NEVER,
}


def _pull(agent: PodAgent, container: Container) -> Generator[Wait, Any, bool]:
    record, image, begun = agent.kubelet.recorder, container.image, agent.simulation.now
    record.write(agent.pod, "Normal", "Pulling", f'Pulling image "{image}"', container.name)
    came = yield agent.kubelet.runtime.pull(agent.uid, container.name, image, lambda: agent.alive)
    agent.life.move(("image_pulls", container.name), IMAGE_PULL, ImagePullView(), PullEnds(succeeded=came))
    entry = after_pull(agent.pulls.get(image), agent.simulation.now, came)
    agent.pulls.pop(image, None)
    if entry is not None:
        agent.pulls[image] = entry
    if came:
        took = _duration(Millis(agent.simulation.now - begun))
        text = f'Successfully pulled image "{image}" in {took} ({took} including waiting). Image size: 1000 bytes.'
        record.write(agent.pod, "Normal", "Pulled", text, container.name)
        return True
    cause = (
        f'rpc error: code = NotFound desc = failed to pull and unpack image "{image}": '
        "failed to resolve reference: not found"
    )
    record.write(agent.pod, "Warning", "Failed", f'Failed to pull image "{image}": {cause}', container.name)
    record.write(agent.pod, "Warning", "Failed", f"Error: {ERR_IMAGE_PULL}", container.name)
    _fail(agent, container, ERR_IMAGE_PULL, cause)
    return False


def _cause(error: StartError) -> str:
    """What the back-off's message says after the image's name: the error of the last pull."""
    return error.message if error.reason != ERR_IMAGE_PULL else f"{ERR_IMAGE_PULL}: {error.message}"


def _duration(millis: Millis) -> str:
    return f"{millis}ms" if millis < 1000 else f"{millis / 1000:g}s"


def _fail(agent: PodAgent, container: Container, reason: str, message: str, retry_after: int | None = None) -> None:
    agent.start_errors[container.name] = StartError(reason, message)
    if retry_after is None:
        agent.fail()
    else:
        agent.fail(retry_after)

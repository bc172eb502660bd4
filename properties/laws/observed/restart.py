"""Restart: laws of who is started again, as the API and the runtime show it (semantics C.10)."""

from __future__ import annotations

from ....model.kubelet.rules.restart import container_should_restart
from ....model.objects.container import Container, ContainerRestartRule, ExitCodes, is_sidecar
from ....model.objects.pod import Pod
from ...law import RECORD, Change, law
from ...record import Call, Item
from ...story import SLACK, Instance, Story
from .container import pairs, restarts_all
from .examples import STORY, created, did, ended, exited, pod, seen, status
from .pod_object import condition
from .sandbox import calls

SHOULD = "api/v1/pod ContainerShouldRestart"
NEVER = pod("Running", status(), spec={"restartPolicy": "Never"})
ON_FAILURE = pod("Running", status(), spec={"restartPolicy": "OnFailure"})
ONE_RULE = Container(
    name="app",
    restartPolicy="Never",
    restartPolicyRules=(ContainerRestartRule(action="Restart", exitCodes=ExitCodes(operator="In", values=(42,))),),
)
RULED = pod("Running", status(), spec={"restartPolicy": "Always", "containers": (ONE_RULE,)})
RUN = did("RunPodSandbox", 0.5)


def _again(story: Story, item: Item) -> tuple[Container, Instance] | None:
    """The container that is created again in one sandbox, and its instance before, whose record is still there."""
    if not isinstance(item, Call) or not calls(item, "CreateContainer"):
        return None
    container, instance = story.container(item.container), story.instances.get(item.container)
    if container is None or instance is None or instance.is_removed or instance.sandbox != story.sandbox:
        return None
    return (container, instance) if instance.image == item.detail.get("image", "") else None


def _ended_by_itself(story: Story, item: Item) -> tuple[Container, Instance] | None:
    again = _again(story, item)
    if again is None or again[0].name in story.resized:
        return None
    return again if again[1].ended_by_itself else None


def _has_rules(story: Story, item: Item) -> bool:
    again = _ended_by_itself(story, item)
    return again is not None and again[0].restartPolicy is not None and not is_sidecar(again[0])


def _has_none(story: Story, item: Item) -> bool:
    again = _ended_by_itself(story, item)
    return again is not None and again[0].restartPolicy is None


def _should_restart(story: Story, item: Item) -> bool:
    again = _again(story, item)
    if again is None or story.pod is None:
        return True
    container, instance = again
    is_init = container in story.pod.spec.initContainers
    if is_init and instance.exit_code == 0 and instance.reason != "OOMKilled":
        return False
    return container_should_restart(container, story.pod.spec.restartPolicy, instance.exit_code)


@law(
    "RST-1", RECORD, by=(SHOULD,), **STORY, given=_has_none,
    witness="{item}, after an exit that this does not answer",
    breach=(seen(ON_FAILURE, 0.1), RUN, *created(1.0), exited(0, 2.0), created(3.0, id="app-1")[0]),
)  # fmt: skip
def the_policy_decides(story: Story, item: Item) -> bool:
    """An ended container is started again under Always, under OnFailure if it failed, under Never not at all."""
    return _should_restart(story, item)


@law(
    "RST-4", RECORD, by=(SHOULD, "kubelet/kuberuntime computePodActions"), **STORY, given=_has_rules,
    witness="{item}, after an exit that no rule answers with a restart",
    breach=(seen(RULED, 0.1), RUN, *created(1.0), exited(7, 2.0), created(3.0, id="app-1")[0]),
)  # fmt: skip
def the_first_rule_decides(story: Story, item: Item) -> bool:
    """The first of a container's rules that matches its exit decides, and where none does, its own policy."""
    return _should_restart(story, item)


@law(
    "RST-2", RECORD, by=("kubelet podWorkers.completeSync", "kubelet acknowledgeTerminating"), **STORY,
    given=lambda story, item: isinstance(item, Call) and story.ended is not None and item.at > story.ended + SLACK,
    witness="{item}, after its end was shown",
    breach=(RUN, seen(pod("Failed", status(ended(1))), 1.0), *created(2.0)),
)  # fmt: skip
def the_ended_start_nothing(story: Story, item: Item) -> bool:
    """No container is created or started once the phase is terminal."""
    return not (isinstance(item, Call) and item.call in ("CreateContainer", "StartContainer"))


@law(
    "RST-3", RECORD, by=("website pod-lifecycle restart policy",),
    given=lambda before, after: any(new.restartCount > old.restartCount for old, new in pairs(before, after)),
    witness="it restarted on {after.spec.nodeName}",
    breach=Change(
        pod("Running", status()), pod("Running", status(restartCount=1), spec={"nodeName": "node-2"})
    ),
)  # fmt: skip
def a_restart_is_in_place(before: Pod, after: Pod) -> bool:
    """A container restarts on the same node, in the same Pod."""
    return before.spec.nodeName == after.spec.nodeName and before.metadata.uid == after.metadata.uid


@law(
    "RST-5", RECORD, by=("kubelet/kuberuntime computePodActions", "kubelet GeneratePodInitializedCondition"),
    given=lambda before, after: restarts_all(before),
    witness="it is on {after.spec.nodeName}, or a count fell, or Initialized is not True",
    breach=Change(
        pod("Running", status(ended(42), restartCount=1), conditions={"AllContainersRestarting": "True"}),
        pod("Running", status()),
    ),
)  # fmt: skip
def restarting_all_keeps_the_pod(before: Pod, after: Pod) -> bool:
    """RestartAllContainers keeps the Pod's node, counts on, and leaves Initialized as it was."""
    old, new = condition(before, "Initialized"), condition(after, "Initialized")
    counts = all(one.restartCount >= first.restartCount for first, one in pairs(before, after))
    stays = before.spec.nodeName == after.spec.nodeName
    return counts and stays and (old is None or old.status != "True" or (new is not None and new.status == "True"))


@law(
    "RST-5", RECORD, by=("kubelet/kuberuntime computePodActions",), **STORY,
    given=lambda story, item: (
        isinstance(item, Call)
        and story.pod is not None
        and restarts_all(story.pod)
        and story.sandbox_is_ready
        and story.marked is None
    ),
    witness="{item}, while all containers were to be restarted",
    breach=(
        RUN, seen(pod("Running", status(ended(42)), conditions={"AllContainersRestarting": "True"}), 1.0),
        did("StopPodSandbox", 2.0),
    ),
)  # fmt: skip
def restarting_all_keeps_the_sandbox(story: Story, item: Item) -> bool:
    """RestartAllContainers keeps the sandbox while it is ready and the Pod is not deleted."""
    return not (isinstance(item, Call) and item.call in ("RunPodSandbox", "StopPodSandbox"))


@law(
    "RST-7", RECORD, by=(SHOULD, "kubelet/container ShouldContainerBeRestarted"), **STORY,
    given=lambda story, item: (
        calls(item, "CreateContainer") and story.pod is not None and story.pod.spec.restartPolicy == "Never"
    ),
    witness="{item}, for the second time",
    breach=(seen(NEVER, 0.1), RUN, *created(1.0), exited(143, 2.0, cause="SIGTERM"), created(3.0, id="app-1")[0]),
)  # fmt: skip
def never_means_once(story: Story, item: Item) -> bool:
    """Under Never each container is started at most once, as long as its record and its image stay."""
    again = _again(story, item)
    return again is None or again[0].restartPolicy is not None or again[1].started is None

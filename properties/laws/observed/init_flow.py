"""InitFlow: laws of the sequence of init containers, as the API and the runtime show it (semantics C.8)."""

from __future__ import annotations

from ....model.kubelet.rules.restart import container_should_restart
from ....model.objects.container import Container, Probe, is_sidecar
from ....model.objects.pod import Pod
from ...law import RECORD, Mood, law
from ...record import Call, Item
from ...story import EXITED, Instance, Story
from .examples import STORY, created, did, exited, pod, seen, status
from .sandbox import calls

KRC = "kubelet/kuberuntime computeInitContainerActions"
TWO = pod("Pending", status(), init=(status(name="one"), status(name="two")))
RUN = did("RunPodSandbox", 0.5)


def _starts(story: Story, item: Item) -> bool:
    if not isinstance(item, Call) or not calls(item, "StartContainer") or story.pod is None:
        return False
    return bool(story.pod.spec.initContainers) and not _is_ephemeral(story.pod, item.container)


def _is_ephemeral(pod: Pod, name: str) -> bool:
    return any(one.name == name for one in pod.spec.ephemeralContainers)


def _started(story: Story, item: Item) -> tuple[list[Container], Container | None]:
    """The entries of initContainers ahead of the one that starts, and itself if it is one of them."""
    entries = list(story.pod.spec.initContainers) if story.pod else []
    name = item.container if isinstance(item, Call) else ""
    for index, one in enumerate(entries):
        if one.name == name:
            return entries[:index], one
    return entries, None


def _is_done(story: Story, container: Container) -> bool:
    """An init container that has succeeded, a sidecar that was started, in the present sandbox."""
    instance = story.instances.get(container.name)
    if instance is None or instance.sandbox != story.sandbox:
        return False
    if is_sidecar(container):
        return instance.started is not None
    return instance.state == EXITED and instance.exit_code == 0 and instance.reason != "OOMKilled"


@law(
    "INIT-1", RECORD, by=(KRC,), mood=Mood.ALWAYS, given=lambda shown: len(shown.spec.initContainers) > 1,
    witness="more than one init container of {pod.metadata.name} runs",
    breach=TWO,
)  # fmt: skip
def one_init_container_runs(shown: Pod) -> bool:
    """At most one init container runs at a time, sidecars aside."""
    ordinary = {one.name for one in shown.spec.initContainers if not is_sidecar(one)}
    return sum(one.name in ordinary and one.state.running is not None for one in shown.status.initContainerStatuses) < 2


@law(
    "INIT-2", RECORD, by=(KRC,), **STORY, given=_starts,
    witness="{item}, before those ahead of it were done",
    breach=(seen(TWO, 0.1), RUN, *created(1.0, "one"), exited(1, 2.0, "one"), *created(3.0, "two")),
)  # fmt: skip
def init_containers_go_in_order(story: Story, item: Item) -> bool:
    """An init container or sidecar starts only when those ahead of it are done: succeeded, or a sidecar started."""
    ahead, itself = _started(story, item)
    return itself is None or _is_again(story, itself) or all(_is_done(story, one) for one in ahead)


@law(
    "INIT-3", RECORD, by=(KRC,), **STORY, given=_starts,
    witness="{item}, before all init containers were done",
    breach=(seen(TWO, 0.1), RUN, *created(1.0, "one"), exited(0, 2.0, "one"), *created(3.0, "app")),
)  # fmt: skip
def app_containers_wait_for_init(story: Story, item: Item) -> bool:
    """No app container starts in a sandbox before all init containers are done in it."""
    entries, itself = _started(story, item)
    return itself is not None or all(_is_done(story, one) for one in entries)


@law(
    "INIT-4", RECORD, by=(KRC,), **STORY,
    given=lambda story, item: calls(item, "CreateContainer") and _an_app_exists(story),
    witness="{item}, which had succeeded in this sandbox, while an app container exists",
    breach=(
        seen(pod("Pending", status(), init=(status(name="one"),)), 0.1), RUN, *created(1.0, "one"),
        exited(0, 2.0, "one"), *created(3.0), created(4.0, "one", id="one-1")[0],
    ),
)  # fmt: skip
def a_done_init_container_is_not_run_again(story: Story, item: Item) -> bool:
    """An init container that has succeeded is not run again in the same sandbox while an app container exists."""
    _, itself = _started(story, item)
    return itself is None or is_sidecar(itself) or not _is_done(story, itself)


def _an_app_exists(story: Story) -> bool:
    """An app container is created or runs, in the present sandbox."""
    apps = story.pod.spec.containers if story.pod else ()
    known = [story.instances[one.name] for one in apps if one.name in story.instances]
    return any(one.state != EXITED and one.sandbox == story.sandbox for one in known)


@law(
    "INIT-5", RECORD, by=(KRC, "kubelet getPhase"), **STORY,
    given=lambda story, item: (
        isinstance(item, Call) and story.pod is not None and not _is_ephemeral(story.pod, item.container)
        and any(_has_failed_for_good(story, one) for one in story.pod.spec.initContainers)
    ),
    witness="{item}, after an init container had failed for good",
    breach=(
        seen(pod("Pending", status(), init=(status(name="one"),), spec={"restartPolicy": "Never"}), 0.1), RUN,
        *created(1.0, "one"), exited(1, 2.0, "one"), created(3.0, "one", id="one-1")[0],
    ),
)  # fmt: skip
def a_failed_init_container_ends_the_pod(story: Story, item: Item) -> bool:
    """After an init container has failed that is not to be restarted, nothing of the Pod starts any more, debugging aside."""
    return not calls(item, "CreateContainer", "StartContainer")


def _has_failed_for_good(story: Story, container: Container) -> bool:
    """By itself, in the present sandbox, under a policy that does not restart it."""
    instance = story.instances.get(container.name)
    if instance is None or is_sidecar(container) or story.pod is None or instance.sandbox != story.sandbox:
        return False
    restarts = container_should_restart(container, story.pod.spec.restartPolicy, instance.exit_code)
    return instance.ended_by_itself and instance.exit_code != 0 and not restarts


@law(
    "INIT-6", RECORD, by=("core/validation validateInitContainers",), mood=Mood.ALWAYS,
    given=lambda shown: bool(shown.spec.initContainers),
    witness="an init container of {pod.metadata.name} has a probe or a hook",
    breach=pod("Pending", spec={"initContainers": (Container(name="one", readinessProbe=Probe()),)}),
)  # fmt: skip
def init_containers_have_no_probes(shown: Pod) -> bool:
    """Init containers have neither probes nor hooks, unless they are sidecars."""
    ordinary = [one for one in shown.spec.initContainers if not is_sidecar(one)]
    return not any(one.livenessProbe or one.readinessProbe or one.startupProbe or one.lifecycle for one in ordinary)


@law(
    "INIT-7", RECORD, by=("kubelet/kuberuntime isInitContainerFailed",), **STORY,
    given=lambda story, item: _starts(story, item) and any(_is_out_of_memory(one) for one in story.instances.values()),
    witness="{item}, after an init container ran out of memory",
    breach=(
        seen(TWO, 0.1), RUN, *created(1.0, "one"), exited(0, 2.0, "one", reason="OOMKilled"), *created(3.0, "two"),
    ),
)  # fmt: skip
def out_of_memory_is_a_failure(story: Story, item: Item) -> bool:
    """An init container that ran out of memory has failed, even if it exited with 0: what follows it waits."""
    ahead, _ = _started(story, item)
    return not any(one.name in story.instances and _is_out_of_memory(story.instances[one.name]) for one in ahead)


def _is_out_of_memory(instance: Instance) -> bool:
    return instance.state == EXITED and instance.reason == "OOMKilled"


def _is_again(story: Story, container: Container) -> bool:
    """A sidecar that is restarted, whatever has become of those ahead of it."""
    instance = story.instances.get(container.name)
    return is_sidecar(container) and instance is not None and instance.starts > 1

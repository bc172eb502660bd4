"""Sidecar: laws of sidecars, as the API and the runtime show them (semantics C.9)."""

from __future__ import annotations

from ....model.kubelet.rules.restart import container_should_restart
from ....model.objects.container import Container, ExecAction, Probe, is_sidecar
from ....model.objects.pod import Pod
from ...law import RECORD, Change, Mood, law
from ...record import Call, Item
from ...story import RUNNING, Story
from .asked import ASKED, STARTUP, Asked, has_command
from .conditions import is_false, is_true
from .container import pairs
from .examples import STORY, TIMED, created, did, ended, exited, pod, seen, status
from .phase import apps, inits
from .pod_object import MARKED
from .sandbox import calls

KRT = "kubelet/kuberuntime waitForTurn"
SEEN_LATE = 0.5
"""Seconds by which the watch may show a deletion later than the kubelet acts on it."""
AT_ONCE = 1.0
"""Seconds in which all hooks of a Pod that is killed have begun."""
SYNC = 15.0
"""Seconds after which the kubelet has looked at a Pod again, whatever it was doing."""
LEAST = 2
"""Seconds that StopContainer gives when the grace is spent."""
PROXY = Container(
    name="proxy", image="init:1", restartPolicy="Always", startupProbe=Probe(exec=ExecAction(command=("startup",)))
)
BESIDE = {"initContainers": (PROXY,)}
WEB = pod("Running", status(), init=(status(name="proxy"),), spec=BESIDE)
DELETED = pod("Running", status(), init=(status(name="proxy"),), spec=BESIDE, meta=MARKED)
RUNS = (seen(WEB, 0.5), did("RunPodSandbox", 0.8), *created(1.0, "proxy"), *created(2.0))


def _sidecars(story: Story) -> list[str]:
    """Names, in the order in which they start."""
    return [one.name for one in story.pod.spec.initContainers if is_sidecar(one)] if story.pod else []


def _ahead(story: Story, item: Item) -> Container | None:
    """The sidecar right ahead of the container that is started for the first time in this sandbox."""
    if not isinstance(item, Call) or not calls(item, "StartContainer") or story.pod is None:
        return None
    itself, entries = story.instances.get(item.container), story.pod.spec.initContainers
    names = [one.name for one in entries]
    index = names.index(item.container) if item.container in names else len(names)
    if itself is None or itself.starts > 1 or index == 0 or item.container not in [*names, *_apps(story)]:
        return None
    return entries[index - 1] if is_sidecar(entries[index - 1]) else None


def _apps(story: Story) -> list[str]:
    return [one.name for one in story.pod.spec.containers] if story.pod else []


def _follows_a_sidecar(asked: Asked, item: Item) -> bool:
    ahead = _ahead(asked.story, item)
    return ahead is not None and not asked.story.kubelet_restarts


@law(
    "SC-2", RECORD, by=("kubelet/kuberuntime computeInitContainerActions",), **ASKED, given=_follows_a_sidecar,
    witness="{item}, before the sidecar ahead of it had started",
    breach=RUNS,
)  # fmt: skip
def what_follows_a_sidecar_waits_for_its_start(asked: Asked, item: Item) -> bool:
    """What follows a sidecar starts only when that was started and its startup probe, if it has one, has succeeded."""
    ahead = _ahead(asked.story, item)
    if ahead is None:
        return True
    instance = asked.story.instances.get(ahead.name)
    has_started = not has_command(ahead, STARTUP) or asked.of(ahead.name, STARTUP).ever
    return instance is not None and instance.started is not None and has_started


def _is_killed(story: Story, item: Item) -> bool:
    """The first stop of a sidecar of a deleted Pod, of which another container was told to stop since, or is gone."""
    if not calls(item, "StopContainer") or story.marked is None or story.kubelet_restarts or not isinstance(item, Call):
        return False
    one = story.instances.get(item.container)
    if item.container not in _sidecars(story) or one is None or one.stop is not None:
        return False
    others = [each for name, each in story.instances.items() if name in _apps(story)]
    since = story.marked - SEEN_LATE
    return (
        bool(others)
        and item.at > since
        and all(
            each.state != RUNNING or any(at is not None and at > since for at in (each.stop, each.hook))
            for each in others
        )
    )


@law(
    "SC-3", RECORD, by=(KRT, "kubelet/kuberuntime killContainer"), **STORY,
    given=lambda story, item: _is_killed(story, item) and isinstance(item, Call) and item.detail["timeout"] > LEAST,
    witness="{item}, with {item.detail[timeout]} s left, while one that it waits for ran",
    breach=(*RUNS, seen(DELETED, 3.0), did("StopContainer", 4.0, timeout=30), did("StopContainer", 4.1, "proxy", timeout=30)),
)  # fmt: skip
def sidecars_stop_last_and_backwards(story: Story, item: Item) -> bool:
    """When a Pod is killed a sidecar whose grace is not spent is signalled only after all app containers and all later
    sidecars have ended."""
    if not isinstance(item, Call):
        return True
    sidecars = _sidecars(story)
    awaited = [*_apps(story), *sidecars[sidecars.index(item.container) + 1 :]]
    return not any(story.instances[name].state == RUNNING for name in awaited if name in story.instances)


def _was_hooked(story: Story, item: Item) -> bool:
    """The first stop of a sidecar whose preStop hook has begun, after an app container was told to stop."""
    if not _is_killed(story, item) or not isinstance(item, Call) or _first_kill(story) is None:
        return False
    instance = story.instances.get(item.container)
    return instance is not None and instance.hook is not None


def _first_kill(story: Story) -> float | None:
    """When the first app container of the deleted Pod was told to stop, or its hook began."""
    app = [one for name, one in story.instances.items() if name in _apps(story)]
    begun = [at for one in app for at in (one.stop, one.hook) if at is not None]
    return min((at for at in begun if story.marked is not None and at > story.marked - SEEN_LATE), default=None)


@law(
    "SC-4", RECORD, by=("kubelet/kuberuntime killContainer",), **TIMED, given=_was_hooked,
    witness="{item}, after a hook that began long after the kill of its Pod",
    breach=(
        *RUNS, seen(DELETED, 3.0), did("StopContainer", 4.0, timeout=30), did("ExecSync", 9.0, "proxy", cmd="preStop"),
        did("StopContainer", 9.5, "proxy", timeout=24),
    ),
)  # fmt: skip
def a_hook_does_not_wait_for_a_turn(story: Story, item: Item) -> bool:
    """When a Pod is killed a sidecar's preStop hook begins at once: only its stop signal waits for its turn."""
    begun, hook = _first_kill(story), story.instances[item.container].hook if isinstance(item, Call) else None
    return begun is None or hook is None or hook - begun <= AT_ONCE


@law(
    "SC-5", RECORD, by=("kubelet/status GenerateContainersReadyCondition",), mood=Mood.ALWAYS,
    given=lambda shown: any(map(is_sidecar, shown.spec.initContainers)) and is_true(shown, "ContainersReady"),
    witness="a sidecar of {pod.metadata.name} is not ready",
    breach=pod("Running", status(ready=True), init=(status(name="proxy"),), spec=BESIDE, conditions={"ContainersReady": "True"}),
)  # fmt: skip
def a_ready_pods_sidecars_are_ready(shown: Pod) -> bool:
    """A Pod's containers are ready only if its sidecars are ready too."""
    return all(one.ready for container, one in inits(shown) if is_sidecar(container))


def _has_initialized(before: Pod, after: Pod) -> bool:
    """A Running Pod with sidecars whose app containers go on in the same sandbox."""
    if before.status.phase != "Running" or not any(map(is_sidecar, before.spec.initContainers)):
        return False
    ordinary = [(old, new) for old, new in pairs(before, after) if old.name not in _names(before)]
    same = all(old.containerID == new.containerID and old.state == new.state for old, new in ordinary)
    return same and before.status.podIP == after.status.podIP and any(one.state.running for _, one in apps(before))


def _names(shown: Pod) -> list[str]:
    return [one.name for one in shown.spec.initContainers if is_sidecar(one)]


@law(
    "SC-7", RECORD, by=("kubelet getPhase", "kubelet/status GeneratePodInitializedCondition"), given=_has_initialized,
    witness="the phase became {after.status.phase}, or Initialized False",
    breach=Change(WEB, pod("Pending", status(), init=(status(ended(1), name="proxy"),), spec=BESIDE)),
)  # fmt: skip
def a_sidecars_restart_is_no_new_beginning(before: Pod, after: Pod) -> bool:
    """While its other containers go on, no sidecar makes a Running Pod Pending, or takes Initialized from it."""
    return after.status.phase != "Pending" and not (is_true(before, "Initialized") and is_false(after, "Initialized"))


def _again(story: Story, item: Item) -> bool:
    """A sidecar is created again after an end of its own, in the same sandbox."""
    if not isinstance(item, Call) or not calls(item, "CreateContainer") or item.container not in _sidecars(story):
        return False
    one = story.instances.get(item.container)
    return one is not None and one.ended_by_itself and one.sandbox == story.sandbox and not story.kubelet_restarts


@law(
    "SC-1", RECORD, by=("kubelet/kuberuntime computePodActions",), **TIMED, given=_again,
    witness="{item}, although all app containers had ended for good long before",
    breach=(
        seen(pod("Running", status(), init=(status(name="proxy"),), spec={**BESIDE, "restartPolicy": "Never"}), 0.5),
        did("RunPodSandbox", 0.8), *created(1.0, "proxy"), *created(2.0), exited(0, 3.0), exited(0, 4.0, "proxy"),
        created(20.0, "proxy", id="proxy-1")[0],
    ),
)  # fmt: skip
def no_sidecar_outlives_the_app(story: Story, item: Item) -> bool:
    """A sidecar is started again only while some app container runs or is to run."""
    return story.pod is None or not all(_is_long_over(story, one, item.at) for one in story.pod.spec.containers)


def _is_long_over(story: Story, container: Container, at: float) -> bool:
    """It ended by itself so that nothing starts it again, and the kubelet has looked since."""
    one = story.instances.get(container.name)
    if one is None or story.pod is None or one.ended is None or at - one.ended <= SYNC:
        return False
    return one.ended_by_itself and not container_should_restart(container, story.pod.spec.restartPolicy, one.exit_code)

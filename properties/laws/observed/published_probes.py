"""PublishedProbes: laws of what follows from probes, as the API and the runtime show it (semantics C.12)."""

from __future__ import annotations

from collections.abc import Iterator

from ....model.objects.container import Container, HTTPGetAction, Probe
from ....model.objects.pod import Pod, every_container
from ....model.objects.status import ContainerStatus
from ...law import RECORD, law
from ...record import Call, Item
from ...story import EXITED, RUNNING, Instance
from .asked import ASKED, ASKED_IN_TIME, LIVENESS, READINESS, STARTUP, Asked, has_command, is_of
from .container import pairs
from .examples import created, did, pod, seen, status
from .pod_object import condition
from .probe_worker import PROBED, RUNS, WEB, asks

PRM = "kubelet/prober UpdatePodStatus"
WORKER = "kubelet/prober doProbe"
LATE = 2.0
"""Seconds by which a status may show what was published before the present result."""


def _same_instance(old: ContainerStatus, new: ContainerStatus) -> bool:
    return old.containerID == new.containerID and old.state.running is not None and new.state.running is not None


def _goes_by_probe(asked: Asked, item: Item) -> Iterator[tuple[ContainerStatus, ContainerStatus]]:
    """Before and after: each container with a readiness command whose newest instance runs, is shown and is not being
    stopped, in a Pod that lives with its first kubelet."""
    if isinstance(item, Call) or item.before is None or item.after is None:
        return
    if asked.story.marked is not None or asked.story.kubelet_restarts or not asked.story.calls:
        return
    if _has_failed_for_its_kubelet(item.after):
        return
    specs = {one.name: one for one in every_container(item.after.spec)}
    for old, new in pairs(item.before, item.after):
        instance = asked.story.instances.get(new.name)
        if instance is None or instance.state == EXITED or instance.stop is not None:
            continue
        is_shown = new.state.running is not None and new.containerID.endswith(instance.id)
        if is_shown and has_command(specs[old.name], READINESS):
            yield old, new


def _has_failed_for_its_kubelet(shown: Pod) -> bool:
    """Its containers may run on until they are killed, but nothing is probed any more, and what has no worker counts as
    having no probe (PRB worker.doProbe; PRM UpdatePodStatus)."""
    found = condition(shown, "ContainersReady")
    return found is not None and found.reason == "PodFailed"


def _ready(old: ContainerStatus, new: ContainerStatus) -> bool:
    return new.ready and not (old.ready and _same_instance(old, new))


def _unready(old: ContainerStatus, new: ContainerStatus) -> bool:
    return old.ready and not new.ready and _same_instance(old, new)


READY = pod("Running", status(ready=True, containerID="c://app-0"), spec={"containers": (PROBED,)})
UNREADY = pod("Running", status(containerID="c://app-0"), spec={"containers": (PROBED,)})


@law(
    "PRB-1", RECORD, by=(WORKER, PRM), **ASKED,
    given=lambda asked, item: any(new.ready for _, new in _goes_by_probe(asked, item)),
    witness="{item}, and a container is ready that was never asked, or has never said so",
    breach=(*RUNS, seen(READY, 2.0, before=WEB)),
)  # fmt: skip
def only_the_asked_are_ready(asked: Asked, item: Item) -> bool:
    """An instance with a readiness probe is ready only after that has succeeded on this very instance."""
    ready = [(asked.of(new.name, READINESS), new) for _, new in _goes_by_probe(asked, item) if new.ready]
    return all(answers.successes > 0 and is_of(new, answers) for answers, new in ready)


def _lasted(asked: Asked, item: Item) -> list[ContainerStatus]:
    """The running app containers without a readiness probe, in a status that was shown for a while until now."""
    shown = asked.story.pod
    if shown is None or isinstance(item, Call) or item.at - asked.story.seen < LATE:
        return []
    specs = {one.name: one for one in shown.spec.containers}
    plain = [one for one in shown.status.containerStatuses if specs[one.name].readinessProbe is None]
    return [one for one in plain if one.state.running is not None]


@law(
    "PRB-2", RECORD, by=(PRM,), **ASKED_IN_TIME, given=lambda asked, item: bool(_lasted(asked, item)),
    witness="until {item}, a container without a readiness probe had started and was not ready, or the other way round",
    breach=(seen(pod("Running", status(started=True)), 1.0), seen(pod("Running", status(started=True)), 5.0)),
)  # fmt: skip
def without_a_probe_the_started_are_ready(asked: Asked, item: Item) -> bool:
    """A running app container without a readiness probe is ready if, and only if, it has started, as soon as its status
    settles."""
    return all(one.ready is bool(one.started) for one in _lasted(asked, item))


@law(
    "PRB-3", RECORD, by=(WORKER,), **ASKED,
    given=lambda asked, item: any(_unready(old, new) for old, new in _goes_by_probe(asked, item)),
    witness="{item}, and its readiness probe had not failed often enough",
    breach=(*RUNS, asks("startup", 1.5), asks("readiness", 2.0), asks("readiness", 9.0, 1), seen(UNREADY, 9.1, before=READY)),
)  # fmt: skip
def unready_after_the_threshold(asked: Asked, item: Item) -> bool:
    """A container that runs on turns unready only after its readiness probe has failed failureThreshold times in a
    row."""
    fallen = [new for old, new in _goes_by_probe(asked, item) if _unready(old, new)]
    return all(_was_published(asked, one, item, as_ready=False) for one in fallen)


@law(
    "PRB-3", RECORD, by=(WORKER,), **ASKED,
    given=lambda asked, item: any(_ready(old, new) for old, new in _goes_by_probe(asked, item)),
    witness="{item}, and its readiness probe had not succeeded often enough",
    breach=(*RUNS, asks("readiness", 2.0, 1), asks("readiness", 9.0, 1), seen(READY, 9.1, before=UNREADY)),
)  # fmt: skip
def ready_after_the_threshold(asked: Asked, item: Item) -> bool:
    """A container turns ready only after its readiness probe has succeeded successThreshold times in a row."""
    risen = [new for old, new in _goes_by_probe(asked, item) if _ready(old, new)]
    return all(_was_published(asked, one, item, as_ready=True) for one in risen)


def _was_published(asked: Asked, shown: ContainerStatus, item: Item, *, as_ready: bool) -> bool:
    """This is the published result, or was until a moment ago."""
    answers = asked.of(shown.name, READINESS)
    return answers.published is as_ready or item.at - answers.published_at < LATE


def _replaced(asked: Asked, item: Item) -> tuple[Container, Instance] | None:
    """A container that is created again after its kubelet alone had ended the instance before, in a Pod that goes on."""
    story = asked.story
    if not isinstance(item, Call) or item.call != "CreateContainer" or "error" in item.detail:
        return None
    container, before = story.container(item.container), story.instances.get(item.container)
    if container is None or before is None or before.stop is None or before.is_removed or story.kubelet_restarts:
        return None
    if before.sandbox != story.sandbox or before.image != item.detail.get("image", ""):
        return None
    hook = container.lifecycle is not None and container.lifecycle.postStart is not None  # may have failed
    resizes = any(policy.restartPolicy == "RestartContainer" for policy in container.resizePolicy)
    return None if hook or resizes else (container, before)


@law(
    "PRB-6", RECORD, by=("kubelet/kuberuntime computePodActions",), **ASKED,
    given=lambda asked, item: _replaced(asked, item) is not None,
    witness="{item}, and neither startup nor liveness had failed on the instance before",
    breach=(
        *RUNS, asks("readiness", 2.0, 1), asks("readiness", 3.0, 1), did("StopContainer", 4.0, timeout=30),
        did("exit", 4.1, exit=143, cause="SIGTERM"), created(4.2, id="app-1")[0],
    ),
)  # fmt: skip
def only_startup_and_liveness_kill(asked: Asked, item: Item) -> bool:
    """A container that its kubelet kills and starts again has failed its startup or its liveness probe, as often as the
    threshold says."""
    found = _replaced(asked, item)
    return found is None or any(_may_have_failed(asked, found[0], kind) for kind in (STARTUP, LIVENESS))


def _may_have_failed(asked: Asked, container: Container, kind: str) -> bool:
    """By its commands' answers; of other handlers the log does not show every failure."""
    probe = container.startupProbe if kind == STARTUP else container.livenessProbe
    if probe is None or not has_command(container, kind):
        return probe is not None
    return asked.of(container.name, kind).failed


@law(
    "PRB-7", RECORD, by=("kubelet/kuberuntime SyncPod",), **ASKED,
    given=lambda asked, item: _replaced(asked, item) is not None and len(_others(asked, item)) > 0,
    witness="{item}, and another container had been stopped too",
    breach=(
        seen(pod("Running", status(), status(name="web"), spec={"containers": (PROBED, Container(name="web"))}), 0.5),
        did("RunPodSandbox", 0.8), *created(1.0), *created(1.2, "web"), asks("startup", 1.5), asks("liveness", 7.0, 1),
        asks("liveness", 8.0, 1), did("StopContainer", 8.1, "web", timeout=30), did("StopContainer", 8.1, timeout=30),
        did("exit", 8.2, exit=143, cause="SIGTERM"), created(8.3, id="app-1")[0],
    ),
)  # fmt: skip
def a_probes_kill_spares_the_rest(asked: Asked, item: Item) -> bool:
    """A kill for a failed probe touches its container alone: no other is stopped unless its own probe has failed."""
    return asked.story.sandbox_is_ready and all(
        instance.stop is None or any(_may_have_failed(asked, one, kind) for kind in (STARTUP, LIVENESS))
        for one, instance in _others(asked, item)
    )


def _others(asked: Asked, item: Item) -> list[tuple[Container, Instance]]:
    """The Pod's other containers that run."""
    specs = every_container(asked.story.pod.spec) if asked.story.pod else ()
    name = item.container if isinstance(item, Call) else ""
    known = [(one, asked.story.instances.get(one.name)) for one in specs if one.name != name]
    return [(one, instance) for one, instance in known if instance is not None and instance.state == RUNNING]


def _has_started(asked: Asked, item: Item) -> list[ContainerStatus]:
    """Each instance that is shown running on, and that has no startup probe or was shown started after it succeeded."""
    if isinstance(item, Call) or item.before is None or item.after is None:
        return []
    specs = {one.name: one for one in every_container(item.after.spec)}
    on = [new for old, new in pairs(item.before, item.after) if old.started and _same_instance(old, new)]
    return [new for new in on if specs[new.name].startupProbe is None or _succeeded(asked, new)]


def _succeeded(asked: Asked, shown: ContainerStatus) -> bool:
    answers = asked.of(shown.name, STARTUP)
    return answers.successes > 0 and is_of(shown, answers)


@law(
    "PRB-9", RECORD, by=(PRM, WORKER), **ASKED, given=lambda asked, item: bool(_has_started(asked, item)),
    witness="{item}, and a container that runs on has not started any more",
    breach=(
        seen(
            pod("Running", status(started=False, containerID="a")), 2.0,
            before=pod("Running", status(started=True, containerID="a")),
        ),
    ),
)  # fmt: skip
def the_started_stay_started(asked: Asked, item: Item) -> bool:
    """An instance that has started stays started as long as it runs."""
    return all(bool(new.started) for new in _has_started(asked, item))


def _risen_by_request(asked: Asked, item: Item) -> list[tuple[Instance, str]]:
    """The instances that have just turned ready by requests, with the path or the service that was asked for."""
    if isinstance(item, Call) or item.before is None or item.after is None or asked.story.kubelet_restarts:
        return []
    risen = [new.name for old, new in pairs(item.before, item.after) if _ready(old, new)]
    found = []
    for one in every_container(item.after.spec):
        instance, probe = asked.story.instances.get(one.name), one.readinessProbe
        if one.name in risen and probe is not None and instance is not None and instance.stop is None:
            found += [(instance, probe.httpGet.path or "/")] if probe.httpGet is not None else []
            found += [(instance, probe.grpc.service or "")] if probe.grpc is not None else []
    return found


BY_HTTP = {"containers": (Container(name="app", readinessProbe=Probe(httpGet=HTTPGetAction(path="/ok", port=80))),)}
UNREADY_BY_HTTP, READY_BY_HTTP = (
    pod("Running", status(), spec=BY_HTTP),
    pod("Running", status(ready=True), spec=BY_HTTP),
)


@law(
    "PRB-10", RECORD, by=("probe/http DoHTTPProbe", "probe/grpc Probe"), **ASKED,
    given=lambda asked, item: bool(_risen_by_request(asked, item)),
    witness="{item}, and its request was never answered well",
    breach=(
        seen(UNREADY_BY_HTTP, 0.5), *created(1.0), did("HTTP", 2.0, path="/ok", status=400),
        seen(READY_BY_HTTP, 2.1, before=UNREADY_BY_HTTP),
    ),
)  # fmt: skip
def only_good_answers_make_ready(asked: Asked, item: Item) -> bool:
    """A readiness probe by request succeeds only by a status from 200 to 399, or by a service that is serving."""
    return all(asked.well.get(name, -1.0) >= one.created for one, name in _risen_by_request(asked, item))

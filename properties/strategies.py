"""Strategies: Hypothesis strategies for Pods, the scripts of their containers, and what may happen to a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen
from hypothesis import strategies as st

from ..model.objects.container import (
    Container,
    ContainerResizePolicy,
    ContainerRestartRule,
    ExecAction,
    ExitCodes,
    Lifecycle,
    LifecycleHandler,
    Probe,
    ResourceRequirements,
    SleepAction,
)
from ..model.objects.meta import ObjectMeta
from ..model.objects.pod import Pod, PodSpec, every_container

Script = Mapping[str, Any]
"""How the containers of a Pod behave, in the vocabulary of the recorded traces."""

POLICIES = ("Always", "OnFailure", "Never")
PROBES = ("startup", "liveness", "readiness")
GRACES = (30, 0, 1, 2, 5, 40)
"""Seconds; the default first, so that examples shrink towards it."""
EXIT_CODES = (0, 1, 2, 127, 137, 143, 255)
MOMENTS = ("0s", "1ms", "40ms", "300ms", "1s", "2500ms", "11s", "50s", "11m")
STEPS = (1_000, 1, 7, 30, 110, 500, 999, 2_003, 11_000, 61_000, 600_000)
"""Milliseconds: about the steps of the kubelet and of the runtime, and between them."""


AMOUNTS = ("100m", "1", "5")
"""What a container asks for of cpu: a node has room for one Pod with the most in all of its containers, not for two."""


def exit_codes() -> st.SearchStrategy[int]:
    """Exit codes of a process: mostly those that mean something."""
    return st.sampled_from(EXIT_CODES) | st.integers(0, 255)


def graces() -> st.SearchStrategy[int | None]:
    """Graces that a DELETE may ask for, in seconds; None asks for nothing."""
    return st.none() | st.sampled_from(GRACES)


def steps() -> st.SearchStrategy[int]:
    """Milliseconds that pass between two things that happen."""
    return st.sampled_from(STEPS)


def moments() -> st.SearchStrategy[str]:
    """Durations as scripts write them."""
    return st.sampled_from(MOMENTS)


def answers() -> st.SearchStrategy[Any]:
    """What SIGTERM does."""
    ends = st.fixed_dictionaries({"after": moments(), "exit": exit_codes()})
    return st.just("ignore") | ends


def runs() -> st.SearchStrategy[dict[str, Any]]:
    """One run of a container: it runs on, ends, cannot be created or cannot be started."""
    ends = st.fixed_dictionaries({"after": moments(), "exit": exit_codes()}, optional={"on_sigterm": answers()})
    on: dict[str, Any] = {}
    return st.one_of(
        st.just(on), ends, st.just({"create": "fails"}), st.just({"start": "fails"}),
        st.fixed_dictionaries({"on_sigterm": answers()}),
    )  # fmt: skip


def command_answers() -> st.SearchStrategy[Any]:
    """What a command of a hook or a probe does."""
    takes = st.fixed_dictionaries({"takes": moments(), "exit": st.sampled_from((0, 1))})
    return st.sampled_from(("ok", "fail", "error", "hang")) | takes


def images() -> st.SearchStrategy[dict[str, Any]]:
    """How the pulls of a container's image go."""
    return st.fixed_dictionaries({}, optional={"fails": st.sampled_from((1, 2, -1)), "takes": moments()})


def behaviours() -> st.SearchStrategy[dict[str, Any]]:
    """How one container name behaves over its runs."""
    return st.fixed_dictionaries(
        {},
        optional={
            "runs": st.lists(runs(), min_size=1, max_size=3),
            "on_sigterm": answers(),
            "exec": st.fixed_dictionaries(
                {},
                optional={
                    "preStop": command_answers(),
                    **{probe: st.lists(command_answers(), min_size=1, max_size=4) for probe in PROBES},
                },
            ),
            "image": images(),
        },
    )


def sandboxes() -> st.SearchStrategy[dict[str, Any]]:
    """How the sandboxes of a Pod fare."""
    return st.fixed_dictionaries(
        {}, optional={"fails": st.sampled_from((1, 2)), "dies": st.lists(moments(), min_size=1, max_size=2)}
    )


def scripts(containers: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A script for a Pod with containers of these names."""
    return st.fixed_dictionaries({}, optional={**{name: behaviours() for name in containers}, "_sandbox": sandboxes()})


def hooks(grace: int) -> st.SearchStrategy[Lifecycle | None]:
    """A preStop hook or none; one that sleeps fits into the grace, in seconds."""
    executes = st.just(Lifecycle(preStop=LifecycleHandler(exec=ExecAction(command=("preStop",)))))
    if grace < 2:
        return st.none() | executes
    seconds = st.sampled_from(sorted({1, grace - 1}))
    return (
        st.none() | executes | seconds.map(lambda n: Lifecycle(preStop=LifecycleHandler(sleep=SleepAction(seconds=n))))
    )


def probes(command: str) -> st.SearchStrategy[Probe | None]:
    """A probe that runs this command, or none."""
    probe = st.builds(
        Probe,
        exec=st.just(ExecAction(command=(command,))),
        initialDelaySeconds=st.sampled_from((0, 1, 5)),
        timeoutSeconds=st.sampled_from((1, 3)),
        periodSeconds=st.sampled_from((1, 2, 10)),
        failureThreshold=st.sampled_from((1, 3)),
        successThreshold=st.sampled_from((1, 2)) if command == "readiness" else st.just(1),
    )
    return st.none() | probe


def restart_rules() -> st.SearchStrategy[tuple[ContainerRestartRule, ...]]:
    """Up to one rule that restarts a container by its exit code."""
    codes = st.builds(ExitCodes, operator=st.sampled_from(("In", "NotIn")), values=st.just((1, 42, 137)))
    rule = st.builds(ContainerRestartRule, action=st.just("Restart"), exitCodes=codes)
    return st.lists(rule, max_size=1).map(tuple)


@st.composite
def containers(draw: st.DrawFn, name: str, *, grace: int = 30, is_init: bool = False, plain: bool = False) -> Container:
    """A container of this name, in spec.initContainers or not; a plain one has neither a policy of its own nor probes.

    `grace` is its Pod's terminationGracePeriodSeconds.
    """
    image = draw(st.sampled_from(("app:1", "app:2", "app:latest")))
    pull = draw(st.sampled_from(("", "", "", "Never")))
    container = Container(name=name, image=image, imagePullPolicy=pull)
    if not is_init:
        container = evolve(container, lifecycle=draw(hooks(grace)))
    if plain:
        return container
    own = draw(st.none() | st.sampled_from(POLICIES))
    rules = draw(restart_rules()) if own is not None and not (is_init and own == "Always") else ()
    container = evolve(container, restartPolicy=own, restartPolicyRules=rules)
    if is_init and own != "Always":
        return container
    startup, liveness, readiness = (draw(probes(each)) for each in PROBES)
    return evolve(container, startupProbe=startup, livenessProbe=liveness, readinessProbe=readiness)


def amounts() -> st.SearchStrategy[str]:
    """Amounts of cpu that a resize may ask for."""
    return st.sampled_from(AMOUNTS)


def requests() -> st.SearchStrategy[ResourceRequirements]:
    """What a container that may be resized asks for."""
    return st.sampled_from(AMOUNTS[:2]).map(lambda cpu: ResourceRequirements(requests={"cpu": cpu}))


@st.composite
def resizable(draw: st.DrawFn, container: Container, *, may_restart: bool) -> Container:
    """The container, perhaps with requests; `may_restart`: a resize may replace it."""
    resources = draw(st.none() | requests())
    if resources is None:
        return container
    policies = ("NotRequired", "RestartContainer") if may_restart else ("NotRequired",)
    policy = ContainerResizePolicy(resourceName="cpu", restartPolicy=draw(st.sampled_from(policies)))
    return evolve(container, resources=resources, resizePolicy=(policy,))


@st.composite
def pods(draw: st.DrawFn, name: str = "pod", *, init: int = 2, app: int = 3, plain: bool | None = None) -> Pod:
    """A Pod with up to so many init containers (i1, i2 …) and from one to so many app containers (c1, c2 …).

    A plain one has no sidecars, no container's own restartPolicy, no probes, no deadline; None: some are plain.
    """
    if plain is None:
        plain = not draw(st.booleans())
    grace = draw(st.sampled_from(GRACES))
    shape: dict[str, Any] = {"grace": grace, "plain": plain}
    first = [draw(containers(f"i{n + 1}", is_init=True, **shape)) for n in range(draw(st.integers(0, init)))]
    then = [draw(containers(f"c{n + 1}", **shape)) for n in range(draw(st.integers(1, app)))]
    policy = draw(st.sampled_from(POLICIES))
    then = [draw(resizable(container, may_restart=policy != "Never")) for container in then]
    spec = PodSpec(
        restartPolicy=policy,
        terminationGracePeriodSeconds=grace,
        initContainers=tuple(first),
        containers=tuple(then),
        activeDeadlineSeconds=None if plain else draw(st.none() | st.sampled_from((1, 3, 60))),
    )
    return Pod(metadata=ObjectMeta(name=name), spec=spec)


@frozen
class ScriptedPod:
    """A Pod and how its containers behave; shown in a few words."""

    pod: Pod = field(repr=lambda pod: f"{pod.metadata.name}: {pod.spec.restartPolicy}")
    script: Script


@st.composite
def scripted_pods(draw: st.DrawFn, name: str = "pod", *, plain: bool | None = None) -> ScriptedPod:
    """A Pod and how its containers behave."""
    pod = draw(pods(name, plain=plain))
    return ScriptedPod(pod, draw(scripts([container.name for container in every_container(pod.spec)])))

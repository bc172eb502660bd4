"""ProbeWorkers: the workers of one container at work, and the free published results that stand for them in other worlds.

What a worker publishes of the running instance is passed on to the machine PublishedProbes: were there a result that
this machine does not allow, the tables would disagree. So it can do all that the workers can, and any world in which its
results come freely covers them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

from attrs import frozen

from ...model.core.rule import Rule
from ...model.core.world import Composition, Coupling, Fact, Place, Scope, Spontaneous
from ...model.kubelet import probe_worker as work
from ...model.kubelet.probe_worker import PROBE_WORKER, ProbeWorker, ProbeWorkerState, Published
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.published_probes import PUBLISHED_PROBES, NewInstance, ProbesState, PublishedProbes, news
from ...model.kubelet.rules.probe_results import ProbeType
from ..law import Mood, law
from . import probed_instance as probed
from .probed_instance import PROBED_INSTANCE, Instance, Named, ProbedInstance

TOLD = Rule("B12.1", "kubelet/prober results.Set", "what a worker publishes of the running instance, all others know")
BEGUN = Rule("B12.1", "kubelet/prober doProbe", "a new instance has no results yet")
LOST = Rule("B12.20", "kubelet Run", "the workers are lost with the kubelet")


@frozen
class Probes:
    """Which probes the container has; it never changes."""

    startup: bool = False
    liveness: bool = False
    readiness: bool = False


@frozen
class ProbedWorld:
    has: Probes
    instance: ProbedInstance = ProbedInstance()
    startup: ProbeWorker = ProbeWorker()
    liveness: ProbeWorker = ProbeWorker()
    readiness: ProbeWorker = ProbeWorker()
    published: PublishedProbes = PublishedProbes()


W = Any


def _runs_as_known(world: W) -> bool:
    """The newest instance runs, or its end is not shown yet."""
    one = world.instance
    if one.state is Instance.ENDED:
        return bool(one.is_present) and one.named is Named.RUNNING
    return one.state is Instance.RUNNING


def _speaks_of_present(world: W, probe: ProbeType) -> bool:
    """The instance that this worker knows is the newest, and it runs."""
    one = world.instance
    return _runs_as_known(world) and one.is_present and not getattr(one, f"new_to_{probe.value}")


def _news(probe: ProbeType, world: W) -> Any:
    if not _speaks_of_present(world, probe):
        return None
    knows = _speaks_of_present(world, ProbeType.LIVENESS)
    liveness = world.liveness.published if knows else Published.NONE
    return news(probe, getattr(world, probe.value).published, world.published, liveness=liveness, is_sidecar=False)


def _has_news(probe: ProbeType, world: W, index: int, event: Any) -> bool:
    return _news(probe, world) is not None


def _tell(probe: ProbeType, world: W, index: int, event: Any) -> Any:
    return _news(probe, world)


def _has(probe: ProbeType, world: W, index: int, event: Any) -> bool:
    return bool(getattr(world.has, probe.value))


def _is_named(world: W, index: int, event: Any) -> bool:
    return world.instance.named is not Named.NOTHING


def _fact(function: Callable[[W], Any]) -> Fact:
    return lambda world, index: function(world)


FIRST = {
    ProbeType.STARTUP: Published.UNKNOWN,
    ProbeType.LIVENESS: Published.SUCCESS,
    ProbeType.READINESS: Published.FAILURE,
}


def _worker(probe: ProbeType) -> Place:
    def first(world: W) -> Published:
        return Published.NONE if world.instance.is_older else FIRST[probe]

    return Place(PROBE_WORKER, {
        "probe": _fact(lambda world: probe),
        "pod_has_ended": _fact(lambda world: False),
        "has_instance": _fact(lambda world: world.instance.named is not Named.NOTHING),
        "is_new": _fact(lambda world: getattr(world.instance, f"new_to_{probe.value}")),
        "first": _fact(first),
        "runs": _fact(lambda world: world.instance.named is Named.RUNNING),
        "may_run_again": _fact(lambda world: True),
        "is_terminating": _fact(lambda world: False),
        "delay_is_over": _fact(lambda world: world.instance.delay_is_over),
        "has_started": _fact(lambda world: world.instance.has_started),
    })  # fmt: skip


def _couplings(probe: ProbeType) -> tuple[Coupling, ...]:
    """A tick takes up the named instance; then, twice at most, there is news to tell."""
    at, tell, has_news = probe.value, partial(_tell, probe), partial(_has_news, probe)
    return (
        Coupling(at, work.ProbeTick, "instance", probed.Known(probe), by=TOLD, when=_is_named),
        *(
            Coupling(at, event, "published", tell, by=TOLD, when=has_news)
            for event in (work.ProbeTick, work.AnswerProbe)
            for _ in ("the first", "the second")
        ),
        Coupling("instance", KubeletRestarts, at, KubeletRestarts(), by=LOST, when=partial(_has, probe)),
    )


PROBED = Composition(
    name="probed",
    world=ProbedWorld,
    places={
        "instance": Place(PROBED_INSTANCE, {
            "startup_has_succeeded": _fact(
                lambda world: not world.has.startup or world.startup.published is Published.SUCCESS
            ),
            "has_startup": _fact(lambda world: world.has.startup),
        }),
        **{probe.value: _worker(probe) for probe in ProbeType},
        "published": Place(PUBLISHED_PROBES, {
            "has_startup": _fact(lambda world: world.has.startup),
            "has_liveness": _fact(lambda world: world.has.liveness),
            "has_readiness": _fact(lambda world: world.has.readiness),
            "runs": _fact(_runs_as_known),
        }),
    },
    couplings=(
        Coupling("instance", probed.Begin, "published", NewInstance(), by=BEGUN),
        *(coupling for probe in ProbeType for coupling in _couplings(probe)),
        Coupling("instance", KubeletRestarts, "published", KubeletRestarts(), by=LOST),
    ),
)  # fmt: skip
"""One container with its probe workers, whatever surrounds it."""

ANSWERS = tuple(work.AnswerProbe(succeeded, reaches) for succeeded in (True, False) for reaches in (True, False))
AT_WORK = (work.ProbeTick(), *ANSWERS, work.DiscardAttempt(), work.StopProbing())
AROUND = (
    probed.Begin(), probed.End(), probed.Name(True), probed.Name(False), probed.ShowStarted(), probed.DelayPasses(),
    KubeletRestarts(),
)  # fmt: skip
CUTS = (
    "what ends a worker (deletion, the Pod's end, no further instance) is a stop at any moment",
    "counts of equal answers: any answer may be the one that reaches its threshold",
    "a sidecar that had started keeps its result over a restart of the kubelet, and its liveness waits for its startup",
)


def probe_workers() -> tuple[Scope, ...]:
    """A container with each set of probes, its instances and statuses coming and going freely."""
    return tuple(_scope(Probes(*has)) for has in product((False, True), repeat=3) if any(has))


def _scope(has: Probes) -> Scope:
    probes = [probe for probe in ProbeType if getattr(has, probe.value)]
    words = " and ".join(probe.value for probe in probes)
    moves = (Spontaneous("instance", AROUND), *(Spontaneous(probe.value, AT_WORK) for probe in probes))
    name = f"probe-workers: {words}"
    return Scope(name, f"the probe workers of one container: {words}", PROBED, (ProbedWorld(has),), moves, cuts=CUTS)


def _results(world: W) -> dict[ProbeType, Published]:
    """What the workers that know the running instance have published of it."""
    return {
        probe: getattr(world, probe.value).published
        for probe in ProbeType
        if getattr(world.has, probe.value)
        and _speaks_of_present(world, probe)
        and getattr(world, probe.value).state is not ProbeWorkerState.STOPPED
    }


_READY = ProbeWorker(ProbeWorkerState.COUNTING, Published.SUCCESS)
_RUNS = ProbedInstance(Instance.RUNNING, Named.RUNNING, is_present=True, new_to_readiness=False)


@law(
    "PROBES", PROBED, by=(TOLD,), mood=Mood.ALWAYS, given=lambda world: bool(_results(world)),
    witness="the workers say {world.startup.published}, {world.liveness.published}, {world.readiness.published}",
    breach=ProbedWorld(Probes(readiness=True), _RUNS, readiness=_READY, published=PublishedProbes(ProbesState.STARTED)),
)  # fmt: skip
def the_published_results_are_the_workers(world: W) -> bool:
    """What counts of the running instance is what its probe workers have published of it."""
    results, said = _results(world), world.published.state
    startup, liveness = results.get(ProbeType.STARTUP), results.get(ProbeType.LIVENESS)
    if startup is Published.FAILURE and said not in (ProbesState.STARTUP_FAILED, ProbesState.FAILED):
        return False
    if startup is Published.SUCCESS and said is ProbesState.UNKNOWN:
        return False
    if liveness is Published.FAILURE and said not in (ProbesState.STARTUP_FAILED, ProbesState.FAILED):
        return False
    readiness = results.get(ProbeType.READINESS, Published.NONE)
    return readiness is Published.NONE or world.published.is_ready is (readiness is Published.SUCCESS)

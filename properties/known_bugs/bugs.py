"""Bugs: every row of the catalogue of known bugs that concerns the kubelet, with its verdict for v1.36.2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from attrs import evolve

from ...model.cluster.pod_world import ContainerParts
from ...model.core.kind import Kind
from ...model.core.world import Scope
from ...model.kubelet import phase, sync
from ...model.kubelet.agent import kill_pass
from ...model.kubelet.agent.prober import Prober
from ...model.kubelet.phase import PHASE, Phase
from ...model.kubelet.rules import conditions, grace, init_actions, readiness, terminal
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.kubelet.sync import SYNC
from ..law import Law
from ..laws import all_laws
from ..mutants import Mutant, changed, edge_of
from ..worlds.one_pod import one_pod, shaped_pod
from ..worlds.settled_pod import settled
from . import wishes
from .bug import KnownBug, Verdict
from .replaced import replaced, replaced_method
from .stage import Plot, delete, in_machine, in_run, in_world, restart_kubelet

FIXED, PRESENT, CONTRACT, UNDECIDED = Verdict


def _law(name: str, law_id: str, subject: str) -> Law:
    """The one law of this name and id that speaks of this."""
    return next(law for law in all_laws() if (law.name, law.id, law.subject.name) == (name, law_id, subject))


# in worlds: the mutant is a machine


class _InPlace:
    """A Scope whose machines a bug may change while it is active."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.active: Mutant | None = None

    def __call__(self) -> Scope:
        return self.active.within(self.scope) if self.active else self.scope

    def kind(self, kind: Kind[Any, Any]) -> Kind[Any, Any]:
        """This machine, changed if it is the one that the bug changes."""
        return self.active.kind if self.active and self.active.kind.name == kind.name else kind

    def with_mutant(self, mutant: Mutant) -> AbstractContextManager[None]:
        return _Active(self, mutant)


class _Active(AbstractContextManager[None]):
    def __init__(self, place: _InPlace, mutant: Mutant) -> None:
        self.place, self.mutant = place, mutant

    def __enter__(self) -> None:
        self.place.active = self.mutant

    def __exit__(self, *_: object) -> None:
        self.place.active = None


def _leaves_its_end() -> Mutant:
    edge = edge_of(PHASE, phase.PhaseSent, Phase.FAILED)
    kind = changed(PHASE, edge, evolve(edge, target=Phase.SUCCEEDED, when=phase.is_succeeded), edge)
    kept = edge_of(kind, phase.PhaseComputed, Phase.FAILED)
    again = evolve(kept, target=Phase.SUCCEEDED, when=phase.is_succeeded)
    return Mutant("leaves-its-end", "Failed becomes Succeeded", changed(kind, kept, again, kept))


def _ends_early() -> Mutant:
    kind = PHASE
    for source in (Phase.PENDING, Phase.RUNNING):
        held = next(e for e in kind.edges if e.by is phase.HELD and e.source is source)
        now = (
            evolve(held, target=Phase.SUCCEEDED, when=phase.is_succeeded),
            evolve(held, target=Phase.FAILED, when=phase.is_failed),
        )
        kind = changed(kind, held, *now)
    return Mutant("ends-early", "an end is written while containers run", kind)


def _syncs_blindly() -> Mutant:
    look = edge_of(SYNC, sync.Look, sync.SyncState.IDLE)
    blind = evolve(look, when=lambda view, me, event: view.worker_syncs)
    return Mutant("syncs-blindly", "a sync does not wait for a listing", changed(SYNC, look, blind))


APP, INIT = ContainerParts(is_init=False), ContainerParts(is_init=True)
NEVER = _InPlace(settled(one_pod("never", init=0, app=1, policies=(RestartPolicy.NEVER,))))
LIMITED = _InPlace(settled(shaped_pod("limited", "", (APP,), policies=(RestartPolicy.NEVER,), deadline=True)))
ALONE = _InPlace(NEVER.scope)
WITH_INIT = settled(shaped_pod("init", "", (INIT, APP), policies=(RestartPolicy.ALWAYS,)))


def _any_record(pod: Any, runtime: Any) -> bool:
    return any(runtime.newest(container.name) is not None for container in pod.spec.containers)


# in runs: the mutant is a component


def _ready_at_the_end(kind: str, pod: Any, statuses: Any, phase: str) -> Any:
    if phase in ("Succeeded", "Failed"):
        return conditions.condition(pod, kind, True)
    return _READY_CONDITION(kind, pod, statuses, phase)


_READY_CONDITION = conditions.ready_condition


def _as_they_are(found: Any, phase: str, generation: int, now: Any) -> Any:
    return found


_WITHOUT_READINESS = terminal.without_readiness


@contextmanager
def _both(one: AbstractContextManager[None], other: AbstractContextManager[None]) -> Iterator[None]:
    with one, other:
        yield


def _until_the_hook_ends(agent: Any, container: Any, running: Any, grace: int) -> Any:
    return _HOOK_OR_GRACE(agent, container, running, 10 * grace)


_HOOK_OR_GRACE = kill_pass._hook_or_grace


def _the_whole_grace_again(rest: int) -> int:
    return 30


def _as_if_new(status: Any, kubelet_started: Any) -> bool:
    return False


def _ready_if_older(pod: Any, container: Any, status: Any, results: Any, kubelet_started: Any) -> bool:
    older = readiness.is_older_than_kubelet(status, kubelet_started)
    return older or _IS_READY(pod, container, status, results, kubelet_started)


_IS_READY = readiness.is_ready


def _stop_none(self: Any) -> None:
    """Liveness and startup probes go on."""


def _container(name: str = "app", **more: Any) -> dict[str, Any]:
    return {"name": name, "image": f"{name}:1", **more}


def _probe(word: str, **more: Any) -> dict[str, Any]:
    return {"exec": {"command": [word]}, "periodSeconds": 20, **more}


HOOK: dict[str, Any] = {"lifecycle": {"preStop": {"exec": {"command": ["preStop"]}}}}
FOREVER = {"runs": [{"forever": True}], "on_sigterm": "ignore"}
ENDS = Plot({"containers": [_container()], "restartPolicy": "Never"}, {"app": {}}, ((5, delete(5)),), 30)
SLOW_HOOK = Plot(
    {"containers": [_container(**HOOK)], "terminationGracePeriodSeconds": 5},
    {"app": {**FOREVER, "exec": {"preStop": [{"takes": "20s", "exit": 0}]}}},
    ((5, delete()),),
)
LONG_HOOK = Plot(
    {"containers": [_container(**HOOK)], "terminationGracePeriodSeconds": 30},
    {"app": {**FOREVER, "exec": {"preStop": [{"takes": "20s", "exit": 0}]}}},
    ((5, delete()),),
)
READY = Plot(
    {"containers": [_container(readinessProbe=_probe("readiness", timeoutSeconds=5))]},
    {"app": {"exec": {"readiness": [{"takes": "2s", "exit": 0}]}}},
    ((31, restart_kubelet),),
    90,
)
UNREADY = Plot(READY.spec, {"app": {"exec": {"readiness": ["fail"]}}}, READY.actions, 90)
PROBED = Plot(
    {
        "containers": [_container(livenessProbe=_probe("liveness", periodSeconds=1))],
        "terminationGracePeriodSeconds": 20,
    },
    {"app": {**FOREVER, "exec": {"liveness": ["fail"]}}},
    ((2, delete()),),
)
TWO = Plot(
    {"containers": [_container(), _container("slow")], "terminationGracePeriodSeconds": 20},
    {"slow": FOREVER},
    ((5, delete()),),
)
CRASHES = Plot({"containers": [_container()]}, {"app": {"runs": [{"after": "2s", "exit": 1}]}})
FORCED = Plot(
    {"containers": [_container(**HOOK)], "terminationGracePeriodSeconds": 40},
    {"app": {**FOREVER, "exec": {"preStop": ["hang"]}}},
    ((5, delete()), (10, delete(0))),
    90,
)


def known_bugs() -> tuple[KnownBug, ...]:
    """Every row, in the order of the catalogue."""
    return (
        KnownBug(
            "k/k#58711", "a phase that was Failed becomes Succeeded", FIXED, "vectors phase, terminal",
            _law("the_end_is_final", "POD-PHASE-2", "phase"), in_machine(lambda: ALONE.kind(PHASE)),
            "a Succeeded that is computed or sent replaces Failed", lambda: ALONE.with_mutant(_leaves_its_end()),
        ),
        KnownBug(
            "k/k#106884", "a terminal phase is written before the containers have stopped", FIXED,
            "recordings term, random", _law("nothing_runs_at_the_end", "POD-PHASE-3", "pod"), in_world(LIMITED),
            "an end is sent while containers could run", lambda: LIMITED.with_mutant(_ends_early()),
        ),
        KnownBug(
            "k/k PR #110256", "a Pod that has ended is Ready", FIXED, "vectors conditions; recordings term",
            _law("the_ended_are_not_ready", "COND-3", "record"), in_run(ENDS), "nobody takes Ready back at the end",
            lambda: _both(replaced(_READY_CONDITION, _ready_at_the_end), replaced(_WITHOUT_READINESS, _as_they_are)),
        ),
        KnownBug(
            "k/k#83705", "under Never a container runs twice when the kubelet restarts after its start", FIXED,
            "recordings restart", _law("never_means_once", "RST-7", "pod"), in_world(NEVER),
            "a restarted kubelet does not wait for a listing", lambda: NEVER.with_mutant(_syncs_blindly()),
        ),
        KnownBug(
            "k/k#51142", "under Never a container runs twice when its record was collected", CONTRACT,
            "D33: exactly once is not assumed when a record is lost; RST-7 says: as long as its record stays",
        ),
        KnownBug(
            "k/k#120247, #97512", "in a new sandbox, as after a reboot, the app starts before its init containers", FIXED,
            "recordings restart (reboot), sandbox", _law("app_containers_wait_for_init", "INIT-3", "pod"),
            in_world(lambda: WITH_INIT), "an ended app container counts as initialized",
            lambda: replaced(init_actions.any_app_container_is_there, _any_record),
        ),
        KnownBug(
            "k/k#115817, #116753", "a preStop hook holds the kill up past the grace", FIXED, "recordings hook, term",
            _law("no_hook_blocks_a_kill", "TERM-6", "record"), in_run(SLOW_HOOK), "the grace does not end the hook",
            lambda: replaced(_HOOK_OR_GRACE, _until_the_hook_ends),
        ),
        KnownBug(
            "k/k#117373", "after the preStop hook the grace begins anew", FIXED, "vectors grace; recordings hook",
            _law("the_hook_is_part_of_the_grace", "TERM-2", "record"), in_run(LONG_HOOK), "StopContainer gets it whole",
            lambda: replaced(grace.stop_timeout, _the_whole_grace_again),
        ),
        KnownBug(
            "k/k#127339", "deleted with grace 0, and still stuck in preStop", PRESENT,
            "D63, TERM-10: a later deletion changes no kill in progress", wishes.a_forced_deletion_ends_soon,
            in_run(FORCED),
        ),
        KnownBug(
            "k/k#133472", "there is no back-off before the first restart", PRESENT, "vectors backoff; recordings crashloop",
            wishes.every_restart_waits, in_run(CRASHES),
        ),
        KnownBug(
            "k/k#129552", "what ended during termination is still shown ready", PRESENT, "recordings term",
            wishes.what_has_ended_is_not_ready, in_run(TWO),
        ),
        KnownBug(
            "k/k#110309, #52817, #105780", "which probes run while a Pod is being stopped", CONTRACT,
            "vectors workers, probes: readiness goes on, liveness and startup do not",
            wishes.nothing_is_killed_for_a_probe_at_the_end, in_run(PROBED), "all probes go on",
            lambda: replaced_method(Prober, "stop_liveness_and_startup", _stop_none),
        ),
        KnownBug(
            "k/k#100277, #113646, #125397", "a restart of the kubelet flips Ready to NotReady", FIXED,
            "vectors ready, probes", wishes.a_restart_takes_nothing_out_of_service, in_run(READY),
            "every container counts as younger than the kubelet",
            lambda: replaced(readiness.is_older_than_kubelet, _as_if_new),
        ),
        KnownBug(
            "k/k#135795, #142305", "a restart of the kubelet flips NotReady to Ready", FIXED, "vectors ready",
            wishes.a_restart_puts_nothing_into_service, in_run(UNREADY), "what is older than the kubelet is ready",
            lambda: replaced(_IS_READY, _ready_if_older),
        ),
        KnownBug("k/k PR #137146", "crashed apps never restart while a sidecar with a startup probe runs", UNDECIDED,
                 "liveness: wants leads_to"),
        KnownBug("k/k#118321", "under Never a Pod that lost its sandbox between create and start is Pending for ever",
                 UNDECIDED, "liveness: wants leads_to"),
        KnownBug("k/k PR #126543", "an init container stays Created", UNDECIDED, "liveness: wants leads_to"),
    )  # fmt: skip

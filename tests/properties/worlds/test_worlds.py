"""Worlds: every law holds in every reachable state, and speaks in some world."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from attrs import evolve

from podlaw.model.apiserver import pod_object as api
from podlaw.model.cluster.fault import Strike
from podlaw.model.cluster.pod_world import ContainerParts, ContainerPolicy
from podlaw.model.core.world import Scope, Spontaneous, pattern
from podlaw.model.kinds import KINDS
from podlaw.model.kubelet import pod_worker as worker
from podlaw.model.kubelet import start, sync
from podlaw.model.kubelet.container import RuleAction
from podlaw.model.kubelet.rules.restart import RestartPolicy
from podlaw.properties.explorer.explore import explore
from podlaw.properties.law import Law, Mood
from podlaw.properties.laws import laws_of_worlds
from podlaw.properties.worlds import FAMILIES, WORLDS, sidecars
from podlaw.properties.worlds.interrupted import REBOOTS
from podlaw.properties.worlds.one_pod import ALL_DELETES, EXITS_BY_RULE, shaped_pod
from podlaw.properties.worlds.settled_pod import settled

SMALL = ("0+1", "restart-rules")


def small(name: str, containers: tuple[ContainerParts, ...], *more: Spontaneous, eager: bool = True) -> Scope:
    """A Pod of these containers under Never, where starts work and finalizers are none."""
    scope = shaped_pod(name, "", containers, policies=(RestartPolicy.NEVER,), more=more, eager=eager)
    created = Spontaneous("pod", (api.Create(finalizers=False),))
    calm = sidecars.without(scope, (*STARTS_THAT_FAIL, api.Create))
    return settled(evolve(calm, moves=(*calm.moves, created)))


STARTS_THAT_FAIL = (start.PullFails, start.CreateFails, start.StartFails, sync.SandboxFails, worker.FindOrphan)
RULED = ContainerParts(
    is_init=False, policy=ContainerPolicy.NEVER, rule_on_kill=RuleAction.RESTART, rule_on_reboot=RuleAction.RESTART
)
LARGER = {
    "sidecar-probes": lambda: sidecars.without(
        small("small", (sidecars.PATIENT_SIDECAR, sidecars.LIVE_APP)), (Strike, api.Delete)
    ),
    "termination": lambda: sidecars.without(
        small("small", (sidecars.HOOKED_SIDECAR, sidecars.HOOKED_APP), *ALL_DELETES), (Strike,)
    ),
    "interrupted": lambda: small("small", (sidecars.APP,), *REBOOTS, eager=False),
    "interrupted-init": lambda: small("small", (sidecars.INIT, sidecars.APP), *REBOOTS),
    "interrupted-sidecar": lambda: small(
        "small", (ContainerParts(is_init=False, is_sidecar=True), sidecars.APP), *REBOOTS
    ),
    "interrupted-end": lambda: small("small", (sidecars.HOOKED_APP,), *ALL_DELETES, *REBOOTS),
    "restart-rules-app": lambda: small("small", (RULED,), *EXITS_BY_RULE, *REBOOTS),
}
"""Small shapes of the larger worlds; `podlaw check --world` explores the whole."""


def wrongs(scope: Scope, laws: Sequence[Law]) -> list[str]:
    result = explore(scope, laws, engine="numpy")
    assert result.complete
    assert result.uncoupled is None, str(result.uncoupled)
    return [str(v.counterexample or v.law.sentence) for v in result.verdicts if v.holds is False]


@pytest.mark.parametrize("name", SMALL)
def test_every_law_holds_in_every_reachable_state(name: str) -> None:
    """With back-off counted in full: nothing is saturated."""
    assert wrongs(evolve(WORLDS[name](), saturated={}), laws_of_worlds()) == []


@pytest.mark.parametrize("name", LARGER)
def test_every_law_holds_in_a_smaller_shape_of_a_large_world(name: str) -> None:
    """But for what must be possible, which may need what the small shape leaves out."""
    assert name in (*WORLDS, *FAMILIES)
    laws = [law for law in laws_of_worlds() if law.mood is not Mood.POSSIBLE]
    assert wrongs(LARGER[name](), laws) == []


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_says_what_it_is_and_what_it_leaves_out(name: str) -> None:
    scope = WORLDS[name]()
    assert scope.name == name
    assert scope.words
    assert scope.cuts


@pytest.mark.parametrize("name", [*WORLDS, *FAMILIES])
def test_every_move_of_a_world_has_a_place_in_it(name: str) -> None:
    """A fault at a place that the world does not have would never strike, and nobody would notice."""
    for scope in FAMILIES[name]() if name in FAMILIES else (WORLDS[name](),):
        places = {pattern(path) for path in scope.composition.paths(scope.initial[0])}
        assert {row.at for row in (*scope.moves, *scope.urgent)} <= places


@pytest.mark.parametrize("name", FAMILIES)
def test_the_worlds_of_a_family_are_told_apart(name: str) -> None:
    scopes = FAMILIES[name]()
    assert len({scope.name for scope in scopes}) == len(scopes)
    assert all(scope.name.startswith(f"{name}: ") for scope in scopes)


def test_every_law_of_worlds_has_a_machine_or_a_world_to_speak_of() -> None:
    compositions = {scope().composition.name: scope().composition for scope in WORLDS.values()}

    def speaks(law: Law) -> bool:
        return any(law.speaks_of(subject) for subject in (*compositions.values(), *KINDS))

    assert [law.id for law in laws_of_worlds() if not speaks(law)] == []


CONTAINERS = {
    "init": (sidecars.INIT, sidecars.APP),
    "sidecar": (sidecars.PATIENT_SIDECAR, sidecars.LIVE_APP),
    "hooks": (sidecars.HOOKED_SIDECAR, sidecars.HOOKED_APP),
}


@pytest.mark.parametrize("containers", CONTAINERS)
@pytest.mark.parametrize("policy", RestartPolicy)
def test_what_is_settled_makes_no_difference_to_what_may_happen(containers: str, policy: RestartPolicy) -> None:
    """Random runs of the whole world and of the settled one allow the same moves, and show the same Pod, all along."""
    whole = shaped_pod("whole", "", CONTAINERS[containers], policies=(policy,), more=REBOOTS)
    cut, draw = settled(whole), Random(7)
    for _ in range(12):
        world, other = whole.initial[0], cut.initial[0]
        for _ in range(120):
            may = whole.enabled(world)
            assert may == cut.enabled(other)
            assert (world.pod, world.sandbox.state) == (other.pod, world.sandbox.state)
            if not may:
                break
            firing = draw.choice(may)
            world, other = whole.after(world, firing), cut.after(other, firing)

"""WorldMachine: a Hypothesis state machine over the world of one Pod of any shape: what is enabled is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from ...model.cluster.pod_world import ContainerParts, ContainerPolicy
from ...model.core.event import Event
from ...model.core.world import Composition, Firing, Path, Scope, at, pattern
from ...model.kubelet.rules.restart import RestartPolicy
from ..law import Law, Mood
from ..worlds.one_pod import shaped_pod

MOST_INIT, MOST_APP = 2, 3


def entries() -> st.SearchStrategy[ContainerParts]:
    """An init container or a sidecar."""
    sidecar = st.builds(
        ContainerParts,
        is_init=st.just(False), is_sidecar=st.just(True), has_startup=st.booleans(), has_hook=st.booleans(),
    )  # fmt: skip
    return st.just(ContainerParts(is_init=True)) | sidecar


def apps() -> st.SearchStrategy[ContainerParts]:
    """An app container, plain or with hook, probes and a policy of its own."""
    return st.builds(
        ContainerParts,
        is_init=st.just(False), policy=st.sampled_from(ContainerPolicy), has_hook=st.booleans(),
        has_startup=st.booleans(), has_liveness=st.booleans(), has_readiness=st.booleans(),
    )  # fmt: skip


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """The world of one Pod; its counters are not cut, and the kubelet's next steps wait or do not."""
    containers = draw(st.lists(entries(), max_size=MOST_INIT)) + draw(st.lists(apps(), min_size=1, max_size=MOST_APP))
    policy, eager = draw(st.sampled_from(RestartPolicy)), draw(st.booleans())
    scope = shaped_pod("drawn", "one Pod of a drawn shape", tuple(containers), policies=(policy,), eager=eager)
    return evolve(scope, saturated={})


class WorldMachine(RuleBasedStateMachine):
    """One rule: something that is enabled happens."""

    laws: tuple[Law, ...] = ()

    @initialize(scope=scopes())
    def begin(self, scope: Scope) -> None:
        """A Pod of some shape, before it is created."""
        self.scope = scope
        self.world = scope.initial[0]
        self.monitors = {law: law.initial for law in self._of(Mood.ORDER)}
        self.check_state()

    @precondition(lambda self: self.scope.enabled(self.world))
    @rule(data=st.data())
    def fire(self, data: st.DataObject) -> None:
        """One of the enabled firings; every step of a machine, every move and every state is judged."""
        firing = data.draw(st.sampled_from(self.scope.enabled(self.world)))
        before, firings = self.world, self.move(firing)
        for law in self._of(Mood.STEP):
            self.ask(law, before, firings, self.world)
        for law, monitor in self.monitors.items():
            self.ask(law, monitor, before, firings, self.world)
            self.monitors[law] = law.advance(monitor, before, firings, self.world)
        self.check_state()

    def move(self, firing: Firing) -> tuple[Firing, ...]:
        """Fire it, and ask the laws of each machine that moves."""
        composition = self.scope.composition

        def watched(_: Composition, draft: Any, path: Path, event: Event) -> bool:
            kind, view, before = composition.kind(path), composition.view_of(draft, path), at(draft, path)
            if not self.scope.stepper(composition, draft, path, event):
                return False
            for law in self.laws:
                if law.mood is Mood.STEP and law.speaks_of(composition.places[pattern(path)].kind):
                    self.ask(law, view, before, event, at(draft, path))
            return bool(kind)

        draft = composition.thaw(self.world)
        firings = tuple(composition.fire(draft, *firing, stepper=watched))
        self.world = composition.freeze(draft)
        return firings

    def check_state(self) -> None:
        for law in self._of(Mood.ALWAYS):
            self.ask(law, self.world)

    def ask(self, law: Law, *arguments: Any) -> None:
        breach = law.check(*arguments)
        assert breach is None, str(breach)

    def _of(self, mood: Mood) -> list[Law]:
        return [law for law in self.laws if law.mood is mood and law.speaks_of(self.scope.composition)]


def world_machine(laws: Iterable[Law]) -> type[WorldMachine]:
    """The machine with these laws."""
    return type("DrawnWorld", (WorldMachine,), {"laws": tuple(laws)})

"""Rules: the worlds of container restart policies and rules: each of them with every class of exit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ...model.cluster.pod_world import ContainerParts, ContainerPolicy
from ...model.core.world import Scope
from ...model.kubelet.container import RuleAction
from .interrupted import REBOOTS
from .one_pod import EXITS_BY_RULE, shaped_pod
from .settled_pod import settled

APP = ContainerParts(is_init=False, policy=ContainerPolicy.NEVER)
"""With a policy of its own, so that any of its exits may have a rule."""
ACTIONS = (RuleAction.NONE, RuleAction.RESTART)


def app_rules() -> tuple[Scope, ...]:
    """One app container with each own policy and each set of rules."""
    return tuple(_world("restart-rules-app", parts, (parts,)) for parts in _ruled(is_init=False))


def init_rules() -> tuple[Scope, ...]:
    """The same of an init container, before an app container that rules alone restart."""
    return tuple(_world("restart-rules-init", parts, (parts, APP)) for parts in _ruled(is_init=True))


def _ruled(*, is_init: bool) -> Iterator[ContainerParts]:
    """No own policy (rules without one are invalid), then each policy with each set of rules.

    An init container of the policy Always is a sidecar.
    """
    yield ContainerParts(is_init=is_init)
    own = (ContainerPolicy.ON_FAILURE, ContainerPolicy.NEVER, *([] if is_init else [ContainerPolicy.ALWAYS]))
    for policy, kill, reboot, start in product(own, ACTIONS, ACTIONS, ACTIONS):
        yield ContainerParts(
            is_init=is_init, policy=policy, rule_on_kill=kill, rule_on_reboot=reboot, rule_on_start_error=start
        )


def _world(name: str, parts: ContainerParts, containers: tuple[ContainerParts, ...]) -> Scope:
    role = "init" if parts.is_init else "app"
    rules = {"137": parts.rule_on_kill, "255": parts.rule_on_reboot, "128": parts.rule_on_start_error}
    codes = " ".join(code for code, has_rule in rules.items() if has_rule is not RuleAction.NONE)
    said = f"policy {parts.policy.value}, rules for {codes or 'none'} of 137 255 128"
    exits = EXITS_BY_RULE if all(one.policy is not ContainerPolicy.POD for one in containers) else ()
    more = (*exits, *REBOOTS)
    return settled(shaped_pod(f"{name}: {said}", f"one Pod with an {role} container of {said}", containers, more=more))

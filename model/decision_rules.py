"""Decision rules: every rule that a run's decisions may cite beside those of the machines' edges."""

from __future__ import annotations

from .controllers import taint_eviction
from .core.rule import Rule
from .kubelet.agent import kill_reasons, reasons
from .kubelet.rules import phase_reasons, plan_rules, restart_reasons
from .scheduler import feasibility

DECISION_RULES: tuple[Rule, ...] = (
    *feasibility.RULES,
    *reasons.RULES,
    *kill_reasons.RULES,
    *phase_reasons.RULES,
    *plan_rules.RULES,
    *restart_reasons.RULES,
    *taint_eviction.RULES,
)

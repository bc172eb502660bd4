"""DisruptionBudget: how many of some Pods must stay when Pods are evicted (policy/v1); names are the API's own."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .meta import ObjectMeta
from .shapes import LabelSelector
from .time import Time


@frozen(kw_only=True)
class PodDisruptionBudgetSpec:
    """Numbers, or parts of the wanted Pods such as 10%; at most one of the two is said."""

    minAvailable: int | str | None = None
    selector: LabelSelector = None
    maxUnavailable: int | str | None = None
    unhealthyPodEvictionPolicy: str | None = None


@frozen(kw_only=True)
class BudgetCondition:
    """A condition of metav1."""

    type: str
    status: str
    observedGeneration: int = 0
    lastTransitionTime: Time | None = None
    reason: str = ""
    message: str = ""


@frozen(kw_only=True)
class PodDisruptionBudgetStatus:
    observedGeneration: int = 0
    disruptedPods: Mapping[str, Time] = field(factory=dict)
    """By name of a Pod that is evicted and not yet seen to go: since when."""
    disruptionsAllowed: int = 0
    currentHealthy: int = 0
    desiredHealthy: int = 0
    expectedPods: int = 0
    conditions: tuple[BudgetCondition, ...] = ()


@frozen(kw_only=True)
class PodDisruptionBudget:
    apiVersion: str = "policy/v1"
    kind: str = "PodDisruptionBudget"
    metadata: ObjectMeta = ObjectMeta()
    spec: PodDisruptionBudgetSpec = PodDisruptionBudgetSpec()
    status: PodDisruptionBudgetStatus = PodDisruptionBudgetStatus()

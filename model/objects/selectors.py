"""Selectors: which objects are meant, by their labels (semantics B.27; SEL, metav1 LabelSelectorAsSelector)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import frozen

from .requirement import BadSelector, Requirement, new_requirement

__all__ = ["EVERYTHING", "NOTHING", "BadSelector", "Selector", "label_selector", "selector_of"]

EXPRESSION_OPERATORS: Final = ("In", "NotIn", "Exists", "DoesNotExist")
"""What matchExpressions may say."""


@frozen
class Selector:
    """All requirements must hold, so none at all means everything; `selects_nothing` is what a missing selector is."""

    requirements: tuple[Requirement, ...] = ()
    selects_nothing: bool = False

    @property
    def is_empty(self) -> bool:
        """It selects everything (labels.Selector.Empty)."""
        return not self.requirements and not self.selects_nothing

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Whether an object with these labels is meant."""
        return not self.selects_nothing and all(each.matches(labels) for each in self.requirements)

    def __str__(self) -> str:
        return ",".join(map(str, self.requirements))


EVERYTHING: Final = Selector()
NOTHING: Final = Selector(selects_nothing=True)


def selector_of(requirements: Iterable[Requirement]) -> Selector:
    """A selector of these, ordered by key as the API prints them (labels.ByKey)."""
    return Selector(tuple(sorted(requirements, key=lambda each: each.key)))


def label_selector(given: Mapping[str, Any] | None) -> Selector:
    """`{"matchLabels": ..., "matchExpressions": ...}` as a Selector: None selects nothing, {} everything; raises
    BadSelector (metav1 LabelSelectorAsSelector)."""
    if given is None:
        return NOTHING
    requirements = [new_requirement(key, "Equals", [value]) for key, value in given.get("matchLabels", {}).items()]
    for expression in given.get("matchExpressions", ()):
        operator = expression.get("operator", "")
        if operator not in EXPRESSION_OPERATORS:
            raise BadSelector(f'"{operator}" is not a valid label selector operator')
        requirements.append(new_requirement(expression.get("key", ""), operator, expression.get("values")))
    return selector_of(requirements)

"""resources: amounts per resource name, read, added and compared (component-helpers/resource)."""

from __future__ import annotations

from collections.abc import Mapping

from .quantity import Quantity, parse_quantity

Amounts = Mapping[str, Quantity]
"""Resource name -> amount (v1.ResourceList)."""


def read_amounts(texts: Mapping[str, str]) -> Amounts:
    """`{"cpu": "100m"}` as Quantities; raises ValueError for what is none."""
    return {name: parse_quantity(text) for name, text in texts.items()}


def total(one: Amounts, other: Amounts) -> Amounts:
    """The sum per resource (RESH addResourceList)."""
    both = dict(one)
    for name, amount in other.items():
        both[name] = both[name] + amount if name in both else amount
    return both


def larger(one: Amounts, other: Amounts) -> Amounts:
    """The larger amount per resource (RESH maxResourceList)."""
    both = dict(one)
    for name, amount in other.items():
        both[name] = max(both[name], amount) if name in both else amount
    return both

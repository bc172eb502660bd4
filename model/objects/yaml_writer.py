"""YAML writer: plain data as text that Kubernetes' reader, and this one, read back as the same data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from .scalars import resolve

_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_DUMPER):  # type: ignore[misc]  # which of the two it is depends on how PyYAML was built
    """Quotes what only Kubernetes' reader would take for something else than a string: y, 0o17, 1e3."""

    def ignore_aliases(self, data: Any) -> bool:
        """The same value twice is written twice."""
        return True


def _represent_text(dumper: Any, text: str) -> yaml.ScalarNode:
    style = None if isinstance(resolve(text), str) else '"'
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
    return node


_Dumper.add_representer(str, _represent_text)


def write_yaml(documents: Iterable[Any]) -> str:
    """The documents, keys in alphabetical order as kubectl prints them, with `---` between."""
    text: str = yaml.dump_all(documents, Dumper=_Dumper, sort_keys=True, allow_unicode=True, default_flow_style=False)
    return text

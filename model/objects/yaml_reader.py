"""YAML reader: text into located trees, one for each document, read as Kubernetes reads it and within stated bounds.

The parser is libyaml (through PyYAML), of which the parser of Kubernetes' own reader is a port. Above its events
nothing is recursive, so neither nesting nor aliases can exhaust the stack or the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

import yaml
from attrs import define, field, frozen

from .budget import Budget
from .located import Document, Flaw, Located, Unreadable, item, member
from .scalars import Scalar, resolve

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
_NO_KEY = "a key must be a plain word, not an alias or a collection"
_TAGS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}


@frozen(eq=False)
class _Anchor:
    """A value that aliases may name, and what each of them costs."""

    node: Located
    weight: int
    values: int


@define(eq=False)
class _Frame:
    """A list or mapping that is still being read."""

    node: Located
    anchor: str | None
    spent_before: tuple[int, int]
    key: str | None = None
    key_line: int = 0
    merges: bool = False
    merged: dict[str, Located] = field(factory=dict)


def read_yaml(text: str) -> Iterator[Document]:
    """The documents in order, the empty ones left out; raises Unreadable where the text is no YAML or goes too far."""
    reader: _Reader | None = None
    budget = Budget()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.DocumentStartEvent):
                budget.begin_document()
                reader = _Reader(budget)
            elif isinstance(event, yaml.DocumentEndEvent):
                if reader and reader.root and reader.root.value is not None:
                    yield Document(reader.root, tuple(reader.flaws))
            elif reader:
                reader.take(event)
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise Unreadable(Flaw(line, "", f"not YAML: {error.reason}")) from error
    except yaml.MarkedYAMLError as error:
        mark: yaml.Mark | None = error.problem_mark or error.context_mark
        why = ", ".join(part for part in (error.problem, error.context) if part)
        raise Unreadable(Flaw(mark.line + 1 if mark else 1, "", f"not YAML: {why}")) from error


class _Reader:
    """Builds the tree of one document from its events."""

    def __init__(self, budget: Budget) -> None:
        self.root: Located | None = None
        self.flaws: list[Flaw] = []
        self.frames: list[_Frame] = []
        self.anchors: dict[str, _Anchor | None] = {}
        self.budget = budget

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.ScalarEvent):
            self.budget.spend(len(event.value) + 2, 1, line)
            if self.wants_key():
                self.set_key(event, line)
                return
            node = Located(self.scalar(event, line), self.line_for(line))
            if event.anchor:
                self.anchors[event.anchor] = _Anchor(node, len(event.value) + 2, 1)
            self.put(node)
        elif isinstance(event, yaml.AliasEvent):
            self.put(self.alias(event.anchor or "", line))
        elif isinstance(event, yaml.CollectionStartEvent):
            self.open(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close()

    def path(self) -> str:
        """Where the next value goes, as a field path."""
        path = ""
        for frame in self.frames:
            if isinstance(frame.node.value, list):
                path = item(path, len(frame.node.value))
            elif frame.key is not None:
                path = member(path, frame.key)
        return path

    def flaw(self, line: int, sentence: str) -> None:
        if len(self.flaws) < 100:  # more than anybody is shown; a hostile document may have a million
            self.flaws.append(Flaw(line, self.path(), sentence))

    def wants_key(self) -> bool:
        return bool(self.frames) and isinstance(self.frames[-1].node.value, dict) and self.frames[-1].key is None

    def line_for(self, line: int) -> int:
        """A member of a mapping is found at its key."""
        top = self.frames[-1] if self.frames else None
        return top.key_line if top and top.key is not None else line

    def set_key(self, event: yaml.ScalarEvent, line: int) -> None:
        top = self.frames[-1]
        top.key_line = line
        top.merges = event.value == "<<" and (event.implicit[0] or event.tag == _CORE + "merge")
        key = "<<" if top.merges else self.scalar(event, line)
        if key is None:
            self.flaw(line, "null cannot be a key")
        top.key = _key_text(key)
        assert isinstance(top.node.value, dict)
        if top.key in top.node.value and not top.merges:
            self.flaw(line, f"duplicate key; the first is on line {top.node.value[top.key].line}")
        if event.anchor:
            self.anchors[event.anchor] = _Anchor(Located(key, line), len(event.value) + 2, 1)

    def put(self, node: Located) -> None:
        """The finished value goes into the list or mapping that is open."""
        if not self.frames:
            self.root = node
            return
        top = self.frames[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif isinstance(top.node.value, dict):
            if top.key is None:
                raise Unreadable(Flaw(node.line, self.path(), _NO_KEY))
            if top.merges:
                self.merge(top, node)
            else:
                top.node.value.setdefault(top.key, node)
            top.key = None

    def merge(self, top: _Frame, node: Located) -> None:
        """`<<`: what a mapping says itself wins over what is merged; of several merged ones the first wins."""
        sources = node.value if isinstance(node.value, list) else [node]
        assert isinstance(top.node.value, dict)
        for source in sources:
            if not isinstance(source.value, dict):
                self.flaw(node.line, "<< wants a mapping or a list of mappings")
                continue
            for key, value in source.value.items():
                if key in top.node.value:
                    # Kubernetes' reader lets a later << overwrite what stands before it; nobody expects that.
                    self.flaw(node.line, f"<< comes after {key}, which it would overwrite; write << first")
                top.merged.setdefault(key, value)

    def alias(self, anchor: str, line: int) -> Located:
        known = self.anchors.get(anchor)
        if known is None:
            why = "stands inside the value that it names" if anchor in self.anchors else "has no anchor before it"
            raise Unreadable(Flaw(line, self.path(), f"alias *{anchor} {why}"))
        self.budget.spend(known.weight, known.values, line)
        return Located(known.node.value, self.line_for(line))

    def open(self, event: yaml.CollectionStartEvent, line: int) -> None:
        self.budget.enter(len(self.frames), line)
        if self.wants_key():
            raise Unreadable(Flaw(line, self.path(), _NO_KEY))
        is_map = isinstance(event, yaml.MappingStartEvent)
        if event.tag not in (None, "!", _CORE + ("map" if is_map else "seq")):
            self.flaw(line, f"tag {_short(event.tag)} is not known")
        if event.anchor:
            self.anchors[event.anchor] = None
        spent = self.budget.weight, self.budget.values
        self.frames.append(_Frame(Located({} if is_map else [], self.line_for(line)), event.anchor, spent))
        self.budget.spend(2, 1, line)

    def close(self) -> None:
        frame = self.frames.pop()
        if isinstance(frame.node.value, dict):
            for key, value in frame.merged.items():
                frame.node.value.setdefault(key, value)
        if frame.anchor:
            weight, values = frame.spent_before
            self.anchors[frame.anchor] = _Anchor(frame.node, self.budget.weight - weight, self.budget.values - values)
        self.put(frame.node)

    def scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        """Quoted words are strings; a tag of the core schema must fit; other tags are refused."""
        if event.tag is None or event.tag == "!":
            value = resolve(event.value) if event.implicit[0] and event.tag is None else event.value
        else:
            name = event.tag.removeprefix(_CORE)
            value = event.value if name == "str" else resolve(event.value)
            if name not in _TAGS:
                self.flaw(line, f"tag {_short(event.tag)} is not known")
            elif not isinstance(value, _TAGS[name]) or (isinstance(value, bool) and name != "bool"):
                self.flaw(line, f"{event.value!r} is no !!{name}")
        if isinstance(value, float) and not isfinite(value):
            self.flaw(line, f"{event.value} has no form in JSON")
            return None
        return value


def _key_text(key: Scalar) -> str:
    """Keys are strings in JSON: 1 -> "1", yes -> "true", 0.5 -> "0.5"."""
    if isinstance(key, bool):
        return "true" if key else "false"
    return f"{key:g}" if isinstance(key, float) else str(key)


def _short(tag: str) -> str:
    return tag.replace(_CORE, "!!")

"""JSON reader: JSON text into the same located trees as the YAML reader makes, within the same bounds.

JSON is not quite YAML: its escapes may be surrogate pairs and its keys longer than libyaml lets them be. Several
documents may follow one another, as kubectl takes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from .budget import MAX_WEIGHT, Budget
from .located import Document, Flaw, Located, Unreadable, Value, item, member
from .scalars import number

_SPACE = re.compile(r"[ \t\n\r]*")
_ATOM = re.compile(r"(true|false|null)\b|(-?(?:0|[1-9][0-9]{0,400})(\.[0-9]{1,400})?([eE][-+]?[0-9]{1,3})?)(?![\w.+-])")
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}
_STRINGS = json.JSONDecoder()
_MAX_FLAWS = 100


class NotJSON(Unreadable):
    """The text is no JSON; it may still be YAML."""


def read_json(text: str) -> Iterator[Document]:
    """The documents in order; raises NotJSON, or Unreadable where the text goes too far."""
    reader = _Reader(text)
    while reader.next_character():
        reader.flaws.clear()
        reader.budget.begin_document()
        begin = reader.position
        root = reader.value("", 0, None)
        if reader.position - begin > MAX_WEIGHT:
            raise Unreadable(Flaw(root.line, "", "the document is larger than 3 MiB"))
        yield Document(root, tuple(reader.flaws))


class _Reader:
    """A cursor in the text; `line` is the cursor's."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.line = 1
        self.flaws: list[Flaw] = []
        self.budget = Budget()

    def value(self, path: str, depth: int, line: int | None) -> Located:
        """The value at the cursor; `line` is its key's where it has one. Recursion ends at MAX_DEPTH."""
        character = self.next_character()
        line = line or self.line
        self.budget.spend(0, 1, self.line)
        if character in ("{", "["):
            self.budget.enter(depth, self.line)
        if character == "{":
            return Located(self.members(path, depth), line)
        if character == "[":
            return Located(self.items(path, depth), line)
        if character == '"':
            return Located(self.string(), line)
        return Located(self.atom(), line)

    def members(self, path: str, depth: int) -> dict[str, Located]:
        found: dict[str, Located] = {}
        more = self.enter("}")
        while more:
            if self.next_character() != '"':
                raise self.bad('expected a key in "quotes"')
            line = self.line
            key = self.string()
            self.expect(":")
            value = self.value(member(path, key), depth + 1, line)
            if key in found and len(self.flaws) < _MAX_FLAWS:
                sentence = f"duplicate key; the first is on line {found[key].line}"
                self.flaws.append(Flaw(line, member(path, key), sentence))
            found.setdefault(key, value)
            more = self.goes_on("}")
        return found

    def items(self, path: str, depth: int) -> list[Located]:
        found: list[Located] = []
        more = self.enter("]")
        while more:
            found.append(self.value(item(path, len(found)), depth + 1, None))
            more = self.goes_on("]")
        return found

    def next_character(self) -> str:
        """The next character that is no white space; "" at the end of the text."""
        match = _SPACE.match(self.text, self.position)
        assert match
        if match.end() > self.position:
            self.line += self.text.count("\n", self.position, match.end())
            self.position = match.end()
        return self.text[self.position : self.position + 1]

    def enter(self, closing: str) -> bool:
        """Step over the opening bracket; False if the closing one follows at once."""
        self.position += 1
        if self.next_character() != closing:
            return True
        self.position += 1
        return False

    def goes_on(self, closing: str) -> bool:
        """Step over a comma (True) or the closing bracket (False)."""
        character = self.next_character()
        if character not in (",", closing):
            raise self.bad(f"expected , or {closing}")
        self.position += 1
        return character == ","

    def expect(self, character: str) -> None:
        if self.next_character() != character:
            raise self.bad(f"expected {character}")
        self.position += 1

    def string(self) -> str:
        try:
            value, self.position = _STRINGS.raw_decode(self.text, self.position)
        except json.JSONDecodeError as error:
            raise self.bad(error.msg[0].lower() + error.msg[1:].removesuffix(" at").rstrip(": ")) from error
        assert isinstance(value, str)
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise self.bad("half of a surrogate pair stands alone") from error
        return value

    def atom(self) -> Value:
        match = _ATOM.match(self.text, self.position)
        if not match:
            raise self.bad("expected a value")
        self.position = match.end()
        word, digits, fraction, exponent = match.groups()
        if word:
            return _WORDS[word]
        if not fraction and not exponent:
            return int(digits)
        value = float(digits)
        if value in (float("inf"), float("-inf")):
            raise self.bad(f"{digits} is out of range")
        return number(value)

    def bad(self, why: str) -> NotJSON:
        return NotJSON(Flaw(self.line, "", f"not JSON: {why}"))

"""Selector tokens: the words and signs of a selector written as text (SEL Lexer)."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

WHITE: Final = " \t\r\n"
SPECIAL: Final = "=!(),><"


class Token(Enum):
    """A sign or word by its text; IDENTIFIER is any other word, ERROR signs that mean nothing, END the end."""

    CLOSED_PARENTHESIS = ")"
    COMMA = ","
    DOES_NOT_EXIST = "!"
    DOUBLE_EQUALS = "=="
    EQUALS = "="
    GREATER_THAN = ">"
    IN = "in"
    LESS_THAN = "<"
    NOT_EQUALS = "!="
    NOT_IN = "notin"
    OPEN_PARENTHESIS = "("
    IDENTIFIER = "identifier"
    ERROR = "error"
    END = "end of string"


_BY_TEXT: Final = {token.value: token for token in Token if token not in (Token.IDENTIFIER, Token.ERROR, Token.END)}


class Lexeme(NamedTuple):
    """A token and how it was written."""

    token: Token
    text: str

    def as_value(self) -> Lexeme:
        """Where no operator may stand, `in` and `notin` are ordinary words (Parser.lookahead in the context Values)."""
        return Lexeme(Token.IDENTIFIER, self.text) if self.token in (Token.IN, Token.NOT_IN) else self


END: Final = Lexeme(Token.END, "")


def tokens(text: str) -> list[Lexeme]:
    """The lexemes, END last; after what is no sign (ERROR) nothing more is read."""
    found: list[Lexeme] = []
    rest = text.partition("\0")[0].lstrip(WHITE)
    while rest and (not found or found[-1].token is not Token.ERROR):
        lexeme = _sign(rest) if rest[0] in SPECIAL else _word(rest)
        found.append(lexeme)
        rest = rest[len(lexeme.text) :].lstrip(WHITE)
    return [*found, END]


def _word(text: str) -> Lexeme:
    """All up to the next blank or sign."""
    length = next((i for i, each in enumerate(text) if each in WHITE + SPECIAL), len(text))
    word = text[:length]
    return Lexeme(_BY_TEXT.get(word, Token.IDENTIFIER), word)


def _sign(text: str) -> Lexeme:
    """The longest sign that stands here: `==` before `=`."""
    return next(Lexeme(_BY_TEXT[text[:n]], text[:n]) for n in (2, 1) if text[:n] in _BY_TEXT)

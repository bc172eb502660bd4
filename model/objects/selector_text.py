"""Selector text: `app=web,tier in (a, b),!old` read as a Selector (SEL Parser)."""

from __future__ import annotations

from typing import Final

from .requirement import BadSelector, Requirement, key_errors, new_requirement
from .selector_tokens import Lexeme, Token, tokens
from .selectors import Selector, selector_of

OPERATORS: Final = {
    Token.IN: "In",
    Token.NOT_IN: "NotIn",
    Token.EQUALS: "Equals",
    Token.DOUBLE_EQUALS: "DoubleEquals",
    Token.NOT_EQUALS: "NotEquals",
    Token.GREATER_THAN: "GreaterThan",
    Token.LESS_THAN: "LessThan",
}
OPERATOR_NAMES: Final = "in, notin, =, ==, !=, gt, lt"
"""The operators as the API names them in its errors."""


def parse_selector(text: str) -> Selector:
    """The selector (labels.Parse); raises BadSelector with the API's sentence."""
    return selector_of(_Parser(tokens(text)).requirements())


class _Parser:
    """Reads the lexemes from left to right; the last one is the end and is never passed."""

    def __init__(self, lexemes: list[Lexeme]) -> None:
        self._lexemes = lexemes
        self._position = 0

    def _look(self) -> Lexeme:
        return self._lexemes[self._position].as_value()

    def _take(self) -> Lexeme:
        lexeme = self._look()
        self._position = min(self._position + 1, len(self._lexemes) - 1)
        return lexeme

    def requirements(self) -> list[Requirement]:
        found: list[Requirement] = []
        while self._look().token is not Token.END:
            if self._look().token not in (Token.IDENTIFIER, Token.DOES_NOT_EXIST):
                raise BadSelector(f"found '{self._look().text}', expected: !, identifier, or 'end of string'")
            found.append(self._requirement())
            token, text = self._take()
            if token is Token.END:
                break
            if token is not Token.COMMA:
                raise BadSelector(f"found '{text}', expected: ',' or 'end of string'")
            if self._look().token not in (Token.IDENTIFIER, Token.DOES_NOT_EXIST):
                raise BadSelector(f"found '{self._look().text}', expected: identifier after ','")
        return found

    def _requirement(self) -> Requirement:
        try:
            return self._key_and_values()
        except BadSelector as error:
            raise BadSelector(f"unable to parse requirement: {error}") from error

    def _key_and_values(self) -> Requirement:
        token, key = self._take()
        is_negated = token is Token.DOES_NOT_EXIST
        if is_negated:
            token, key = self._take()
        if token is not Token.IDENTIFIER:
            raise BadSelector(f"found '{key}', expected: identifier")
        for error in key_errors(key, "<nil>"):
            raise BadSelector(error)
        if is_negated:
            return new_requirement(key, "DoesNotExist", [])
        if self._look().token in (Token.END, Token.COMMA):
            return new_requirement(key, "Exists", [])
        operator = self._operator()
        values = self._values() if operator in ("In", "NotIn") else [self._one_value()]
        return new_requirement(key, operator, sorted(set(values)))

    def _operator(self) -> str:
        token, text = self._lexemes[self._position]
        self._take()
        if token not in OPERATORS:
            raise BadSelector(f"found '{text}', expected: {OPERATOR_NAMES}")
        return OPERATORS[token]

    def _one_value(self) -> str:
        if self._look().token in (Token.END, Token.COMMA):
            return ""
        token, text = self._take()
        if token is not Token.IDENTIFIER:
            raise BadSelector(f"found '{text}', expected: identifier")
        return text

    def _values(self) -> list[str]:
        """`(a, b)`; an empty place, also that of `()`, is the empty value."""
        token, text = self._take()
        if token is not Token.OPEN_PARENTHESIS:
            raise BadSelector(f"found '{text}' expected: '('")
        token, text = self._look()
        if token is Token.CLOSED_PARENTHESIS:
            self._take()
            return [""]
        if token not in (Token.IDENTIFIER, Token.COMMA):
            raise BadSelector(f"found '{text}', expected: ',', ')' or identifier")
        values = self._listed()
        self._take()
        return values

    def _listed(self) -> list[str]:
        """The values up to the closing parenthesis, which is left for the caller."""
        values: list[str] = []
        while True:
            token, text = self._take()
            if token is Token.IDENTIFIER:
                values.append(text)
                if self._look().token is Token.CLOSED_PARENTHESIS:
                    return values
                if self._look().token is not Token.COMMA:
                    raise BadSelector(f"found '{self._look().text}', expected: ',' or ')'")
            elif token is Token.COMMA:
                if not values:
                    values.append("")
                if self._look().token is Token.CLOSED_PARENTHESIS:
                    return [*values, ""]
                if self._look().token is Token.COMMA:
                    self._take()
                    values.append("")
            else:
                raise BadSelector(f"found '{text}', expected: ',', or identifier")

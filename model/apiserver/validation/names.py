"""Names: what may be called how; each function gives all that is wrong with a name, in the API's own words
(apimachinery util/validation)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_CONFIG_KEY = "[-._a-zA-Z0-9]+"
_HEADER = "[-A-Za-z0-9]+"

_DNS_LABEL = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with "
    f"an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{_LABEL}')"
)
_DNS_SUBDOMAIN = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    f"end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{_SUBDOMAIN}')"
)
_CHARACTERS = (
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
    f"(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{_NAME}')"
)
_LABEL_VALUE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    f"'({_NAME})?')"
)


def dns_label(name: str) -> Iterator[str]:
    if len(name) > 63:
        yield "must be no more than 63 characters"
    if not _matches(_LABEL, name):
        yield "must not contain dots" if _matches(_SUBDOMAIN, name) else _DNS_LABEL


def dns_subdomain(name: str) -> Iterator[str]:
    if len(name) > 253:
        yield "must be no more than 253 characters"
    if not _matches(_SUBDOMAIN, name):
        yield _DNS_SUBDOMAIN


def qualified_name(name: str) -> Iterator[str]:
    """`prefix/name`, where the prefix is a DNS subdomain and may be missing: keys of labels, taints, conditions."""
    parts = name.split("/")
    if len(parts) > 2:
        yield (
            f"a valid label key {_CHARACTERS} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        )
        return
    if len(parts) == 2:
        if not parts[0]:
            yield "prefix part must be non-empty"
        else:
            yield from (f"prefix part {each}" for each in dns_subdomain(parts[0]))
    last = parts[-1]
    if not last:
        yield "name part must be non-empty"
    elif len(last.encode()) > 63:
        yield "name part must be no more than 63 bytes"
    if not _matches(_NAME, last):
        yield f"name part {_CHARACTERS}"


def label_value(value: str) -> Iterator[str]:
    if len(value.encode()) > 63:
        yield "must be no more than 63 bytes"
    if value and not _matches(_NAME, value):
        yield _LABEL_VALUE


def port_name(name: str) -> Iterator[str]:
    if len(name) > 15:
        yield "must be no more than 15 characters"
    if not _matches("[-a-z0-9]+", name):
        yield "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"
    if not re.search("[a-z]", name):
        yield "must contain at least one letter (a-z)"
    if "--" in name:
        yield "must not contain consecutive hyphens"
    if name.startswith("-") or name.endswith("-"):
        yield "must not begin or end with a hyphen"


def port_number(port: int) -> Iterator[str]:
    return between(port, 1, 65535)


def environment_name(name: str) -> Iterator[str]:
    if not name or not all(" " <= each <= "~" and each != "=" for each in name):
        yield "a valid environment variable name must consist only of printable ASCII characters other than '='"


def config_key(key: str) -> Iterator[str]:
    if len(key) > 253:
        yield "must be no more than 253 characters"
    if not _matches(_CONFIG_KEY, key):
        yield (
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or "
            f"'KEY_NAME',  or 'key-name', regex used for validation is '{_CONFIG_KEY}')"
        )
    if key == ".":
        yield "must not be '.'"
    elif key.startswith(".."):
        yield "must not be '..'" if key == ".." else "must not start with '..'"


def header_name(name: str) -> Iterator[str]:
    if not _matches(_HEADER, name):
        yield (
            "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for "
            f"validation is '{_HEADER}')"
        )


def between(number: int, low: int, high: int) -> Iterator[str]:
    if not low <= number <= high:
        yield f"must be between {low} and {high}, inclusive"


def not_negative(number: int) -> Iterator[str]:
    if number < 0:
        yield "must be greater than or equal to 0"


def _matches(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text) is not None

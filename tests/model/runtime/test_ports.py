"""ports: what listens and answers, and what is no port of the vocabulary."""

from __future__ import annotations

import re

import pytest

from podlaw.model.runtime.ports import GRPCAnswer, HTTPAnswer, read_ports
from podlaw.model.runtime.words import ScriptError


def test_answers_are_counted_by_path_and_nested_by_run() -> None:
    port = read_ports({"8080": {"http": {"/": [[503, 200], [404]], "*": ["reset"]}}}, "app.ports")[8080]
    statuses = [port.http_answer("/", run, call).status for run, call in ((0, 0), (0, 1), (0, 2), (1, 0), (2, 5))]
    assert statuses == [503, 200, 200, 404, 404]
    assert port.http_answer("/other", 0, 0).is_reset
    assert not port.http_is_steady("/", 0, 0)
    assert port.http_is_steady("/", 0, 1)


def test_an_unknown_path_is_not_found_and_an_unknown_service_is_unknown() -> None:
    ports = read_ports({"80": {"http": {"/a": 200}}, "81": {"grpc": {"": ["SERVING", "hang"]}}}, "ports")
    assert ports[80].http_answer("/b", 0, 0) == HTTPAnswer(404)
    assert ports[81].grpc_answer("other", 0, 0) is None
    assert ports[81].grpc_answer("", 0, 1) == GRPCAnswer(None)


def test_a_port_is_open_in_its_intervals_only() -> None:
    port = read_ports({"80": {"open": [["2s", "6s"], ["9s", ""]]}}, "ports")[80]
    assert [port.is_open(age) for age in (0, 1_999, 2_000, 5_999, 6_000, 9_000)] == [
        False,
        False,
        True,
        True,
        False,
        True,
    ]


# fmt: off
MISTAKES = (
    ({"http": {}},                                "ports.http: expected a port number from 1 to 65535"),
    ({"70000": {}},                               "ports.70000: expected a port number from 1 to 65535"),
    ({"80": {"https": {}}},                       "ports.80.https: unknown member; expected one of http, grpc, tls, open"),
    ({"80": {"http": {"/": []}}},                 "ports.80.http./: expected at least one answer"),
    ({"80": {"http": {"/": [99]}}},               "ports.80.http./[0]: 99 is no status of a final answer; expected 200 to 599"),
    ({"80": {"http": {"/": ["slow"]}}},           "ports.80.http./[0]: 'slow' is no answer; expected a status, hang, reset or a mapping"),
    ({"80": {"http": {"/": [{"takes": "-1s"}]}}}, "ports.80.http./[0].takes: '-1s' is no duration"),
    ({"80": {"grpc": {"": ["FINE"]}}},            "ports.80.grpc.[0]: 'FINE' is no answer; expected one of SERVING, NOT_SERVING"),
    ({"80": {"http": {}, "grpc": {}}},            "ports.80: expected http or grpc, not both"),
    ({"80": {"tls": True}},                       "ports.80.tls: only http can have it"),
    ({"80": {"open": [["6s", "2s"]]}},            "ports.80.open[0]: it ends before it begins"),
)
# fmt: on


@pytest.mark.parametrize(("data", "sentence"), MISTAKES, ids=[sentence for _, sentence in MISTAKES])
def test_a_mistake_is_named_with_its_place(data: object, sentence: str) -> None:
    with pytest.raises(ScriptError, match=re.escape(sentence)):
        read_ports(data, "ports")

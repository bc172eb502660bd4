"""unstructure: what the API shows, and that reading it back gives the same object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

import attrs
from hypothesis import given
from hypothesis import strategies as st

from podlaw.model.objects.container import Container, GRPCAction, HTTPGetAction, Probe
from podlaw.model.objects.json_reader import read_json
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.shapes import fields_of
from podlaw.model.objects.status import (
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStatus,
    PodCondition,
    PodStatus,
)
from podlaw.model.objects.structure import INT64, structure
from podlaw.model.objects.time import Time
from podlaw.model.objects.unstructure import unstructure
from podlaw.model.objects.yaml_reader import read_yaml

WORDS = st.sampled_from(["a", "web", "10.0.0.1", "yes", "0644", "é😀", "a: b", "- x", "null", " spaced "])
AMOUNTS = st.sampled_from(["1", "500m", "1Gi", "64M"])
PLAIN = {"any": st.just({"x": [1, None]}), "str": WORDS, "bool": st.just(True), "quantity": AMOUNTS}


def values_of(annotation: Any, field: str = "") -> st.SearchStrategy[Any]:
    """Values that say something: an empty one would be left out, and come back as the field's default."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return shaped(annotation.__metadata__[0].type)
    if origin in (Union, UnionType):
        return st.one_of(*(values_of(each, field) for each in arguments if each is not NoneType))
    if origin is tuple:
        return st.lists(values_of(arguments[0], field), min_size=1, max_size=2).map(tuple)
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(WORDS, values_of(arguments[1]), min_size=1, max_size=2)
    if annotation is Time or isinstance(annotation, NewType):
        return st.integers(0, 2**32).map(Time)
    if annotation is int:
        return st.integers(1, 2**63 - 1 if field in INT64 else 2**31 - 1)
    simple = {str: WORDS, bool: st.just(True), Any: PLAIN["any"]}.get(annotation)
    return simple if simple is not None else st.deferred(lambda: objects(annotation))


def shaped(kind: str) -> st.SearchStrategy[Any]:
    if kind.startswith("["):
        return st.lists(shaped(kind[1:-1]), max_size=2)
    if kind.startswith("{"):
        return st.dictionaries(WORDS, shaped(kind[1:-1]), max_size=2)
    if kind in ("int32", "int64"):
        return st.integers(-5, 2**31 - 1)
    if kind in PLAIN:
        return PLAIN[kind]
    return st.fixed_dictionaries(
        {}, optional={name: st.deferred(lambda k=k: shaped(k)) for name, k in fields_of(kind).items()}
    )


def objects(kind: Any) -> st.SearchStrategy[Any]:
    """Objects of an attrs class with some of their fields."""
    hints = get_type_hints(kind, include_extras=True)
    required = {f.name: values_of(hints[f.name], f.name) for f in attrs.fields(kind) if f.default is attrs.NOTHING}
    optional = {f.name: values_of(hints[f.name], f.name) for f in attrs.fields(kind) if f.name not in required}
    some = st.lists(st.sampled_from(sorted(optional)), max_size=4, unique=True) if optional else st.just([])
    return some.flatmap(lambda names: st.builds(kind, **required, **{name: optional[name] for name in names}))


@given(objects(Pod))
def test_what_is_shown_is_read_as_the_same_object(pod: Pod) -> None:
    text = json.dumps(unstructure(pod), ensure_ascii=False)
    for read in (read_json, read_yaml):
        (document,) = read(text)
        assert structure(Pod, document.root) == (pod, [])


def test_an_empty_pod_shows_its_three_parts() -> None:
    assert unstructure(Pod(spec=PodSpec(restartPolicy=""))) == {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {},
        "spec": {},
        "status": {},
    }


def test_a_container_status_always_shows_these_fields() -> None:
    assert unstructure(ContainerStatus(name="app")) == {
        "name": "app",
        "state": {},
        "lastState": {},
        "ready": False,
        "restartCount": 0,
        "image": "",
        "imageID": "",
    }


def test_started_is_shown_when_it_is_known_even_if_it_is_false() -> None:
    assert unstructure(ContainerStatus(name="app", started=False))["started"] is False


def test_a_condition_always_shows_its_times() -> None:
    assert unstructure(PodCondition(type="Ready", status="True", lastTransitionTime=Time(1767225600))) == {
        "type": "Ready",
        "status": "True",
        "lastProbeTime": None,
        "lastTransitionTime": "2026-01-01T00:00:00Z",
    }


def test_states_show_times_that_are_not_known_as_null() -> None:
    assert unstructure(ContainerState(running=ContainerStateRunning())) == {"running": {"startedAt": None}}
    ended = ContainerStateTerminated(exitCode=0, reason="Completed")
    assert unstructure(ended) == {"exitCode": 0, "reason": "Completed", "startedAt": None, "finishedAt": None}


def test_zeros_of_optional_fields_are_shown() -> None:
    shown = unstructure(
        PodSpec(priority=0, terminationGracePeriodSeconds=0, enableServiceLinks=False, securityContext={})
    )
    assert shown == {
        "restartPolicy": "Always",
        "priority": 0,
        "terminationGracePeriodSeconds": 0,
        "enableServiceLinks": False,
        "securityContext": {},
    }


def test_a_probe_shows_its_numbers() -> None:
    assert unstructure(Probe(httpGet=HTTPGetAction(port="http"), successThreshold=0)) == {
        "httpGet": {"port": "http", "path": "/", "scheme": "HTTP"},
        "timeoutSeconds": 1,
        "periodSeconds": 10,
        "failureThreshold": 3,
    }
    assert unstructure(GRPCAction(port=1)) == {"port": 1, "service": ""}


def test_an_empty_status_list_is_left_out() -> None:
    assert unstructure(PodStatus(phase="Pending")) == {"phase": "Pending"}
    assert unstructure(Container(name="a")) == {"name": "a", "resources": {}}

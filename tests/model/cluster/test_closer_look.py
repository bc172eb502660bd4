"""Closer look: `podlaw run --describe` and `--runtime` print what kubectl and crictl would, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import OTHER, Podlaw

pytestmark = pytest.mark.usefixtures("folder")


def test_a_description_is_all_that_stands_on_standard_output(podlaw: Podlaw) -> None:
    done = podlaw("run", "web.yaml", "--describe", "pod/web", "--until", "30s")
    assert done.status == 0
    assert done.out.startswith("Name:             web\nNamespace:        default\n")
    assert done.out.splitlines()[-1].endswith("Container started")
    assert done.err.splitlines()[0] == "Stopped after 30s (--until)."


def test_of_a_removed_pod_its_events_are_described(podlaw: Podlaw) -> None:
    done = podlaw("run", "web.yaml", "--describe", "pod/web", "--at", "10s:delete:pod/web:grace=0")
    assert done.out.splitlines()[:2] == [
        "Pod 'web': error 'pods \"web\" not found', but found events.",
        "Events:",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("web", "'web' names no Pod; expected pod/NAME or pod/NAME:namespace=NAMESPACE"),
        ("node/web", "'node/web' names no Pod"),
        ("pod/web:space=a", "'pod/web:space=a' names no Pod"),
        ("pod/wob", "pod/wob: no Pod of this name; did you mean web?"),
        ("pod/web:namespace=other", "pod/web:namespace=other: it is in namespace default"),
    ],
)
def test_what_cannot_be_described_is_bad_input(podlaw: Podlaw, text: str, problem: str) -> None:
    done = podlaw("run", "web.yaml", "--describe", text)
    assert (done.status, done.out) == (2, "")
    assert problem in done.err


def test_a_name_in_two_namespaces_needs_one_of_them(folder: Path, podlaw: Podlaw) -> None:
    (folder / "other.yaml").write_text(OTHER, "utf-8")
    done = podlaw("run", "web.yaml", "other.yaml", "--describe", "pod/web")
    assert (done.status, done.out) == (2, "")
    assert "which one? Say :namespace=default or :namespace=other" in done.err
    done = podlaw("run", "web.yaml", "other.yaml", "--describe", "pod/web:namespace=other")
    assert "Namespace:        other" in done.out


def test_the_runtime_is_listed_for_each_node(podlaw: Podlaw) -> None:
    one = podlaw("run", "web.yaml", "--runtime").out.splitlines()
    assert one[0].split("   ")[0] == "CONTAINER"
    assert one[0].split() == ["CONTAINER", "IMAGE", "CREATED", "STATE", "NAME", "ATTEMPT", "POD", "ID", "POD"]
    assert one[3].split()[:4] == ["POD", "ID", "CREATED", "STATE"]
    two = podlaw("run", "web.yaml", "--runtime", "--node", "a=1,1Gi", "--node", "b=1,1Gi").out.splitlines()
    assert [line for line in two if line.startswith("Node ")] == ["Node a:", "Node a:", "Node b:", "Node b:"]


def test_the_document_has_what_was_asked_for_beside_the_rest(podlaw: Podlaw) -> None:
    document = json.loads(podlaw("run", "web.yaml", "-o", "json", "--describe", "pod/web", "--runtime").out)
    assert document["descriptions"][0]["text"].startswith("Name: ")
    assert document["runtime"][0]["containers"][0]["state"] == "Running"
    assert document["timeline"]
    assert "runtime" not in json.loads(podlaw("run", "web.yaml", "-o", "json").out)

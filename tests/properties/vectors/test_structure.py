"""structure: the vectors' JSON into objects."""

from __future__ import annotations

import pytest

from podlaw.model.objects.pod import PodSpec
from podlaw.model.objects.status import ContainerStatus, PodStatus
from podlaw.model.objects.time import Millis, Time
from podlaw.properties.vectors.structure import (
    NotStructured,
    structure,
    structure_list,
    structure_pod,
    structure_runtime,
    unstructure,
)


def test_missing_fields_default_and_unknown_ones_are_ignored() -> None:
    spec = structure({"containers": [{"name": "c", "novel": 1}], "novel": []}, PodSpec)
    assert spec.containers[0].name == "c"
    assert spec.restartPolicy == "Always"
    assert structure_list({}, "containerStatuses", ContainerStatus) == ()


def test_times_are_read() -> None:
    pod = structure_pod({"metadata": {"deletionTimestamp": "1970-01-01T00:01:00Z"}})
    runtime = {"name": "c", "id": "1", "state": "running", "startedAt": "1970-01-01T00:01:00Z"}
    assert pod.metadata.deletionTimestamp == Time(60)
    assert structure_runtime({"runtime": [runtime]}, {}).containers[0].startedAt == Millis(60_000)


def test_containers_belong_to_the_newest_sandbox_only_if_it_is_ready() -> None:
    def sandbox_of(state: str) -> str:
        given = {"runtime": [{"name": "c", "state": "running"}], "sandboxes": [{"id": "s", "state": state}]}
        return structure_runtime(given, {"c": "img"}).containers[0].sandbox

    assert [sandbox_of("READY"), sandbox_of("NOTREADY")] == ["s", ""]


def test_what_does_not_fit_is_told_with_its_place() -> None:
    with pytest.raises(NotStructured, match=r"containers"):
        structure({"containers": [{"image": "img"}]}, PodSpec)
    with pytest.raises(NotStructured, match=r"deletionTimestamp"):
        structure_pod({"metadata": {"deletionTimestamp": 7}})


def test_a_list_of_objects_is_shown_as_the_api_shows_them() -> None:
    status = structure({"containerStatuses": [{"name": "c", "ready": True, "restartCount": 1}]}, PodStatus)
    assert unstructure(status.containerStatuses)[0]["restartCount"] == 1
    assert unstructure(status)["containerStatuses"][0]["ready"] is True

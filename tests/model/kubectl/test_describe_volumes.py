"""Describe volumes: each kind of volume with its own fields."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.kubectl.describe_volumes import volume_lines
from podlaw.model.kubectl.tab_writer import tabulated


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ({"hostPath": {"path": "/p"}}, ["Path:          /p", "HostPathType:  <none>"]),
        ({"emptyDir": {"medium": "Memory"}}, ["Medium:     Memory", "SizeLimit:  <unset>"]),
        ({"secret": {"secretName": "s"}}, ["SecretName:  s", "Optional:    false"]),
        ({"persistentVolumeClaim": {"claimName": "c", "readOnly": True}}, ["ClaimName:  c", "ReadOnly:   true"]),
        (
            {"downwardAPI": {"items": [{"path": "l", "fieldRef": {"fieldPath": "metadata.labels"}}]}},
            ["Items:", "  metadata.labels -> l"],
        ),
        (
            {"projected": {"sources": [
                {"serviceAccountToken": {"expirationSeconds": 3607, "path": "t"}},
                {"configMap": {"name": "ca"}},
                {"downwardAPI": {}},
            ]}},
            ["TokenExpirationSeconds:  3607", "ConfigMapName:           ca", "Optional:                false",
             "DownwardAPI:             true"],
        ),
        ({"csi": {"driver": "d"}}, ["Driver:            d", "FSType:            ", "ReadOnly:          false",
                                    "VolumeAttributes:  <none>"]),
        ({"image": {"reference": "r", "pullPolicy": "Always"}}, ["Reference:   r", "PullPolicy:  Always"]),
    ],
)  # fmt: skip
def test_a_volume_tells_where_it_comes_from(source: dict[str, Any], lines: list[str]) -> None:
    text = tabulated(volume_lines([{"name": "v", **source}])).splitlines()
    assert text[:2] == ["Volumes:", "  v:"]
    assert text[2].startswith("    Type:")
    assert [line.removeprefix("    ") for line in text[3:]] == lines


def test_a_kind_that_podlaw_does_not_know_is_named() -> None:
    assert list(volume_lines([{"name": "v", "rbd": {}}])) == ["Volumes:", "  v:", "    Type:\trbd"]

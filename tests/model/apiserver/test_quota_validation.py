"""Quota validation: what is wrong with a LimitRange or a ResourceQuota is said at its field."""

from __future__ import annotations

import pytest

from podlaw.model.apiserver.check import check_manifests
from podlaw.model.objects.manifest import ManifestError, read_text


def quota(spec: str) -> str:
    return f"apiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: q}}\nspec: {spec}\n"


def limits(item: str) -> str:
    return f"apiVersion: v1\nkind: LimitRange\nmetadata: {{name: r}}\nspec: {{limits: [{item}]}}\n"


# fmt: off
WRONG = [
    (quota("{hard: {pods: '-1'}}"), "spec.hard[pods]: must be greater than or equal to 0"),
    (quota("{hard: {pods: 500m}}"), "spec.hard[pods]: must be an integer"),
    (quota("{scopes: [BestEffort, NotBestEffort]}"), "spec.scopes: conflicting scopes"),
    (quota("{scopes: [Nice]}"), "spec.scopes[0]: unsupported value"),
    (quota("{scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In}]}}"),
     "spec.scopeSelector.matchExpressions[0].values: required value"),
    (quota("{scopeSelector: {matchExpressions: [{scopeName: BestEffort, operator: In, values: [a]}]}}"),
     "spec.scopeSelector.matchExpressions[0].operator: must be 'Exist'"),
    (limits("{type: Container, min: {cpu: 2}, max: {cpu: 1}}"), "spec.limits[0].min[cpu]: min value 2 is greater"),
    (limits("{type: Pod, default: {cpu: 2}}"), "spec.limits[0].default: forbidden"),
    (limits("{type: Gnome}"), "spec.limits[0].type: must be a standard limit type"),
    (limits("{type: Pod}, {type: Pod}"), "spec.limits[1].type: duplicate value"),
    (limits("{type: PersistentVolumeClaim}"), "spec.limits[0].limits: required value"),
    (limits("{type: Pod, maxLimitRequestRatio: {cpu: 500m}}"), "spec.limits[0].maxLimitRequestRatio[cpu]: ratio 500m"),
]
# fmt: on


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_what_is_wrong_is_said_at_its_field(text: str, sentence: str) -> None:
    with pytest.raises(ManifestError) as caught:
        check_manifests(read_text(text, "q.yaml"))
    assert sentence in str(caught.value)


def test_what_is_right_passes() -> None:
    right = quota("{hard: {pods: '3', requests.cpu: 500m}, scopes: [NotBestEffort]}")
    check_manifests(read_text(right))
    check_manifests(read_text(limits("{type: Container, min: {cpu: 100m}, max: {cpu: 1}}")))

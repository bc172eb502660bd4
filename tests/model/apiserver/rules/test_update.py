"""update: what a PUT may change, by subresource."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from podlaw.model.apiserver.defaults import default_pod
from podlaw.model.apiserver.prepare import prepare_for_create
from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.apiserver.rules.update import Invalid, update_pod
from podlaw.model.apiserver.validation.pod import MIRROR
from podlaw.model.objects.container import Container, ContainerRestartRule, ExitCodes, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSchedulingGate, PodSpec, Toleration
from podlaw.model.objects.status import ContainerState, ContainerStateTerminated, ContainerStatus, PodStatus
from podlaw.model.objects.time import Time

APP = Container(name="app", image="nginx:1.25", resources=ResourceRequirements(requests={"cpu": "100m"}))
TWIN = Container(name="twin", image="nginx:1.25")
GATE = PodSchedulingGate(name="g")
BLIND = Toleration(key="a", operator="Exists")


def stored(**spec: Any) -> Pod:
    pod = Pod(metadata=ObjectMeta(name="web", namespace="default"), spec=PodSpec(containers=(APP,), **spec))
    return prepare_for_create(default_pod(pod))


def put(old: Pod, subresource: str = "", **spec: Any) -> Pod:
    return update_pod(old, default_pod(evolve(old, spec=evolve(old.spec, **spec))), subresource)


def errors(old: Pod, subresource: str = "", **spec: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        put(old, subresource, **spec)
    return {error.field for error in refused.value.errors}


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("update")


def test_a_new_image_is_a_new_generation() -> None:
    old = stored()
    new = put(old, containers=(evolve(old.spec.containers[0], image="nginx:1.26"),))
    assert (new.spec.containers[0].image, new.metadata.generation) == ("nginx:1.26", 2)
    assert put(old).metadata.generation == 1


# fmt: off
REFUSED = (  # what the spec says, what it shall say, the fields of the errors
    ({},                                {"restartPolicy": "Never"},               {"spec"}),
    ({},                                {"containers": (APP, TWIN)},              {"spec.containers"}),
    ({"activeDeadlineSeconds": 10},     {"activeDeadlineSeconds": 11},            {"spec.activeDeadlineSeconds"}),
    ({"activeDeadlineSeconds": 10},     {"activeDeadlineSeconds": None},          {"spec.activeDeadlineSeconds"}),
    ({"tolerations": (BLIND,)},         {"tolerations": ()},                      {"spec.tolerations"}),
    ({},                                {"schedulingGates": (GATE,)},             {"spec.schedulingGates[0].name"}),
    ({"nodeSelector": {"a": "b"}},      {"nodeSelector": {"a": "b", "c": "d"}},   {"spec"}),
)
ALLOWED = (
    ({},                                {"activeDeadlineSeconds": 10}),
    ({"activeDeadlineSeconds": 10},     {"activeDeadlineSeconds": 9}),
    ({},                                {"tolerations": (BLIND,)}),
    ({"schedulingGates": (GATE,)},      {"schedulingGates": ()}),
    ({"schedulingGates": (GATE,)},      {"nodeSelector": {"a": "b"}}),
)
# fmt: on


@pytest.mark.parametrize(("before", "after", "fields"), REFUSED)
def test_most_of_a_spec_never_changes(before: dict[str, Any], after: dict[str, Any], fields: set[str]) -> None:
    assert errors(stored(**before), **after) == fields


@pytest.mark.parametrize(("before", "after"), ALLOWED)
def test_some_of_a_spec_may_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert put(stored(**before), **after).metadata.generation == 2


def test_a_gated_pod_may_only_narrow_its_nodes() -> None:
    old = stored(schedulingGates=(GATE,), nodeSelector={"a": "b"})
    assert put(old, nodeSelector={"a": "b", "c": "d"}).metadata.generation == 2
    assert errors(old, nodeSelector={}) == {"spec.nodeSelector"}


def test_each_subresource_takes_only_what_it_owns() -> None:
    old = stored()
    new = evolve(old, spec=evolve(old.spec, restartPolicy="Never"), status=PodStatus(phase="Running"))
    after = update_pod(old, new, "status")
    assert (after.spec, after.status.phase, after.status.qosClass) == (old.spec, "Running", old.status.qosClass)
    assert update_pod(old, new, "ephemeralcontainers") == old
    assert update_pod(old, new, "resize") == old


def test_a_container_that_may_not_restart_stays_terminated() -> None:
    ended = ContainerStatus(name="app", state=ContainerState(terminated=ContainerStateTerminated(exitCode=0)))
    old = evolve(stored(restartPolicy="OnFailure"), status=PodStatus(containerStatuses=(ended,)))
    back = evolve(old, status=PodStatus(containerStatuses=(ContainerStatus(name="app"),)))
    with pytest.raises(Invalid, match="may not be transitioned to non-terminated state"):
        update_pod(old, back, "status")
    failed = evolve(ended, state=ContainerState(terminated=ContainerStateTerminated(exitCode=1)))
    update_pod(evolve(old, status=PodStatus(containerStatuses=(failed,))), back, "status")


def test_ephemeral_containers_are_only_added() -> None:
    debugger = Container(name="debug", image="busybox")
    old = put(stored(), "ephemeralcontainers", ephemeralContainers=(debugger,))
    assert old.spec.ephemeralContainers[0].terminationMessagePolicy == "File"
    changed = evolve(debugger, image="alpine")
    assert errors(old, "ephemeralcontainers", ephemeralContainers=(changed,)) == {"spec.ephemeralContainers"}
    assert errors(old, "ephemeralcontainers", ephemeralContainers=()) == {"spec.ephemeralContainers"}


def test_static_pods_are_neither_resized_nor_debugged() -> None:
    old = stored(nodeName="n")
    old = evolve(old, metadata=evolve(old.metadata, annotations={MIRROR: "x"}))
    assert errors(old, "resize", containers=(evolve(old.spec.containers[0], resources=ResourceRequirements()),)) == {""}
    assert errors(old, "ephemeralcontainers", ephemeralContainers=(TWIN,)) == {""}


def test_a_status_may_nominate_a_node_that_could_be_one() -> None:
    old = stored()
    with pytest.raises(Invalid, match=r"status\.nominatedNodeName"):
        update_pod(old, evolve(old, status=PodStatus(nominatedNodeName="No Node")), "status")


def test_where_all_containers_may_restart_none_has_to_stay_terminated() -> None:
    rule = ContainerRestartRule(action="RestartAllContainers", exitCodes=ExitCodes(operator="In", values=(7,)))
    old = stored(restartPolicy="Never")
    restarting = evolve(old.spec.containers[0], restartPolicy="Never", restartPolicyRules=(rule,))
    ended = ContainerStatus(name="app", state=ContainerState(terminated=ContainerStateTerminated(exitCode=0)))
    old = evolve(old, spec=evolve(old.spec, containers=(restarting,)), status=PodStatus(containerStatuses=(ended,)))
    back = evolve(old, status=PodStatus(containerStatuses=(ContainerStatus(name="app"),)))
    assert update_pod(old, back, "status").status.containerStatuses == back.status.containerStatuses


def test_a_resize_changes_amounts_of_cpu_and_memory_only() -> None:
    def resized(requests: dict[str, str]) -> tuple[Container, ...]:
        return (evolve(old.spec.containers[0], resources=ResourceRequirements(requests=requests)),)

    old = stored()
    assert put(old, "resize", containers=resized({"cpu": "200m"})).metadata.generation == 2
    assert put(old, "resize", containers=resized({"cpu": "0.1"})).metadata.generation == 1
    assert "spec" in errors(old, "resize", containers=resized({"cpu": "100m", "ephemeral-storage": "1Gi"}))
    assert errors(old, "resize", containers=resized({})) == {"spec", "spec.containers[0].resources.requests"}


def test_metadata_has_its_own_rules() -> None:
    old = stored()
    other = evolve(old, metadata=evolve(old.metadata, namespace="other"))
    with pytest.raises(Rejected) as refused:
        update_pod(old, other)
    assert refused.value.reason == "BadRequest"
    with pytest.raises(Invalid, match=r"metadata\.deletionTimestamp: field is immutable"):
        update_pod(old, evolve(old, metadata=evolve(old.metadata, deletionTimestamp=Time(5))))
    marked = evolve(old, metadata=evolve(old.metadata, deletionTimestamp=Time(5), deletionGracePeriodSeconds=30))
    assert update_pod(marked, old).metadata.deletionTimestamp == 5  # an update cannot take it back
    with pytest.raises(Invalid, match="no new finalizers"):
        update_pod(marked, evolve(marked, metadata=evolve(marked.metadata, finalizers=("example.com/a",))))

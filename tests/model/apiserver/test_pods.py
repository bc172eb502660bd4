"""Pods: the requests on Pods, and the PodObject machine that goes with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve

from podlaw.model.apiserver.pod_object import PodObjectState
from podlaw.model.apiserver.pods import with_uid
from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.apiserver.rules.update import Invalid
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.delete_options import DeleteOptions, Preconditions
from podlaw.model.objects.grace import Grace
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]


def state(cluster: Cluster) -> PodObjectState:
    return next(iter(cluster.pods.lives.values())).machines.pod.state  # type: ignore[no-any-return]  # a draft is untyped


def types(cluster: Cluster) -> list[str]:
    return [event.type for event in cluster.watch if event.kind == "Pod"]


def test_a_created_pod_is_pending_with_a_uid_of_its_own_and_defaults(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod())
    pod = cluster.pod("web")
    assert (pod.status.phase, pod.metadata.generation, pod.metadata.namespace) == ("Pending", 1, "default")
    assert pod.metadata.uid
    assert pod.spec.terminationGracePeriodSeconds == 30
    with pytest.raises(Rejected, match="already exists"):
        cluster.create(make_pod())


def test_a_generated_name_has_five_more_letters(start: Start, make_pod: MakePod) -> None:
    pod = make_pod("x")
    cluster = start(evolve(pod, metadata=evolve(pod.metadata, name="", generateName="web-")))
    (made,) = cluster.store.list("Pod")
    assert made.metadata.name.startswith("web-")
    assert len(made.metadata.name) == len("web-") + 5


def test_binding_is_refused_a_second_time(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod())
    cluster.pods.bind("default", "web", "node-1")
    with pytest.raises(Rejected, match="already assigned to node"):
        cluster.pods.bind("default", "web", "node-1")
    assert state(cluster) is PodObjectState.BOUND


def test_an_unbound_pod_goes_at_once(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod())
    cluster.delete("web")
    assert state(cluster) is PodObjectState.GONE
    assert types(cluster) == ["ADDED", "MODIFIED", "DELETED"]


def test_a_second_delete_without_a_grace_changes_nothing_even_when_the_pod_has_ended(
    start: Start, make_pod: MakePod
) -> None:
    """B1.9: the machine once went Gone here while the object stayed (a Pod that has ended is not removed by a user)."""
    cluster = start(make_pod())
    cluster.advance(2)
    cluster.delete("web")
    assert cluster.run_until(lambda: cluster.pod("web").status.phase == "Succeeded", limit=5)
    before = cluster.pod("web")
    cluster.delete("web")
    assert cluster.pod("web") == before
    assert state(cluster) is PodObjectState.TERMINATING


def test_a_spec_without_grace_does_not_shorten_what_a_delete_has_asked_for(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(terminationGracePeriodSeconds=0), {"app": {"on_sigterm": "ignore"}})
    cluster.advance(2)
    cluster.delete("web", grace=30)
    cluster.delete("web")
    assert cluster.pod("web").metadata.deletionGracePeriodSeconds == 30
    assert next(iter(cluster.pods.lives.values())).machines.pod.grace is Grace.FULL


def test_a_delete_that_names_another_uid_is_refused(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod())
    with pytest.raises(Rejected) as caught:
        cluster.pods.delete("default", "web", DeleteOptions(preconditions=Preconditions(uid="another")))
    assert caught.value.reason == "Conflict"
    cluster.pods.delete("default", "web", with_uid(cluster.pod("web").metadata.uid, 0))
    assert state(cluster) is PodObjectState.GONE


def test_a_finalizer_holds_a_pod_until_it_is_removed(start: Start, make_pod: MakePod) -> None:
    pod = make_pod()
    cluster = start(evolve(pod, metadata=evolve(pod.metadata, finalizers=("example.com/keep",))))
    cluster.delete("web", grace=0)
    assert state(cluster) is PodObjectState.TERMINATING
    cluster.pods.set_finalizers("default", "web", ())
    assert state(cluster) is PodObjectState.GONE
    assert types(cluster)[-1] == "DELETED"


def test_no_finalizer_can_be_added_to_a_pod_that_is_being_deleted(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod())
    cluster.advance(2)
    cluster.pods.set_finalizers("default", "web", ("example.com/early",))
    cluster.delete("web")
    with pytest.raises(Rejected, match=r'no new finalizers can be added .* \[\]string{"example.com/late"}') as caught:
        cluster.pods.set_finalizers("default", "web", ("example.com/early", "example.com/late"))
    assert caught.value.code == 422
    cluster.advance("2m")
    assert state(cluster) is PodObjectState.TERMINATING
    cluster.pods.set_finalizers("default", "web", ())
    assert state(cluster) is PodObjectState.GONE


def test_an_invalid_pod_is_refused_and_not_stored() -> None:
    """Containers may not request more together than the Pod does as a whole."""
    cluster = Cluster()
    asked = ResourceRequirements(requests={"memory": "300Mi"})
    containers = tuple(Container(name=name, image="app:1", resources=asked) for name in ("a", "b"))
    spec = PodSpec(containers=containers, resources=ResourceRequirements(requests={"memory": "500Mi"}))
    with pytest.raises(Invalid, match="aggregate container requests of 600Mi"):
        cluster.create(Pod(metadata=ObjectMeta(name="web"), spec=spec))
    assert not list(cluster.store.list("Pod"))

"""Store: revisions, the watch, optimistic locking."""

from __future__ import annotations

import pytest
from attrs import evolve

from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.apiserver.store import Store, WatchEvent
from podlaw.model.objects.config import ConfigMap
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.time import Millis


def settings(name: str = "settings", **data: str) -> ConfigMap:
    return ConfigMap(metadata=ObjectMeta(name=name, namespace="default"), data=data)


@pytest.fixture
def store() -> Store:
    return Store(lambda: Millis(7))


def test_every_write_takes_the_next_revision_and_is_in_the_log(store: Store) -> None:
    made = store.create(settings())
    store.create(settings("other"))
    changed = store.update(evolve(made, data={"a": "1"}))
    store.remove(changed)
    assert [(e.revision, e.type, e.object.metadata.name, e.at) for e in store.log] == [
        (1, "ADDED", "settings", 7),
        (2, "ADDED", "other", 7),
        (3, "MODIFIED", "settings", 7),
        (4, "DELETED", "settings", 7),
    ]
    assert [e.object.metadata.resourceVersion for e in store.log] == ["1", "2", "3", "4"]
    assert store.log[2].before == made


def test_a_write_that_changes_nothing_takes_no_revision(store: Store) -> None:
    made = store.create(settings(a="1"))
    assert store.update(settings(a="1")) == made
    assert store.revision == 1


def test_a_watcher_hears_of_each_change_when_it_is_made(store: Store) -> None:
    store.create(settings("before"))
    heard: list[WatchEvent] = []
    store.watch(heard.append)
    store.create(settings())
    assert heard == store.log[1:]


def test_a_name_is_taken_while_its_object_is_there(store: Store) -> None:
    made = store.create(settings())
    with pytest.raises(Rejected, match="already exists") as caught:
        store.create(settings())
    assert (caught.value.reason, caught.value.code) == ("AlreadyExists", 409)
    store.remove(made)
    assert store.create(settings()).metadata.resourceVersion == "3"


def test_a_write_from_an_old_version_is_refused(store: Store) -> None:
    made = store.create(settings())
    store.update(evolve(made, data={"a": "1"}))
    with pytest.raises(Rejected, match="please apply your changes to the latest version") as caught:
        store.update(evolve(made, data={"a": "2"}), at_version=made.metadata.resourceVersion)
    assert caught.value.reason == "Conflict"
    assert store.get("ConfigMap", "default", "settings").data == {"a": "1"}


def test_what_is_not_there_cannot_be_changed(store: Store) -> None:
    with pytest.raises(Rejected, match="not found") as caught:
        store.update(settings())
    assert caught.value.reason == "NotFound"


def test_objects_are_listed_by_name_and_only_those_of_the_kind(store: Store) -> None:
    for name in ("b", "a", "c"):
        store.create(settings(name))
    assert [each.metadata.name for each in store.list("ConfigMap")] == ["a", "b", "c"]
    assert list(store.list("Pod")) == []

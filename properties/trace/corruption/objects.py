"""Objects: corruptions of what the API server keeps: identity, spec, binding, deletion, the order of revisions."""

from __future__ import annotations

import json

from ....model.objects.time import Time, parse_rfc3339, rfc3339
from .draft import Change, Corruption, Draft, Entry, Inapplicable

AN_HOUR = 3600


def _is_bound(pod: Entry) -> bool:
    return bool(pod["spec"].get("nodeName"))


def _is_marked(pod: Entry) -> bool:
    return "deletionTimestamp" in pod["metadata"]


def later(text: str, seconds: int) -> str:
    """The time so many seconds later."""
    return rfc3339(Time(parse_rfc3339(text) + seconds))


def _set(path: str, value: object) -> Change:
    """Sets `metadata.generation` and the like."""
    head, _, name = path.rpartition(".")

    def change(pod: Entry) -> None:
        pod[head][name] = value

    return change


def move_to_another_node(draft: Draft) -> None:
    index = draft.pick([index for index, before, _ in draft.steps() if _is_bound(before)])
    draft.change_from(index, _set("spec.nodeName", "another-node"))


def unbind(draft: Draft) -> None:
    index = draft.pick([index for index, before, _ in draft.steps() if _is_bound(before)])
    draft.change_from(index, lambda pod: pod["spec"].pop("nodeName", None))


def undelete(draft: Draft) -> None:
    def change(pod: Entry) -> None:
        pod["metadata"].pop("deletionTimestamp", None)
        pod["metadata"].pop("deletionGracePeriodSeconds", None)

    index = draft.pick([index for index, before, _ in draft.steps() if _is_marked(before)])
    draft.change_from(index, change)


def deletelater(draft: Draft) -> None:
    grace = "deletionGracePeriodSeconds"
    among = [
        index
        for index, before, after in draft.steps()
        if _is_marked(before) and before["metadata"][grace] == after["metadata"][grace]
    ]

    def change(pod: Entry) -> None:
        pod["metadata"]["deletionTimestamp"] = later(pod["metadata"]["deletionTimestamp"], AN_HOUR)

    draft.change_from(draft.pick(among), change)


def lengthen_the_grace(draft: Draft) -> None:
    among = [index for index, before, _ in draft.steps() if _is_marked(before)]

    def change(pod: Entry) -> None:
        pod["metadata"]["deletionGracePeriodSeconds"] = 5000

    draft.change(draft.pick(among), change)


def hide_the_end_of_the_grace(draft: Draft) -> None:
    gone = [e for e in draft.watch if e["type"] == "DELETED" and e["object"]["metadata"].get("uid") == draft.uid]
    last = [i for i, pod in draft.pods() if pod["metadata"].get("deletionGracePeriodSeconds") == 0]
    if not gone or len(last) == len(draft.shown()) or not last:
        raise Inapplicable
    draft.watch = [entry for index, entry in enumerate(draft.watch) if index not in last]


def change_the_class_of_service(draft: Draft) -> None:
    index = draft.pick([index for index, before, _ in draft.steps() if before["status"].get("qosClass")])
    others = {"BestEffort": "Guaranteed", "Guaranteed": "Burstable", "Burstable": "BestEffort"}

    def change(pod: Entry) -> None:
        pod["status"]["qosClass"] = others[pod["status"]["qosClass"]]

    draft.change_from(index, change)


def change_the_creation(draft: Draft) -> None:
    def change(pod: Entry) -> None:
        pod["metadata"]["creationTimestamp"] = later(pod["metadata"]["creationTimestamp"], AN_HOUR)

    draft.change_from(draft.pick([index for index, _, _ in draft.steps()]), change)


def rename_a_container(draft: Draft) -> None:
    def change(pod: Entry) -> None:
        pod["spec"]["containers"][0]["name"] = "impostor"

    draft.change_from(draft.pick([index for index, _, _ in draft.steps()]), change)


def change_the_command(draft: Draft) -> None:
    def change(pod: Entry) -> None:
        pod["spec"]["containers"][0]["command"] = ["another"]

    draft.change_from(draft.pick([index for index, _, _ in draft.steps()]), change)


def change_the_image_unnoticed(draft: Draft) -> None:
    def change(pod: Entry) -> None:
        pod["spec"]["containers"][0]["image"] = "another:1"

    draft.change_from(draft.pick([index for index, _, _ in draft.steps()]), change)


def lower_the_generation(draft: Draft) -> None:
    among = [index for index, before, _ in draft.steps() if before["metadata"].get("generation", 0) > 1]
    draft.change_from(draft.pick(among), _set("metadata.generation", 1))


def skip_a_generation(draft: Draft) -> None:
    def change(pod: Entry) -> None:
        pod["metadata"]["generation"] += 5

    draft.change_from(draft.pick([index for index, _, _ in draft.steps()]), change)


def show_an_old_revision(draft: Draft) -> None:
    index, before, _ = draft.pick(list(draft.steps()))
    draft.change(index, lambda pod: pod["metadata"].update(resourceVersion=before["metadata"]["resourceVersion"]))


def write_nothing(draft: Draft) -> None:
    index, before, after = draft.pick(list(draft.steps()))
    version = after["metadata"]["resourceVersion"]
    copy = json.loads(json.dumps(before))
    copy["metadata"]["resourceVersion"] = version
    draft.watch[index] = {**draft.watch[index], "object": copy}


def give_the_name_to_another(draft: Draft) -> None:
    index = draft.pick([index for index, _, _ in draft.steps()])
    for other in range(index, len(draft.watch)):
        entry = draft.watch[other]
        if entry["kind"] == "Pod" and entry["object"]["metadata"]["uid"] == draft.uid:
            draft.change(other, _set("metadata.uid", "another-uid"))


def hide_the_creation(draft: Draft) -> None:
    among = [index for index, pod in draft.pods() if pod["status"].get("containerStatuses")]
    if not among or among[0] == draft.shown()[0]:
        raise Inapplicable
    hidden = {index for index in draft.shown() if index < among[0]}
    draft.watch = [entry for index, entry in enumerate(draft.watch) if index not in hidden]


def hide_the_binding(draft: Draft) -> None:
    shown = draft.shown()
    bound = [i for i, before, after in draft.steps() if not _is_bound(before) and _is_bound(after)]
    if not bound or shown.index(bound[0]) + 1 == len(shown):
        raise Inapplicable
    following = draft.watch[shown[shown.index(bound[0]) + 1]]["object"]
    if not following["status"].get("containerStatuses"):
        raise Inapplicable
    del draft.watch[bound[0]]


def create_on_its_way(draft: Draft) -> None:
    draft.change(draft.shown()[0], lambda pod: pod["status"].update(phase="Running"))


CORRUPTIONS = (
    Corruption("another-node", "a bound Pod moves to another node", move_to_another_node),
    Corruption("unbound", "a bound Pod loses its node", unbind),
    Corruption("undeleted", "a deletion is taken back", undelete),
    Corruption("later-deletion", "the deletionTimestamp moves later though the grace stays", deletelater),
    Corruption("longer-grace", "the grace of a deletion grows", lengthen_the_grace),
    Corruption("no-last-grace", "a Pod is gone although its grace was never 0", hide_the_end_of_the_grace),
    Corruption("another-class", "the quality of service changes", change_the_class_of_service),
    Corruption("another-creation", "the creationTimestamp changes", change_the_creation),
    Corruption("renamed-container", "a container has another name", rename_a_container),
    Corruption("another-command", "a container has another command", change_the_command),
    Corruption("silent-image", "an image changes without a new generation", change_the_image_unnoticed),
    Corruption("lower-generation", "the generation falls", lower_the_generation),
    Corruption("skipped-generation", "the generation grows by itself", skip_a_generation),
    Corruption("old-revision", "a revision has the number of the one before", show_an_old_revision),
    Corruption("empty-write", "a revision changes nothing", write_nothing),
    Corruption("two-owners", "another Pod has the name while the first is there", give_the_name_to_another),
    Corruption("no-creation", "the first revision shows containers", hide_the_creation, needs_beginning=True),
    Corruption("no-binding", "the binding is left out", hide_the_binding),
    Corruption("born-running", "a Pod is created Running", create_on_its_way),
)

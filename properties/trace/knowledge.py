"""Knowledge: what a source of observations can tell, and so which laws may be asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from ..law import RECORD, STORE, Law, Mood


@frozen
class Knowledge:
    """What is known beside the objects themselves."""

    name: str
    every_revision: bool = False
    """Between two observations of one Pod there was none that is not shown."""
    times: bool = False
    """When each was made, to fractions of a second."""
    beginning: bool = False
    """The first observation of a Pod is its creation, and all Pods are in one order."""
    runtime: bool = False
    """What the kubelet asked of the container runtime is there too."""


RECORDING = Knowledge("recording", every_revision=True, times=True, beginning=True, runtime=True)
WATCH = Knowledge("watch", every_revision=True)
SNAPSHOTS = Knowledge("snapshots")
AUDIT = Knowledge("audit log")

HOLD_OVER_GAPS = (
    "a_deletion_stands",
    "a_final_end_stays",
    "a_start_time_stays",
    "a_status_stays",
    "an_address_lasts_as_its_containers",
    "an_instance_ends_once",
    "an_instance_is_counted_once",
    "a_pod_never_moves",
    "a_restart_is_in_place",
    "binding_says_scheduled",
    "containers_keep_what_they_are",
    "ephemeral_containers_are_only_added",
    "every_new_instance_is_counted",
    "every_write_has_its_revision",
    "initialized_stays",
    "restarting_all_keeps_the_pod",
    "restarts_are_never_uncounted",
    "scheduled_stays",
    "the_class_of_service_stays",
    "the_deleted_end_by_their_exits",
    "the_end_is_final",
    "the_last_end_is_kept",
    "times_go_forward",
)
"""Laws of a step that hold too where revisions in between are not shown, by name: they speak of what only grows or stays."""

NEED_THE_BEGINNING = ("a_created_pod_is_pending",)

GAPS = "wants every revision"
CLOCK = "wants the time of each observation"
START = "wants the Pod's creation, or all Pods in one order"


def choose(laws: Iterable[Law], known: Knowledge) -> tuple[list[Law], Mapping[str, list[Law]]]:
    """The laws that may be asked, and the others by the reason why not."""
    asked: list[Law] = []
    others: dict[str, list[Law]] = {}
    for law in laws:
        reason = why_not(law, known)
        if reason:
            others.setdefault(reason, []).append(law)
        elif law.subject in (RECORD, STORE):
            asked.append(law)
    return asked, others


def why_not(law: Law, known: Knowledge) -> str:
    """Why this law cannot be asked of such a source; empty where it can."""
    if not known.beginning and (law.subject is STORE or law.name in NEED_THE_BEGINNING):
        return START
    if not known.times and law.mood is Mood.TIMED:
        return CLOCK
    if not known.every_revision and law.mood is not Mood.ALWAYS and law.name not in HOLD_OVER_GAPS:
        return GAPS
    return ""

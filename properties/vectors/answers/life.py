"""life: the answers to life.jsonl (registry Store of pods, with its subresources)."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ....model.apiserver.rules import pod_storage
from ....model.apiserver.rules.rejection import Rejected
from ....model.objects.container import Container
from ....model.objects.delete_options import DeleteOptions
from ....model.objects.meta import ObjectMeta
from ....model.objects.pod import Pod, PodSchedulingGate, PodSpec
from ....model.objects.time import Millis
from ..structure import Given, structure

NOW = Millis(1_900_000_000_500)
"""All requests of a case fall into this second."""


def answer(given: Given) -> dict[str, Any]:
    """What is stored after each request, and the error or answer that it got."""
    stored: Pod | None = None
    uids = 0
    steps = []
    for op in given["ops"]:
        step: dict[str, Any] = {"immediate": False} if op["op"] == "delete" else {}
        try:
            if op["op"] == "create":
                stored = pod_storage.create(stored, manifest_of(given["pod"]), f"uid-{uids + 1}")
                uids += 1
            elif op["op"] == "delete":
                done = pod_storage.delete(stored, structure({**op, "op": None}, DeleteOptions), NOW)
                stored, step["immediate"] = done.pod, done.immediate
            else:
                stored = change(stored, op)
        except Rejected as error:
            step |= {"error": error.reason, "code": error.code}
        steps.append({**step, "pod": as_recorded(stored)})
    return {"steps": steps}


def change(stored: Pod | None, op: Given) -> Pod | None:
    """The requests that change a Pod."""
    if op["op"] == "bind":
        return pod_storage.bind(stored, op["node"], NOW)
    pod = pod_storage.found(stored)
    match op["op"]:
        case "status":
            return pod_storage.update(pod, evolve(pod, status=evolve(pod.status, phase=op["phase"])), "status")
        case "finalizers":
            return pod_storage.update(pod, evolve(pod, metadata=evolve(pod.metadata, finalizers=tuple(op["set"]))))
        case _:
            return pod_storage.update(pod, evolve(pod, spec=evolve(pod.spec, schedulingGates=())))


def manifest_of(given: Given) -> Pod:
    """The Pod that `create` sends."""
    return Pod(
        metadata=ObjectMeta(name="web", namespace="default", finalizers=tuple(given.get("finalizers", ()))),
        spec=PodSpec(
            containers=(Container(name="app", image="nginx:1.25"),),
            terminationGracePeriodSeconds=given["terminationGracePeriodSeconds"],
            nodeName=given.get("nodeName", ""),
            schedulingGates=tuple(PodSchedulingGate(name=name) for name in given.get("schedulingGates", ())),
        ),
    )


def as_recorded(pod: Pod | None) -> dict[str, Any]:
    """The short form of what is stored."""
    if pod is None:
        return {"exists": False}
    return {
        "exists": True,
        "uid": pod.metadata.uid,
        "phase": pod.status.phase,
        "nodeName": pod.spec.nodeName,
        "deleting": pod.metadata.deletionTimestamp is not None,
        "deletionGracePeriodSeconds": pod.metadata.deletionGracePeriodSeconds,
        "finalizers": list(pod.metadata.finalizers),
        "generation": pod.metadata.generation,
        "conditions": [f"{each.type}={each.status}/{each.reason}" for each in pod.status.conditions],
    }

"""restart: answers restart.jsonl with the restart decision of one container."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.restart import should_all_containers_restart, should_container_be_restarted
from ....model.objects.container import Container
from ....model.objects.meta import ObjectMeta
from ....model.objects.pod import Pod, PodSpec
from ....model.objects.time import Time
from ..structure import structure, structure_runtime


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """Whether the container restarts, and whether all do."""
    container = structure(given["container"], Container)
    is_init = given["kind"] == "init"
    pod = Pod(
        metadata=ObjectMeta(deletionTimestamp=Time(0) if given["deleted"] else None),
        spec=PodSpec(
            restartPolicy=given["restartPolicy"],
            initContainers=(container,) if is_init else (),
            containers=() if is_init else (container,),
        ),
    )
    instances = [{"name": container.name, **instance} for instance in given.get("runtime", ())]
    runtime = structure_runtime({"runtime": instances}, {})
    return {
        "restart": should_container_be_restarted(container, pod, runtime),
        "restartAllContainers": should_all_containers_restart(pod, runtime, None),
    }

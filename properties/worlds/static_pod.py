"""StaticPod: the world of a static Pod: its manifest, its mirror, its turn by full name, a restart of its kubelet."""

from __future__ import annotations

from ...model.cluster.composition import POD
from ...model.cluster.pod_world import ContainerParts, PodSource, PodWorld, Shape
from ...model.core.world import Scope, Spontaneous
from ...model.kubelet import full_name, mirror_pod, static_manifest
from ...model.kubelet import pod_worker as worker
from ...model.kubelet.rules.restart import RestartPolicy
from .one_pod import COMMON_CUTS, EAGER, EAGER_CUT, OTHERS, SATURATED

# fmt: off
STATIC = (
    Spontaneous("manifest", (static_manifest.WriteManifest(), static_manifest.RemoveManifest())),
    Spontaneous("name", (full_name.TakeName(), full_name.FreeName())),
    Spontaneous("worker", (worker.TurnComes(),)),
    Spontaneous("mirror", (mirror_pod.SeeMirror(True), mirror_pod.SeeMirror(False), mirror_pod.MirrorGoes())),
    Spontaneous("mirror", (mirror_pod.MakeMirror(), mirror_pod.RemoveMirror())),
)
# fmt: on
MIRROR_CUT = "the mirror's own life in the API is a world of its own: here it comes and goes as it likes"

SANDBOX_CUT = "no sandbox dies"


def static_pod() -> Scope:
    """One static Pod with one app container."""
    shapes = tuple(Shape(policy, source=PodSource.FILE) for policy in (RestartPolicy.ALWAYS, RestartPolicy.NEVER))
    app = ContainerParts(is_init=False)
    return Scope(
        name="static",
        words="one static Pod with one app container: its manifest comes, goes and comes again",
        composition=POD,
        initial=tuple(PodWorld(shape=shape, containers=(app,)) for shape in shapes),
        moves=(*(row for row in OTHERS if row.at not in ("pod", "sandbox_death")), *STATIC),
        urgent=EAGER,
        saturated=SATURATED,
        cuts=(*COMMON_CUTS, EAGER_CUT, MIRROR_CUT, SANDBOX_CUT),
    )

"""MirrorPod: laws of static Pods and their mirrors in the API (semantics B34.5, D49); the ids STATIC-n are podlaw's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.cluster.pod_world import PodWorld, Shape
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import mirror_pod, phase, pod_worker
from ...model.kubelet.mirror_pod import MIRROR_POD, MirrorPod, MirrorPodState, MirrorPodView
from ...model.kubelet.phase import Phase, PodPhase
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.rules.restart import RestartPolicy
from ..law import Move, Step, law
from . import examples as ex

U, M, C, X = MirrorPodState
VIEW = MirrorPodView()
STATIC = PodWorld(shape=Shape(RestartPolicy.ALWAYS, source=ex.FILE), containers=(ex.app(ex.RUNNING),))
STOPPED = PodWorld(shape=STATIC.shape, containers=(ex.app(ex.SUCCEEDED),))


@law(
    "STATIC-1", MIRROR_POD, by=(mirror_pod.MADE,),
    given=lambda view, before, event, after: isinstance(event, mirror_pod.MakeMirror),
    witness="it was made with {sight}, where one was {before.state.value}",
    breach=Step(VIEW, MirrorPod(), mirror_pod.MakeMirror(), MirrorPod(M)),
)  # fmt: skip
def a_sync_makes_the_mirror(view: MirrorPodView, before: MirrorPod, event: Event, after: MirrorPod) -> bool:
    """A mirror is made only by a sync of its static Pod that goes on, and only where none is known."""
    return view.syncs and before.state in (U, M) and after.state is M


@law(
    "STATIC-1", MIRROR_POD, by=(mirror_pod.UNFIT, mirror_pod.ORPHANED),
    given=lambda view, before, event, after: isinstance(event, mirror_pod.RemoveMirror),
    witness="one that was {before.state.value} was removed with {sight}",
    breach=Step(MirrorPodView(syncs=True), MirrorPod(C), mirror_pod.RemoveMirror(), MirrorPod()),
)  # fmt: skip
def a_mirror_that_fits_stays(view: MirrorPodView, before: MirrorPod, event: Event, after: MirrorPod) -> bool:
    """The kubelet removes a mirror only if it does not fit, or if its static Pod is gone and does not terminate any more."""
    return ((before.state is X and view.syncs) or view.is_unwanted) and after.state is U


@law(
    "STATIC-1", MIRROR_POD, by=(mirror_pod.SEEN, mirror_pod.GONE, mirror_pod.LOST),
    given=lambda view, before, event, after: isinstance(
        event, mirror_pod.SeeMirror | mirror_pod.MirrorGoes | KubeletRestarts
    ),
    witness="{event} left it {after.state.value}",
    breach=Step(VIEW, MirrorPod(C), KubeletRestarts(), MirrorPod(C)),
)  # fmt: skip
def a_mirror_is_known_by_the_watch(view: MirrorPodView, before: MirrorPod, event: Event, after: MirrorPod) -> bool:
    """What the kubelet knows of a mirror is what its watch has shown; a restarted one knows of none."""
    if isinstance(event, mirror_pod.SeeMirror):
        return after.state is (C if event.fits else X)
    return after.state is U


@law(
    "STATIC-2", POD, by=("D49", mirror_pod.GONE),
    given=lambda before, firings, after: firings[0][0] == ("mirror",),
    witness="{moves}, for the sake of a mirror",
    breach=Move(
        STATIC, ((("mirror",), mirror_pod.MirrorGoes()), (("containers", 0, "life"), life.Exit(life.Outcome.SUCCEEDED))),
        STOPPED,
    ),
)  # fmt: skip
def mirrors_move_nothing(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Whatever becomes of its mirror, nothing happens to a static Pod and its containers."""
    return all(path == ("mirror",) for path, _ in firings)


@law(
    "STATIC-3", POD, by=("B4.14", pod_worker.CLEANED),
    given=lambda before, firings, after: before.shape.is_static
    and any(isinstance(event, pod_worker.CleanUp) for _, event in firings),
    witness="{moves} made it {after.phase.state.value}",
    breach=Move(
        STOPPED, ((("worker",), pod_worker.CleanUp()), (("phase",), phase.PhaseComputed(Phase.FAILED))),
        PodWorld(shape=STATIC.shape, containers=STOPPED.containers, phase=PodPhase(Phase.FAILED)),
    ),
)  # fmt: skip
def static_pods_are_not_given_up(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A static Pod whose manifest was removed keeps its phase: it does not fail for that."""
    return after.phase.state is before.phase.state

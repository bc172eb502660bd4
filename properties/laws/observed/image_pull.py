"""ImagePull: laws of image pulls, as the runtime's log shows them (semantics C.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from attrs import field, frozen

from ....model.objects.container import Container
from ....model.objects.pod import Pod
from ...law import RECORD, Mood, law
from ...record import Call, Item, Observation
from .examples import did, pod, seen, status

IMG = "kubelet/images pullImage"
DELAYS = (10, 20, 40, 80, 160, 300)
"""Seconds after the first, second … failure."""


@frozen
class Pulls:
    """What is known of one Pod's pulls, by image."""

    pod: Pod | None = None
    failed_at: Mapping[str, float] = field(factory=dict)
    """When the last pull failed; a success removes it."""
    failures: Mapping[str, int] = field(factory=dict)
    """How many in a row since the back-off was fresh; a lower bound."""
    came: tuple[str, ...] = ()
    """Images that were pulled."""

    def policy(self, container: str) -> str:
        specs: tuple[Container, ...] = (*self.pod.spec.initContainers, *self.pod.spec.containers) if self.pod else ()
        return next((one.imagePullPolicy for one in specs if one.name == container), "")


def _follow(pulls: Pulls, item: Item) -> Pulls:
    if isinstance(item, Observation):
        return attrs.evolve(pulls, pod=item.after or pulls.pod)
    if not item.uid:  # a restarted kubelet has forgotten its back-off
        return attrs.evolve(pulls, failed_at={}, failures={})
    if item.call != "PullImage":
        return pulls
    image = str(item.detail.get("image", ""))
    if not image:
        return pulls
    if "error" not in item.detail:
        failed_at = {name: at for name, at in pulls.failed_at.items() if name != image}
        return attrs.evolve(pulls, failed_at=failed_at, came=(*pulls.came, image))
    failures = {**pulls.failures, image: pulls.failures.get(image, 0) + 1}
    return attrs.evolve(pulls, failed_at={**pulls.failed_at, image: item.at}, failures=failures)


PULLS: dict[str, Any] = {"initial": Pulls(), "follow": _follow}
NEVER = pod("Pending", status(), spec={"containers": (Container(name="app", image="web:1", imagePullPolicy="Never"),)})
ALWAYS = pod(
    "Pending", status(), spec={"containers": (Container(name="app", image="web:1", imagePullPolicy="Always"),)}
)
REFUSED = did("PullImage", image="web:1", error="not there")


@law(
    "IMG-1", RECORD, by=("kubelet/images imagePullPrecheck",), mood=Mood.ORDER, **PULLS,
    given=lambda pulls, item: isinstance(item, Call) and item.call == "PullImage",
    witness="{item}, although its policy is Never",
    breach=(seen(NEVER), did("PullImage", 2.0, image="web:1")),
)  # fmt: skip
def never_pulls_nothing(pulls: Pulls, item: Item) -> bool:
    """Under the policy Never no image is pulled."""
    return not isinstance(item, Call) or pulls.policy(item.container) != "Never"


@law(
    "IMG-2", RECORD, by=(IMG, "kubelet/kuberuntime startContainer"), mood=Mood.ORDER, **PULLS,
    given=lambda pulls, item: isinstance(item, Call) and item.call == "CreateContainer",
    witness="{item}, although its image could not be pulled",
    breach=(seen(ALWAYS), REFUSED, did("CreateContainer", 2.0, image="web:1")),
)  # fmt: skip
def no_container_without_its_image(pulls: Pulls, item: Item) -> bool:
    """Under the policy Always no container is created after the pull of its image failed, before another succeeds."""
    if not isinstance(item, Call) or pulls.policy(item.container) != "Always":
        return True  # another Pod of the node may have brought the image
    return item.detail.get("image", "") not in pulls.failed_at


@law(
    "IMG-3", RECORD, by=(IMG, "client-go flowcontrol Backoff.Next"), mood=Mood.TIMED, **PULLS,
    given=lambda pulls, item: isinstance(item, Call) and item.call == "PullImage"
    and item.detail.get("image", "") in pulls.failed_at,
    witness="{item}, too early",
    breach=(REFUSED, did("PullImage", 5.0, image="web:1")),
)  # fmt: skip
def back_off_holds_a_pull(pulls: Pulls, item: Item) -> bool:
    """After a failed pull there is no other of the same image for 10 seconds, then 20, 40 … 300."""
    if isinstance(item, Observation):
        return True
    image = str(item.detail["image"])
    delay = DELAYS[min(pulls.failures[image], len(DELAYS)) - 1]
    return item.at - pulls.failed_at[image] >= delay - 0.05

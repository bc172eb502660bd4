"""Asked: what the probes of one Pod's containers have asked, as far as they run commands, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from attrs import field, frozen

from ....model.objects.container import Container, Probe
from ....model.objects.status import ContainerStatus
from ...law import Mood
from ...record import Call, Item
from ...story import NEW, Story, tell

STARTUP, LIVENESS, READINESS = KINDS = ("startup", "liveness", "readiness")


@frozen
class Answers:
    """One probe of one container; what is `of the instance` begins anew with each."""

    instance: str = ""
    successes: int = 0
    """Of the instance."""
    failed: bool = False
    """Of the instance: a run of failures has reached its threshold."""
    last: bool | None = None
    run: int = 0
    """Equal answers in a row, of whatever instance, since the probe was on hold."""
    published: bool = False
    """What the run of answers amounts to; a new instance begins with a failure."""
    published_at: float = 0.0
    """Seconds: when that last changed."""
    ever: bool = False
    """Some instance has succeeded."""

    def answered(self, succeeded: bool, at: float, probe: Probe, *, may_be_final: bool) -> Answers:
        """`may_be_final`: with this answer, if its run is long enough, the probe is on hold."""
        run = self.run + 1 if self.last is succeeded else 1
        reaches = run >= (probe.successThreshold if succeeded else probe.failureThreshold)
        flips = reaches and self.published is not succeeded
        return attrs.evolve(
            self,
            successes=self.successes + succeeded,
            failed=self.failed or (reaches and not succeeded),
            last=succeeded,
            run=0 if reaches and may_be_final else run,
            published=succeeded if flips else self.published,
            published_at=at if flips else self.published_at,
            ever=self.ever or succeeded,
        )


@frozen
class Asked:
    """The story of one Pod, and what its probes have asked, by container and kind of probe."""

    story: Story = NEW
    by_probe: Mapping[tuple[str, str], Answers] = field(factory=dict)
    well: Mapping[str, float] = field(factory=dict)
    """By path of HTTP, or service of gRPC: when it was last answered from 200 to 399, or SERVING; seconds."""

    def of(self, container: str, kind: str) -> Answers:
        return self.by_probe.get((container, kind), Answers())

    def told(self, item: Item) -> Asked:
        """With one item more."""
        story = tell(self.story, item)
        asked = attrs.evolve(self, story=story)
        if not isinstance(item, Call) or not item.uid:
            return asked
        if item.call == "CreateContainer" and "error" not in item.detail:
            return asked._begun(item)
        if item.call in ("HTTP", "HTTP-done", "GRPC"):
            name = str(item.detail.get("path", item.detail.get("service", "")))
            return attrs.evolve(asked, well={**self.well, name: item.at}) if _is_well(item) else asked
        container = story.container(item.container)
        kind = kind_of(container, str(item.detail.get("cmd", "")))
        if not item.call.startswith("ExecSync") or container is None or kind is None:
            return asked
        answer = _answer(item)
        probe = probes(container)[kind]
        if answer is None or probe is None:
            return asked
        key = (item.container, kind)
        may_be_final = kind == STARTUP or (kind == LIVENESS and not answer)
        answers = self.of(*key).answered(answer, item.at, probe, may_be_final=may_be_final)
        return attrs.evolve(asked, by_probe={**self.by_probe, key: answers})

    def _begun(self, item: Call) -> Asked:
        """A new instance: it has been asked nothing yet."""
        new = {
            (item.container, kind): attrs.evolve(
                self.of(item.container, kind), instance=item.detail["id"], successes=0, failed=False,
                published=False, published_at=item.at,
            )
            for kind in KINDS
        }  # fmt: skip
        return attrs.evolve(self, by_probe={**self.by_probe, **new})


def _answer(item: Call) -> bool | None:
    """Whether the command succeeded; None: it counts for nothing, or has not ended yet."""
    detail = item.detail
    if item.call == "ExecSync-timeout":
        return False
    if item.call not in ("ExecSync", "ExecSync-done") or "exit" not in detail or "error" in detail:
        return None
    return None if item.call == "ExecSync" and "takes" in detail else bool(detail["exit"] == 0)


def _is_well(item: Call) -> bool:
    """B12.17, B12.18: 200 ≤ status < 400, or the service is serving."""
    return 200 <= int(item.detail.get("status", 0)) < 400 or item.detail.get("answer") == "SERVING"


def probes(container: Container) -> dict[str, Probe | None]:
    """The three probes of a container by kind."""
    return {
        STARTUP: container.startupProbe,
        LIVENESS: container.livenessProbe,
        READINESS: container.readinessProbe,
    }


def kind_of(container: Container | None, word: str) -> str | None:
    """The kind of probe whose command begins with this word, if there is just one."""
    if container is None or not word:
        return None
    kinds = [
        kind for kind, probe in probes(container).items() if probe and probe.exec and probe.exec.command[:1] == (word,)
    ]
    return kinds[0] if len(kinds) == 1 else None


def has_command(container: Container | None, kind: str) -> bool:
    """The container has such a probe, it runs a command, and the log shows which probe a call belongs to."""
    probe = probes(container)[kind] if container is not None else None
    if probe is None or probe.exec is None:
        return False
    return kind_of(container, probe.exec.command[0] if probe.exec.command else "") == kind


def question(asked: Asked, item: Item) -> tuple[Container, str] | None:
    """The container and the kind of probe, if this call asks a question."""
    if not isinstance(item, Call) or item.call != "ExecSync" or "error" in item.detail:
        return None
    container = asked.story.container(item.container)
    kind = kind_of(container, str(item.detail.get("cmd", "")))
    return (container, kind) if container is not None and kind is not None else None


def is_of(shown: ContainerStatus, answers: Answers) -> bool:
    """The status shows the instance that was asked."""
    return bool(answers.instance) and shown.containerID.endswith(answers.instance)


class _Following:
    """Remembers the last step: laws that follow one Pod share it, and work it out once."""

    def __init__(self) -> None:
        self._asked, self._told = Asked(), Asked()
        self._item: Item | None = None

    def __call__(self, asked: Asked, item: Item) -> Asked:
        if asked is not self._asked or item is not self._item:
            self._asked, self._item, self._told = asked, item, asked.told(item)
        return self._told


follow = _Following()

ASKED: dict[str, Any] = {"mood": Mood.ORDER, "initial": Asked(), "follow": follow}
"""What laws about probes have in common."""
ASKED_IN_TIME: dict[str, Any] = {**ASKED, "mood": Mood.TIMED}
"""The same for those that read the clock."""

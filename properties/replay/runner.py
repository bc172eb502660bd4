"""Runner: what plays a scenario, the Cluster or, to calibrate the comparison, a second recording."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Protocol

from attrs import frozen

from .recording import Entry, read_recording
from .scenario import BadRecording, Scenario


class Runner(Protocol):
    """Plays a scenario under a seed and returns its watch entries, in order; raises NotModelled."""

    def __call__(self, scenario: Scenario, seed: int) -> Iterable[Entry]: ...


class NotModelled(Exception):
    """The scenario needs something that podlaw does not do yet; `feature` names it."""

    def __init__(self, feature: str) -> None:
        super().__init__(f"not modelled: {feature}")
        self.feature = feature

    def __reduce__(self) -> tuple[type[NotModelled], tuple[str]]:
        return NotModelled, (self.feature,)


@frozen
class InCluster:
    """Plays scenarios in podlaw's own Cluster."""

    def __call__(self, scenario: Scenario, seed: int) -> Iterable[Entry]:
        # Imported here: only who replays needs the Cluster, and worker processes start faster without it.
        cluster = import_module("...model.cluster.scenario", __package__)
        try:
            watch: Iterable[Entry] = cluster.run_scenario(scenario, seed)
        except cluster.NotModelled as error:
            raise NotModelled(getattr(error, "feature", str(error))) from error
        return watch


@frozen
class SecondRecord:
    """Answers with another recording of the same scenario, whatever the seed."""

    directory: Path

    def __call__(self, scenario: Scenario, seed: int) -> Iterable[Entry]:
        path = self.directory / f"{scenario.name}.json"
        if not path.is_file():
            raise NotModelled(f"no second record in {self.directory}")
        try:
            second = read_recording(path)
        except BadRecording as error:
            raise NotModelled(str(error)) from error
        return (*second.watch, *second.workloads)

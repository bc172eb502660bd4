"""supervised: recorded scenarios run again, not to compare them but to ask every law at every moment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from attrs import asdict, frozen

from ...model.cluster.scenario import NotModelled, begin_kubelets, nodes_of, play
from ...model.core.kind import Refused
from ...model.core.world import Uncoupled
from .recording import read_recording


@frozen
class Supervision:
    """What became of one scenario; `wrong` and `not_modelled` are empty where there is nothing to say."""

    scenario: str
    family: str
    seed: int = 0
    """The one under which something was wrong, or the last that was tried."""
    observations: int = 0
    wrong: str = ""
    not_modelled: str = ""

    @property
    def holds(self) -> bool:
        return not self.wrong


def supervise_file(path: Path, seeds: int = 1) -> Supervision:
    """Runs a recording's scenario under seeds 0 … `seeds` - 1, until something is wrong; the shape that worker processes
    are given.

    Wrong are a broken law, a component that has done what its machines do not know of, an event that a machine
    refuses, and a Pod whose log does not lead through its bounded world to the same states.
    """
    # Imported here: the laws are needed only for this, and `podlaw` begins faster without them.
    from ..laws import all_laws
    from ..stateful.supervision import Broken, Supervised

    scenario = read_recording(path).scenario
    result = Supervision(scenario.name, scenario.family)
    for seed in range(seeds):
        run = Supervised(nodes_of(scenario), all_laws(), seed=seed, start=scenario.start)
        begin_kubelets(run.cluster, seed)
        wrong = ""
        try:
            play(run.cluster, scenario, run.run_until)
            wrong = "; ".join(map(str, run.departures()))
        except NotModelled as error:
            return Supervision(scenario.name, scenario.family, seed, not_modelled=str(error))
        except (Broken, Refused, Uncoupled) as error:
            wrong = str(error)
        result = Supervision(scenario.name, scenario.family, seed, run.judge.observations, wrong)
        if wrong:
            break
    return result


def supervised_line(one: Supervision) -> str:
    """One scenario for people; what is wrong in lines of its own."""
    if one.not_modelled:
        return f"{one.scenario}: {one.not_modelled}"
    if one.wrong:
        return "\n    ".join([f"{one.scenario}: BROKEN (seed {one.seed})", *one.wrong.splitlines()])
    return f"{one.scenario}: every law holds, on {one.observations} observations"


def supervised_summary(every: Sequence[Supervision]) -> str:
    """All in one line."""
    left_out = sum(bool(one.not_modelled) for one in every)
    broken = sum(not one.holds for one in every)
    return f"{len(every) - left_out - broken} keep every law, {broken} do not, {left_out} are not modelled"


def supervised_json(every: Sequence[Supervision]) -> str:
    """The same for programs."""
    return json.dumps({"scenarios": [{**asdict(one), "holds": one.holds} for one in every]}, indent=1)

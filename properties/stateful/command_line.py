"""CommandLine: what happened to a cluster, as a `podlaw run` that lets it happen again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from ...model.cluster.node_shape import NodeShape
from ...model.cluster.planned_action import PlannedAction
from ...model.cluster.script_book import ANNOTATION
from ...model.objects.pod import Pod
from ...model.objects.unstructure import unstructure
from ...model.objects.yaml_writer import write_yaml


@frozen
class Creation:
    """A Pod with its script, submitted so many milliseconds after the beginning."""

    at: int
    pod: Pod
    script: Mapping[str, Any]


@frozen
class History:
    """All that was done to a cluster, each thing in the order in which it was done."""

    nodes: tuple[NodeShape, ...]
    seed: int
    created: tuple[Creation, ...] = ()
    """Those of the beginning, before anything was done."""
    done: tuple[PlannedAction | Creation, ...] = ()
    until: int = 0
    """Milliseconds."""

    def and_then(self, what: PlannedAction | Creation) -> History:
        """With one thing more."""
        if isinstance(what, Creation) and what.at == 0 and not self.done:
            return evolve(self, created=(*self.created, what))
        return evolve(self, done=(*self.done, what))

    @property
    def files(self) -> Mapping[str, str]:
        """The manifests by file name; each carries its script along as an annotation."""
        creations = [*self.created, *(each for each in self.done if isinstance(each, Creation))]
        return {f"{number}.yaml": _manifest(each) for number, each in enumerate(creations)}

    @property
    def arguments(self) -> tuple[str, ...]:
        """What `podlaw run` is called with, beside those files."""
        names = iter(self.files)
        arguments = [next(names) for _ in self.created]
        for shape in self.nodes:
            arguments += ["--node", f"{shape.name}={shape.cpu},{shape.memory}"]
        for each in self.done:
            arguments += ["--at", _action(each, names)]
        return (*arguments, "--seed", str(self.seed), "--until", f"{self.until}ms")

    def __str__(self) -> str:
        """A shell script."""
        files = [f"cat > {name} <<'END'\n{text.rstrip()}\nEND" for name, text in self.files.items()]
        call = "podlaw run " + " ".join(self.arguments).replace(" --", " \\\n  --")
        return "\n".join([*files, call])


def _action(each: PlannedAction | Creation, names: Any) -> str:
    if isinstance(each, Creation):
        return f"{each.at}ms:create:{next(names)}"
    kind = "node" if each.verb == "restart-kubelet" else "pod"
    options = (f"{name}={value}" for name, value in each.options.items())
    return ":".join([f"{each.at}ms", each.verb, f"{kind}/{each.target}", *options])


def _manifest(creation: Creation) -> str:
    """Without the status, which is the API server's to write."""
    meta = creation.pod.metadata
    annotations = {**meta.annotations, ANNOTATION: json.dumps(creation.script)}
    pod = evolve(creation.pod, metadata=evolve(meta, annotations=annotations))
    return write_yaml([{name: value for name, value in unstructure(pod).items() if name != "status"}])

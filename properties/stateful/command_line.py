"""CommandLine: what happened to a cluster, as a `podlaw run` that lets it happen again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from ...model.objects.pod import Pod
from ...model.objects.unstructure import unstructure
from ...model.objects.yaml_writer import write_yaml


@frozen
class Happening:
    """One thing that a user or a misfortune did, so many milliseconds after the beginning."""

    at: int
    do: str
    """As `--at` names it: delete, exit, kill-sandbox, restart-kubelet."""
    target: str
    """`pod/NAME` or `node/NAME`."""
    options: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        parts = [_time(self.at), self.do, self.target, *(f"{name}={value}" for name, value in self.options)]
        return ":".join(parts)


@frozen
class Creation:
    """A Pod with its script, submitted so many milliseconds after the beginning."""

    at: int
    pod: Pod
    script: Mapping[str, Any]


def runnable(
    creations: Sequence[Creation], happenings: Sequence[Happening], *, nodes: Sequence[str], seed: int, until: int
) -> str:
    """A shell script: the manifests and scripts as files, then `podlaw run` with an `--at` for each happening.

    A Pod that was not there from the beginning is created by `--at TIME:create:FILE`.
    """
    lines = []
    files, later, scripts = [], [], {}
    for number, creation in enumerate(creations):
        name = f"pod-{number}.yaml"
        lines += [f"cat > {name} <<'END'", write_yaml([_manifest(creation.pod)]).rstrip(), "END"]
        scripts[creation.pod.metadata.name] = creation.script
        if creation.at == 0:
            files.append(name)
        else:
            later.append(f"--at {_time(creation.at)}:create:{name}")
    lines += ["cat > script.json <<'END'", json.dumps(scripts), "END"]
    options = [f"--node {node}" for node in nodes] + later + [f"--at {happening}" for happening in happenings]
    options += [f"--seed {seed}", f"--until {_time(until)}"]
    lines.append(" \\\n  ".join([f"podlaw run {' '.join(files)} --script script.json", *options]))
    return "\n".join(lines)


def _time(milliseconds: int) -> str:
    return f"{milliseconds / 1000:g}s" if milliseconds % 1000 == 0 else f"{milliseconds}ms"


def _manifest(pod: Pod) -> Any:
    """Without the status, which is the API server's to write."""
    return {name: value for name, value in unstructure(pod).items() if name != "status"}

"""Static files: the manifests of static Pods that `podlaw run` is given, with --static or for a later action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import evolve, frozen

from ..apiserver.check import check_manifests
from ..kubelet.rules.static_pod import api_reference
from ..objects.manifest import Manifest, ManifestError, Problem, read_manifests
from ..objects.pod import Pod
from .planned_action import BadAction, PlannedAction

WRITE, REMOVE = "write-manifest", "remove-manifest"
STATIC = "--static"


@frozen(eq=False)
class StaticFile:
    """A manifest for the folder of this node's kubelet, and its name there."""

    node: str
    name: str
    manifest: Manifest

    @property
    def pod(self) -> Pod:
        assert isinstance(self.manifest.object, Pod)
        return self.manifest.object

    @property
    def mirror(self) -> Pod:
        """The Pod under the name that its mirror has in the API."""
        return evolve(
            self.pod, metadata=evolve(self.pod.metadata, name=f"{self.pod.metadata.name}-{self.node.lower()}")
        )


def parse_static(text: str) -> tuple[str, str]:
    """`node-1=web.yaml` -> the node and the file; raises ValueError."""
    node, equals, file = text.partition("=")
    if not equals or not node or not file:
        raise ValueError(f"{text!r} is no static Pod; expected NODE=FILE, such as node-1=web.yaml")
    return node, file


def read_static(given: Sequence[tuple[str, str]]) -> tuple[StaticFile, ...]:
    """The static Pods that are there from the beginning; raises ManifestError."""
    return tuple(_read(node, file, Path(file).name) for node, file in given)


def check_file_is_said(action: PlannedAction) -> None:
    """Raises BadAction where an action on a folder does not say which file it means."""
    if action.verb in (WRITE, REMOVE) and "file" not in action.options:
        raise BadAction(f"{action}: which file? Say file=...")


def read_written(actions: Sequence[PlannedAction]) -> Mapping[int, StaticFile]:
    """What each write-manifest writes, by its place in `actions`; raises ManifestError, BadAction."""
    for action in actions:
        check_file_is_said(action)
    return {
        index: _read(action.target, str(action.options["file"]), name_in_folder(action))
        for index, action in enumerate(actions)
        if action.verb == WRITE
    }


def name_in_folder(action: PlannedAction) -> str:
    """The name of the file that the action is about, in the kubelet's folder."""
    return str(action.options.get("as") or Path(str(action.options["file"])).name)


def unknown_file(action: PlannedAction, files: Iterable[StaticFile]) -> str:
    """Why a remove-manifest is about nothing, or an empty text."""
    names = sorted({each.name for each in files if each.node == action.target})
    if name_in_folder(action) in names:
        return ""
    return f"no such file is ever in its folder; there is {', '.join(names) or 'none'}"


def _read(node: str, file: str, name: str) -> StaticFile:
    manifests = read_manifests([file])
    found = manifests[0]
    if len(manifests) > 1 or not isinstance(found.object, Pod):
        line = manifests[1].line if len(manifests) > 1 else found.line
        raise ManifestError([Problem(file, line, "", "a static Pod's file holds one Pod and nothing else")])
    check_manifests([found])
    resource = api_reference(found.object)
    if resource:
        raise ManifestError([found.problem("spec", f"a static Pod can not refer to {resource}: they are in the API")])
    return StaticFile(node, name, found)

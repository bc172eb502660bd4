"""Manifest: objects out of files, folders and standard input, each with the lines where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import attrs
from attrs import frozen

from .config import ConfigMap, Secret
from .cron_job import CronJob
from .daemon_set import DaemonSet
from .deployment import Deployment
from .disruption_budget import PodDisruptionBudget
from .job import Job
from .json_reader import NotJSON, read_json
from .limit_range import LimitRange
from .located import Document, Flaw, Located, Unreadable, item, line_of, member
from .namespace import Namespace
from .node import Node
from .persistent_volume import PersistentVolume
from .persistent_volume_claim import PersistentVolumeClaim
from .pod import Pod
from .priority_class import PriorityClass
from .replica_set import ReplicaSet, ReplicationController
from .resource_quota import ResourceQuota
from .service import Service
from .stateful_set import StatefulSet
from .storage_class import StorageClass
from .structure import structure
from .yaml_reader import read_yaml

Object = (
    Pod
    | Node
    | Namespace
    | ConfigMap
    | Secret
    | PriorityClass
    | LimitRange
    | ResourceQuota
    | Service
    | PodDisruptionBudget
    | ReplicaSet
    | ReplicationController
    | Deployment
    | Job
    | StatefulSet
    | DaemonSet
    | CronJob
    | PersistentVolume
    | PersistentVolumeClaim
    | StorageClass
)

KINDS: tuple[type[Object], ...] = (
    Pod,
    Node,
    Namespace,
    ConfigMap,
    Secret,
    PriorityClass,
    LimitRange,
    ResourceQuota,
    Service,
    PodDisruptionBudget,
    ReplicaSet,
    ReplicationController,
    Deployment,
    Job,
    StatefulSet,
    DaemonSet,
    CronJob,
    PersistentVolume,
    PersistentVolumeClaim,
    StorageClass,
)
MODELLED: dict[tuple[str, str], type[Object]] = {
    (str(attrs.fields_dict(kind)["apiVersion"].default), kind.__name__): kind for kind in KINDS
}
"""The kinds that are read, by apiVersion and kind; a v1 List is read as what it holds."""

MAX_FILE = 16 * 1024 * 1024
"""Bytes of a file or of standard input; one document may have 3 MiB (yaml_reader)."""

MAX_PROBLEMS = 20
"""So many problems are reported; nobody reads more, and a hostile file has a million."""

STDIN = "-"
SUFFIXES = (".yaml", ".yml", ".json")
BEHAVIOUR = ".script"
"""`pod.script.yaml` beside `pod.yaml` says what its images do; a folder's scripts are not among its manifests."""


@frozen
class Problem:
    """`str()` is `pod.yaml:7: spec.containers[0].imag: unknown field`; line 0 or an empty path are left out."""

    file: str
    line: int
    path: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (where, self.path, self.sentence) if part)


class ManifestError(Exception):
    """The input is not what it should be; `problems` says all that is wrong, at most MAX_PROBLEMS of it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@frozen(eq=False)
class Manifest:
    """An object and where it is written; `prefix` is its place in a List, such as `items[2]`."""

    object: Object
    file: str
    tree: Located
    prefix: str = ""

    @property
    def line(self) -> int:
        return self.tree.line

    def problem(self, path: str, sentence: str) -> Problem:
        """A problem with a field of this object, such as `spec.containers[0].name`, at its line."""
        full = ".".join(part for part in (self.prefix, path) if part)
        return Problem(self.file, line_of(self.tree, path), full, sentence)


def read_manifests(paths: Sequence[str], stdin: BinaryIO | None = None) -> list[Manifest]:
    """All objects in the order of the paths; `-` is standard input, a folder gives its manifests by name.

    Raises ManifestError with every problem of every file; nothing is returned then.
    """
    manifests: list[Manifest] = []
    problems: list[Problem] = []
    for path in paths:
        for name, data in _contents(path, stdin, problems):
            manifests.extend(_read(name, data, problems))
            if len(problems) >= MAX_PROBLEMS:
                raise ManifestError(problems[:MAX_PROBLEMS])
    if not manifests and not problems:
        problems.append(Problem(", ".join(paths) or STDIN, 0, "", "no object in it"))
    if problems:
        raise ManifestError(problems[:MAX_PROBLEMS])
    return manifests


def read_text(text: str, file: str = STDIN) -> list[Manifest]:
    """The objects of a YAML or JSON text; raises ManifestError."""
    problems: list[Problem] = []
    manifests = list(_read(file, text.encode(), problems))
    if problems:
        raise ManifestError(problems[:MAX_PROBLEMS])
    return manifests


def _contents(path: str, stdin: BinaryIO | None, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """The files behind a path and what is in them, never more than MAX_FILE bytes of each."""
    try:
        if path == STDIN and stdin is not None:
            yield STDIN, stdin.read(MAX_FILE + 1)
        elif Path(path).is_dir():
            found = sorted(each for each in Path(path).iterdir() if _is_manifest(each))
            if not found:
                problems.append(Problem(path, 0, "", f"no {', '.join(SUFFIXES)} file in this folder"))
            for each in found:
                yield from _contents(str(each), None, problems)
        else:
            with Path(path).open("rb") as file:
                yield path, file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problems.append(Problem(path, 0, "", f"cannot be read: {reason}"))


def _is_manifest(file: Path) -> bool:
    return file.suffix in SUFFIXES and Path(file.stem).suffix != BEHAVIOUR and file.is_file()


def _read(file: str, data: bytes, problems: list[Problem]) -> Iterator[Manifest]:
    try:
        for document in documents_of(file, data):
            flaws = list(document.flaws)
            found = list(_objects(document.root, "", flaws))
            problems.extend(Problem(file, f.line, f.path, f.sentence) for f in sorted(flaws, key=lambda f: f.line))
            if len(problems) >= MAX_PROBLEMS:
                return
            yield from (Manifest(value, file, tree, prefix) for value, tree, prefix in found)
    except Unreadable as error:
        problems.append(Problem(file, error.flaw.line, error.flaw.path, error.flaw.sentence))


def documents_of(file: str, data: bytes) -> Iterator[Document]:
    """The documents of a file's bytes, YAML or JSON; raises Unreadable."""
    if len(data) > MAX_FILE:
        raise Unreadable(Flaw(0, "", f"larger than {MAX_FILE // 2**20} MiB"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(Flaw(line, "", f"not UTF-8: byte 0x{data[error.start]:02x}")) from error
    if not text.lstrip().startswith("{"):
        yield from read_yaml(text)
        return
    try:
        documents = list(read_json(text))
    except NotJSON:
        if Path(file).suffix == ".json":
            raise
        documents = list(read_yaml(text))  # a YAML flow mapping begins with a brace too
    yield from documents


def _objects(tree: Located, prefix: str, flaws: list[Flaw]) -> Iterator[tuple[Object, Located, str]]:
    """The object that the tree describes, or those of its list; what is wrong goes to `flaws`."""
    if not isinstance(tree.value, dict):
        flaws.append(Flaw(tree.line, prefix, "wants an object with apiVersion and kind"))
        return
    version, kind = (_text(tree, key, prefix, flaws) for key in ("apiVersion", "kind"))
    if version is None or kind is None:
        return
    if (version, kind) == ("v1", "List"):
        yield from _items(tree, prefix, flaws)
        return
    modelled = MODELLED.get((version, kind))
    if modelled is None:
        flaws.append(Flaw(line_of(tree, "kind"), prefix, _refusal(version, kind)))
        return
    value, wrong = structure(modelled, tree, path=prefix)
    flaws.extend(wrong)
    if value is not None and not wrong:
        yield value, tree, prefix


def _items(tree: Located, prefix: str, flaws: list[Flaw]) -> Iterator[tuple[Object, Located, str]]:
    assert isinstance(tree.value, dict)
    for key, child in tree.value.items():
        if key not in ("apiVersion", "kind", "metadata", "items"):
            flaws.append(Flaw(child.line, _under(prefix, key), "unknown field"))
    items = tree.value.get("items")
    if items is None or items.value is None:
        return
    if not isinstance(items.value, list):
        flaws.append(Flaw(items.line, _under(prefix, "items"), "wants a list"))
        return
    for index, child in enumerate(items.value):
        yield from _objects(child, item(_under(prefix, "items"), index), flaws)


def _text(tree: Located, key: str, prefix: str, flaws: list[Flaw]) -> str | None:
    assert isinstance(tree.value, dict)
    child = tree.value.get(key)
    if child is None or child.value in (None, ""):
        flaws.append(Flaw(tree.line, _under(prefix, key), "required field is missing"))
        return None
    if not isinstance(child.value, str):
        flaws.append(Flaw(child.line, _under(prefix, key), "wants a string"))
        return None
    return child.value


def _refusal(version: str, kind: str) -> str:
    near = [f"{name} ({of})" for of, name in MODELLED if name.lower() == kind.lower()]
    hint = f"; did you mean kind {near[0]}?" if near else ""
    return f"kind {kind[:80]} ({version[:80]}) is not modelled yet{hint}"


def _under(prefix: str, key: str) -> str:
    return member(prefix, key) if prefix else key

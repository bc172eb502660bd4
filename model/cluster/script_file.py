"""Script file: what the containers of some Pods do, by Pod and container name; errors know their line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve

from ..apiserver.validation.workloads import template_of
from ..objects.located import Flaw, Located, Unreadable, line_of, member, plain
from ..objects.manifest import MAX_FILE, Manifest, ManifestError, Problem, documents_of
from ..objects.pod import Pod, every_container
from ..runtime.script import Script, ScriptError, read_script
from .planned_action import suggest
from .script_book import ANNOTATION
from .script_check import check_commands, check_script

SUFFIXES = (".script.yaml", ".script.yml", ".script.json")

Scripts = Mapping[str, Script]
"""By Pod name: metadata.name, or metadata.generateName where that is all there is."""

Later = Mapping[str, Sequence[str]]
"""Pod name -> ephemeral containers that will be added to it."""


def name_of(obj: Any) -> str:
    """What a script calls the Pod, or the workload whose Pods it is about."""
    return obj.metadata.name or obj.metadata.generateName  # type: ignore[no-any-return]  # every object has metadata


def pod_of(obj: Any) -> Pod:
    """The Pod, or a Pod that looks like those of the workload."""
    return obj if isinstance(obj, Pod) else evolve(template_of(obj)[1].as_pod(), metadata=obj.metadata)


def beside(manifests: Sequence[Manifest]) -> tuple[str, ...]:
    """The scripts that lie beside the manifests' files: `pod.script.yaml` beside `pod.yaml`."""
    files = dict.fromkeys(Path(each.file) for each in manifests)
    return tuple(
        str(script)
        for file in files
        for suffix in SUFFIXES
        if file.suffix and (script := file.with_name(file.stem + suffix)).is_file()
    )


def read_scripts(files: Sequence[str], pods: Sequence[Manifest], later: Later | None = None) -> Scripts:
    """The scripts of these files and of the Pods' annotations; a file's word counts more. Raises ManifestError."""
    later = later or {}
    problems: list[Problem] = []
    scripts: dict[str, Script] = {}
    by_name = {name_of(each.object): pod_of(each.object) for each in pods}
    for each in pods:
        scripts.update(_in_annotation(each, later, problems))
    for file in files:
        scripts.update(_in_file(file, by_name, later, problems))
    if problems:
        raise ManifestError(problems)
    return scripts


def _in_annotation(manifest: Manifest, later: Later, problems: list[Problem]) -> Iterator[tuple[str, Script]]:
    """What a Pod, or the template of a workload, brings along; an error is told at its line."""
    obj, path, metadata = manifest.object, "metadata", manifest.object.metadata
    if not isinstance(obj, Pod):
        where, template = template_of(obj)
        path, metadata = f"{where}.metadata", template.metadata
    if ANNOTATION not in metadata.annotations:
        return
    place = f"{path}.annotations[{ANNOTATION}]"
    try:
        yield name_of(obj), _script(json.loads(metadata.annotations[ANNOTATION]), pod_of(obj), later)
    except json.JSONDecodeError as error:
        problems.append(manifest.problem(place, f"is no JSON: {error}"))
    except RecursionError:
        problems.append(manifest.problem(place, "is nested too deeply"))
    except ScriptError as error:
        problems.append(manifest.problem(place, str(error).removeprefix(".")))


def _in_file(file: str, pods: Mapping[str, Pod], later: Later, problems: list[Problem]) -> Iterator[tuple[str, Script]]:
    try:
        with Path(file).open("rb") as opened:
            documents = list(documents_of(file, opened.read(MAX_FILE + 1)))
    except OSError as error:
        problems.append(Problem(file, 0, "", f"cannot be read: {error.strerror or error}"))
        return
    except Unreadable as error:
        problems.append(Problem(file, error.flaw.line, error.flaw.path, error.flaw.sentence))
        return
    for document in documents:
        flaws = list(document.flaws)
        if not flaws:
            yield from _in_document(document.root, pods, later, flaws)
        problems.extend(Problem(file, flaw.line, flaw.path, flaw.sentence) for flaw in flaws)


def _in_document(
    root: Located, pods: Mapping[str, Pod], later: Later, flaws: list[Flaw]
) -> Iterator[tuple[str, Script]]:
    if not isinstance(root.value, dict):
        flaws.append(Flaw(root.line, "", "wants a mapping of Pod names"))
        return
    for name, tree in root.value.items():
        if name not in pods:
            flaws.append(Flaw(tree.line, name, f"no Pod of this name is to be run; {suggest(name, pods)}"))
            continue
        try:
            yield name, _script(plain(tree), pods[name], later)
        except ScriptError as error:
            path, _, sentence = str(error).partition(": ")
            flaws.append(Flaw(line_of(tree, path), member("", name) + path, sentence))


def _script(data: Any, pod: Pod, later: Later) -> Script:
    """Raises ScriptError, `.web.runs[0].exit: sentence`."""
    script = read_script(data, "")
    check_script(data)
    names = [*(each.name for each in every_container(pod.spec)), *later.get(name_of(pod), ())]
    for name in script.containers:
        if name not in names:
            raise ScriptError(f".{name}: Pod {name_of(pod)} has no such container; {suggest(name, names)}")
    check_commands(script, every_container(pod.spec))
    return script

"""manifest: files, folders, standard input, lists; every problem of every file; the bounds."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from podlaw.model.objects.config import ConfigMap
from podlaw.model.objects.located import plain
from podlaw.model.objects.manifest import MAX_PROBLEMS, ManifestError, read_manifests, read_text
from podlaw.model.objects.namespace import Namespace
from podlaw.model.objects.node import Node
from podlaw.model.objects.pod import Pod, every_container
from podlaw.model.objects.yaml_reader import read_yaml

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: nginx}]}\n"
EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"


def problems(paths: list[str], stdin: bytes = b"") -> list[str]:
    with pytest.raises(ManifestError) as caught:
        read_manifests(paths, io.BytesIO(stdin))
    return [str(problem) for problem in caught.value.problems]


def of_text(text: str) -> list[str]:
    return problems(["-"], text.encode())


def test_objects_come_in_the_order_of_the_paths(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(POD + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n")
    (tmp_path / "a.json").write_text('{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "conf"}}')
    found = read_manifests([str(tmp_path / "b.yaml"), "-", str(tmp_path / "a.json")], io.BytesIO(POD.encode()))
    assert [type(each.object) for each in found] == [Pod, Namespace, Pod, ConfigMap]
    assert [(Path(each.file).name, each.line) for each in found] == [
        ("b.yaml", 1),
        ("b.yaml", 6),
        ("-", 1),
        ("a.json", 1),
    ]


def test_a_folder_gives_its_manifests_by_name_without_the_scripts_beside_them(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "c.json", "notes.txt", "a.script.yaml"):
        text = '{"apiVersion": "v1", "kind": "Node"}' if name == "c.json" else POD
        (tmp_path / name).write_text("not: a manifest" if name in ("notes.txt", "a.script.yaml") else text)
    (tmp_path / "sub.yaml").mkdir()
    found = read_manifests([str(tmp_path)])
    assert [Path(each.file).name for each in found] == ["a.yaml", "b.yml", "c.json"]


def test_a_list_is_read_as_what_it_holds() -> None:
    text = (
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Node, metadata: {name: node-a}}\n- "
        + POD.replace("\n", "\n  ")
    )
    found = read_text(text)
    assert [(type(each.object), each.prefix, each.line) for each in found] == [
        (Node, "items[0]", 4),
        (Pod, "items[1]", 5),
    ]
    problem = found[1].problem("spec.containers[0].image", "is old")
    assert str(problem) == "-:8: items[1].spec.containers[0].image: is old"


def test_a_flow_mapping_that_is_no_json_is_yaml() -> None:
    assert (
        read_text("{apiVersion: v1, kind: Pod, metadata: {name: web}}")[0].object
        == read_text('{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}}')[0].object
    )


# fmt: off
BAD = [
    ("",                                     ["-: no object in it"]),
    ("# nothing\n---\n",                     ["-: no object in it"]),
    ("- a\n",                                ["-:1: wants an object with apiVersion and kind"]),
    ("hello\n",                              ["-:1: wants an object with apiVersion and kind"]),
    ("kind: Pod\n",                          ["-:1: apiVersion: required field is missing"]),
    ("\napiVersion: v1\n",                   ["-:2: kind: required field is missing"]),
    ("apiVersion: 1\nkind: Pod\n",           ["-:1: apiVersion: wants a string"]),
    ("apiVersion: policy/v1\nkind: Eviction\n", ["-:2: kind Eviction (policy/v1) is not modelled yet"]),
    ("apiVersion: v1\nkind: pod\n",          ["-:2: kind pod (v1) is not modelled yet; did you mean kind Pod (v1)?"]),
    ("apiVersion: v1\nkind: List\nitem: []\n", ["-:3: item: unknown field"]),
    ("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, spec: 1}\n",
     ["-:4: items[0].spec: wants an object, not the number 1"]),
    (POD + "---\n" + POD + "foo: 1\n---\na: [\n", [
        "-:10: foo: unknown field",
        "-:13: not YAML: did not find expected node content, while parsing a flow node",
    ]),
    ("apiVersion: v1\nkind: Pod\nkind: Pod\nspec: 5\n",
     ["-:3: kind: duplicate key; the first is on line 2", "-:4: spec: wants an object, not the number 5"]),
]
# fmt: on


@pytest.mark.parametrize(("text", "expected"), BAD)
def test_what_is_wrong_is_said_with_file_line_and_path(text: str, expected: list[str]) -> None:
    assert of_text(text) == expected


def test_every_file_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(POD + "foo: 1\n")
    (tmp_path / "b.yaml").write_bytes(b"a: 1\nb: \xff\n")
    (tmp_path / "empty").mkdir()
    paths = [str(tmp_path / name) for name in ("a.yaml", "b.yaml", "gone.yaml", "empty")]
    assert problems(paths) == [
        f"{paths[0]}:5: foo: unknown field",
        f"{paths[1]}:2: not UTF-8: byte 0xff",
        f"{paths[2]}: cannot be read: No such file or directory",
        f"{paths[3]}: no .yaml, .yml, .json file in this folder",
    ]


def test_a_path_that_cannot_be_is_a_problem_like_any_other() -> None:
    assert problems(["a\0b"]) == ["a\0b: cannot be read: embedded null byte"]


def test_at_most_twenty_problems_are_told() -> None:
    assert len(of_text(POD + "".join(f"x{n}: 1\n" for n in range(1000)))) == MAX_PROBLEMS == 20


def test_utf_16_is_refused_and_a_byte_order_mark_is_not() -> None:
    assert problems(["-"], POD.encode("utf-16")) == ["-:1: not UTF-8: byte 0xff"]
    assert read_manifests(["-"], io.BytesIO(b"\xef\xbb\xbf" + POD.encode()))


def test_a_file_of_100_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)
    begin = time.perf_counter()
    assert problems([str(file)]) == [f"{file}: larger than 16 MiB"]
    assert time.perf_counter() - begin < 5


def test_an_endless_input_is_refused() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            assert isinstance(buffer, memoryview)
            buffer[:] = b"a" * len(buffer)
            return len(buffer)

    with pytest.raises(ManifestError, match="larger than 16 MiB"):
        read_manifests(["-"], io.BufferedReader(Endless()))


@pytest.mark.parametrize("nest", ["[", "{a: ", "- "])
def test_thousands_of_levels_are_one_problem(nest: str) -> None:
    assert of_text("apiVersion: v1\nkind: Pod\nspec:\n  " + nest * 100_000) == ["-:4: nested more than 100 levels deep"]


def test_the_examples_are_read() -> None:
    found = read_manifests([str(EXAMPLES)])
    names = [each.object.metadata.name for each in found]
    assert names == ["gpu-1", "kubia-gpu", "shop", "liveness-http", "pod-demon", "myapp-pod"]


def test_the_scripts_beside_the_examples_speak_of_their_containers() -> None:
    scripts = sorted(EXAMPLES.glob("*.script.yaml"))
    assert scripts
    for script in scripts:
        (document,) = read_yaml(script.read_text("utf-8"))
        (manifest,) = read_manifests([str(script).replace(".script.yaml", ".yaml")])
        assert isinstance(manifest.object, Pod)
        names = {container.name for container in every_container(manifest.object.spec)}
        assert set(plain(document.root)) == {manifest.object.metadata.name}
        assert set(plain(document.root)[manifest.object.metadata.name]) <= names

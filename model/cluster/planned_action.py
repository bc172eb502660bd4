"""Planned action: one `--at` of `podlaw run`: when, what, to which object, and how."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from ..objects.quantity import parse_quantity
from ..runtime.script import ScriptError, millis

FORM = "TIME:ACTION:TARGET[:key=value]..."


class BadAction(ValueError):
    """The text is no action, or names what is not there; the message says what and what was expected."""


def _seconds(text: str) -> int:
    return _number(text, 0, 2**31 - 1, "seconds")


def _count(text: str) -> int:
    return _number(text, 0, 2**31 - 1, "a count")


def _exit_code(text: str) -> int:
    return _number(text, 0, 255, "an exit code")


def _number(text: str, least: int, most: int, what: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text) or not least <= int(text) <= most:
        raise BadAction(f"{text!r} is not {what}; expected a whole number from {least} to {most}")
    return int(text)


def _word(text: str) -> str:
    if not text:
        raise BadAction("is empty")
    return text


def _amount(text: str) -> str:
    try:
        if parse_quantity(text).nanos >= 0:
            return text
    except ValueError:
        pass
    raise BadAction(f"{text!r} is no amount; expected for example 500m or 1Gi")


@frozen
class Verb:
    """What can be done: the kind of its target (empty: a file), and how its options are read."""

    target: str
    options: Mapping[str, Callable[[str], object]]
    words: str


AMOUNTS: Mapping[str, tuple[str, str]] = {
    "cpu": ("requests", "cpu"),
    "memory": ("requests", "memory"),
    "cpu-limit": ("limits", "cpu"),
    "memory-limit": ("limits", "memory"),
}
"""What of a container's resources each option of a resize sets."""

SHORT: Mapping[str, str] = {
    "deploy": "Deployment", "deployment": "Deployment", "rs": "ReplicaSet", "replicaset": "ReplicaSet",
    "rc": "ReplicationController", "replicationcontroller": "ReplicationController", "sts": "StatefulSet",
    "statefulset": "StatefulSet", "ds": "DaemonSet", "daemonset": "DaemonSet", "job": "Job", "cj": "CronJob",
    "cronjob": "CronJob",
}  # fmt: skip
"""What kubectl calls the kinds of controllers' objects."""

WORKLOAD = "KIND"
"""Stands for the kind of a controller's object, as kubectl calls it: deploy/web."""


def _policy(text: str) -> str:
    if text.lower() not in ("background", "foreground", "orphan"):
        raise BadAction(f"{text!r} is no way of deletion; expected background, foreground or orphan")
    return text.lower()


def _effect(text: str) -> str:
    if text not in EFFECTS:
        raise BadAction(f"{text!r} is no effect of a taint; expected {', '.join(EFFECTS[:-1])} or {EFFECTS[-1]}")
    return text


EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
NAMESPACE: Mapping[str, Callable[[str], object]] = {"namespace": _word}

VERBS: Mapping[str, Verb] = {
    "delete": Verb("pod", {"grace": _seconds, "uid": _word, **NAMESPACE}, "DELETE it; grace=0 removes it at once"),
    "evict": Verb("pod", {"grace": _seconds, **NAMESPACE}, "evict it, if its disruption budget allows that"),
    "exit": Verb("pod", {"container": _word, "code": _exit_code, **NAMESPACE}, "a container's process ends"),
    "resize": Verb(
        "pod",
        {"container": _word, **dict.fromkeys(AMOUNTS, _amount), **NAMESPACE},
        "a container asks for other resources",
    ),
    "debug": Verb(
        "pod",
        {"image": _word, "container": _word, "target": _word, **NAMESPACE},
        "an ephemeral container is added, as by kubectl debug",
    ),
    "sandbox-dies": Verb("pod", {**NAMESPACE}, "its sandbox dies, and its containers with it"),
    "restart-kubelet": Verb("node", {}, "its kubelet restarts; containers run on"),
    "stop-kubelet": Verb("node", {}, "its kubelet's process ends; containers run on"),
    "start-kubelet": Verb("node", {}, "its kubelet's process begins anew"),
    "stop-machine": Verb("node", {}, "its machine goes down: kubelet and containers"),
    "start-machine": Verb("node", {}, "its machine comes up again"),
    "cordon": Verb("node", {}, "no more Pods are scheduled to it"),
    "uncordon": Verb("node", {}, "Pods are scheduled to it again"),
    "drain": Verb("node", {"grace": _seconds}, "cordon it, and evict its Pods as budgets allow, trying every 5 s"),
    "taint": Verb("node", {"key": _word, "effect": _effect, "value": _word}, "it gets a taint"),
    "untaint": Verb("node", {"key": _word}, "its taints of this key go"),
    "delete-node": Verb("node", {}, "DELETE the Node object; a kubelet that runs goes on"),
    "reboot": Verb("node", {}, "its machine goes down and comes up: no container survives"),
    "write-manifest": Verb(
        "node",
        {"file": _word, "as": _word},
        "a static Pod: the file is put into its kubelet's folder (as=: its name there)",
    ),
    "remove-manifest": Verb("node", {"file": _word}, "the file of this name is removed from its kubelet's folder"),
    "shutdown-node": Verb(
        "node",
        {"grace": _seconds, "critical": _seconds},
        "its shutdown is announced: its Pods have grace seconds, of which the last are for critical ones",
    ),
    "cancel-shutdown": Verb("node", {}, "the announced shutdown is called off"),
    "memory-used": Verb("node", {"amount": _amount}, "so much memory is in use there beside what its Pods use"),
    "disk-used": Verb("node", {"amount": _amount}, "so much of its ephemeral-storage is in use, likewise"),
    "scale": Verb(WORKLOAD, {"replicas": _count, **NAMESPACE}, "it wants so many Pods from now on"),
    "set-image": Verb(
        WORKLOAD, {"container": _word, "image": _word, **NAMESPACE}, "its template names another image for a container"
    ),
    "rollout-undo": Verb(
        WORKLOAD, {"revision": _count, **NAMESPACE}, "a Deployment goes back to the revision before, or to this one"
    ),
    "delete-workload": Verb(
        WORKLOAD,
        {"propagation": _policy, **NAMESPACE},
        "DELETE it: its Pods go after it (background), before it (foreground), or stay (orphan)",
    ),
    "create": Verb("", {}, "create what is in the file"),
}


@frozen
class PlannedAction:
    """`at` in milliseconds since the beginning; `target` is the object's name, or a file; `options` are read values."""

    at: int
    verb: str
    target: str
    options: Mapping[str, object]

    def __str__(self) -> str:
        kind = VERBS[self.verb].target
        target = f"{kind}/{self.target}" if kind and kind != WORKLOAD else self.target
        said = (f"{key}={value}" for key, value in self.options.items() if (key, value) != ("namespace", "default"))
        return " ".join((self.verb, target, *said))


def parse_action(text: str) -> PlannedAction:
    """`12s:delete:pod/web:grace=5`; raises BadAction."""
    parts = text.split(":", 2)
    if len(parts) < 3:
        raise BadAction(f"expected {FORM}, such as 12s:delete:pod/web:grace=5")
    time, name, rest = parts
    try:
        at = millis(time, "")
    except ScriptError:
        raise BadAction(f"{time!r} is no time; expected for example 12s, 300ms or 1m30s") from None
    if name not in VERBS:
        raise BadAction(f"no action is called {name!r}; {suggest(name, VERBS)}")
    verb = VERBS[name]
    if not verb.target:
        return PlannedAction(at, name, rest, {})
    target, *pairs = _pieces(rest)
    kind, _, object_name = target.partition("/")
    if verb.target == WORKLOAD:
        if kind not in SHORT or not object_name or "/" in object_name:
            raise BadAction(f"{target!r} is no target of {name}; expected KIND/NAME, such as deploy/web")
        return PlannedAction(at, name, target, dict(_option(name, verb, pair) for pair in pairs))
    if kind != verb.target or not object_name or "/" in object_name:
        raise BadAction(f"{target!r} is no target of {name}; expected {verb.target}/NAME")
    return PlannedAction(at, name, object_name, dict(_option(name, verb, pair) for pair in pairs))


def _pieces(rest: str) -> list[str]:
    """The target and its options; the colon of an image's tag or port separates nothing."""
    pieces: list[str] = []
    for piece in rest.split(":"):
        if pieces and pieces[-1].startswith("image=") and "=" not in piece:
            pieces[-1] += f":{piece}"
        else:
            pieces.append(piece)
    return pieces


def _option(name: str, verb: Verb, pair: str) -> tuple[str, object]:
    key, equals, value = pair.partition("=")
    if key not in verb.options:
        known = suggest(key, verb.options) if verb.options else "it takes none"
        raise BadAction(f"{name} has no option {key!r}; {known}")
    if not equals:
        raise BadAction(f"{key} wants a value: {key}=...")
    try:
        return key, verb.options[key](value)
    except BadAction as error:
        raise BadAction(f"{key}: {error}") from None


def suggest(word: str, known: Iterable[str]) -> str:
    """`did you mean delete?`, or a list of all where none is near."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=1)
    return f"did you mean {near[0]}?" if near else f"there is {', '.join(names) or 'none'}"

"""ScriptBook: how the containers of each Pod behave: what was said of it, of the workload it comes from, or what it brings."""

from __future__ import annotations

import json

from ..apiserver.store import Key, WatchEvent
from ..controllers.machinery.ownership import controller_of
from ..objects.pod import Pod
from ..runtime.script import NO_SCRIPT, Script, read_script

ANNOTATION = "trace.example/script"
"""A Pod may bring its own script along, as JSON; a template gives it to its Pods."""


class ScriptBook:
    """Scripts by kind, namespace and name; what a workload makes inherits its script."""

    def __init__(self) -> None:
        self._scripts: dict[Key, Script] = {}
        self._read: dict[str, Script] = {}

    def will_be(self, kind: str, namespace: str, name: str, script: Script) -> None:
        """From now on the object of this name behaves so."""
        self._scripts[kind, namespace, name] = script

    def hear(self, event: WatchEvent) -> None:
        """An object that a controller has made behaves as its owner does."""
        if event.type != "ADDED":
            return
        owner = controller_of(event.object)
        if owner is None:
            return
        meta = event.object.metadata
        script = self._scripts.get((owner.kind, meta.namespace, owner.name))
        if script is not None:
            self._scripts[event.kind, meta.namespace, meta.name] = script

    def of(self, pod: Pod) -> Script:
        """How the containers of this Pod behave."""
        meta = pod.metadata
        known = self._scripts.get((pod.kind, meta.namespace, meta.name))
        if known is not None:
            return known
        text = meta.annotations.get(ANNOTATION)
        if text is None:
            return NO_SCRIPT
        if text not in self._read:
            self._read[text] = read_script(json.loads(text), "")
        return self._read[text]

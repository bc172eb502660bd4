"""ManifestFolder: the folder of a kubelet's static Pods, and what the kubelet has read of it (KCFG sourceFile; semantics B34.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ...cluster import timing
from ...core.simulation import Simulation, Timer
from ...objects.pod import Pod, full_name
from ...objects.time import rfc3339, to_api
from ..rules.static_pod import api_reference, static_pod

CHECK: Final = 20_000
"""Milliseconds between two listings of the whole folder; a change of a file is noticed at once."""


class ManifestFolder:
    """`changed` is given the Pods of the folder, by uid, whenever they may have changed.

    A file that holds no Pod, or one that refers to objects of the API, is passed over. The kubelet keeps Pods by their full
    name: of two files with the same one the file that was written last counts, until the next listing.
    """

    def __init__(self, simulation: Simulation, node: str, changed: Callable[[Mapping[str, Pod]], None]) -> None:
        self.files: dict[str, Pod | None] = {}
        """What is written in each file, None for no Pod; it outlives the kubelet's process."""
        self._simulation, self._node, self._changed = simulation, node, changed
        self._check_base = simulation.now - simulation.stream(f"files/{node}").randrange(CHECK)
        self._read: dict[str, Pod] = {}
        self._names: dict[str, str] = {}
        self._timer: Timer | None = None
        self._is_watched = True

    def write(self, file: str, manifest: Pod | None) -> None:
        """The file is made or replaced."""
        self.files[file] = manifest
        self._simulation.after(timing.FILE_NOTICE, lambda: self._notice(file))

    def remove(self, file: str) -> bool:
        """The file is removed; False if there is none."""
        if file not in self.files:
            return False
        del self.files[file]
        self._simulation.after(timing.FILE_NOTICE, lambda: self._notice(file))
        return True

    def forget(self) -> None:
        """The kubelet's process has ended: nobody watches the folder."""
        self._is_watched = False
        self._read, self._names = {}, {}
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def list(self) -> None:
        """A new process lists the folder, and watches it from now on."""
        self._is_watched, self._check_base = True, self._simulation.now
        self._list()

    def _notice(self, file: str) -> None:
        if not self._is_watched:
            return
        if file in self.files:
            pod = self._pod_of(file)
            if pod is not None:
                self._read[full_name(pod)] = pod
                self._names[file] = full_name(pod)
        elif file in self._names:
            self._read.pop(self._names.pop(file), None)
        self._tell()

    def _list(self) -> None:
        self._timer = None
        if not self._is_watched:
            return
        pods = {file: pod for file in sorted(self.files) if (pod := self._pod_of(file)) is not None}
        self._names = {file: full_name(pod) for file, pod in pods.items()}
        self._read = {full_name(pod): pod for pod in pods.values()}
        self._tell()

    def _tell(self) -> None:
        self._changed({pod.metadata.uid: pod for pod in self._read.values()})
        if self._timer is None and not self._is_up_to_date():
            elapsed = self._simulation.now - self._check_base
            self._timer = self._simulation.at(self._check_base + (elapsed // CHECK + 1) * CHECK, self._list)

    def _is_up_to_date(self) -> bool:
        """A listing would find what is known."""
        pods = [pod for file in sorted(self.files) if (pod := self._pod_of(file)) is not None]
        listed = {full_name(pod): pod.metadata.uid for pod in pods}
        return listed == {name: pod.metadata.uid for name, pod in self._read.items()}

    def _pod_of(self, file: str) -> Pod | None:
        manifest = self.files[file]
        if manifest is None or api_reference(manifest):
            return None
        return static_pod(manifest, self._node, file, rfc3339(to_api(self._simulation.now)))

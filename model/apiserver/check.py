"""Check: what is wrong with manifests beyond their form, each problem at its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..objects.manifest import MAX_PROBLEMS, Manifest, ManifestError, Problem
from ..objects.pod import Pod
from .defaults import default_pod
from .prepare import prepare_for_create
from .supported import unsupported_features
from .validation.metadata import validate_metadata
from .validation.pod import validate_pod


def check_manifests(manifests: Iterable[Manifest]) -> None:
    """Raise ManifestError with all that the API server would refuse and all that is not modelled yet."""
    problems = [problem for manifest in manifests for problem in problems_of(manifest)]
    if problems:
        raise ManifestError(problems[:MAX_PROBLEMS])


def problems_of(manifest: Manifest) -> Iterator[Problem]:
    """The API server's errors; for a Pod without any, also its unsupported features."""
    pod = manifest.object
    errors = (
        validate_pod(prepare_for_create(default_pod(pod)))
        if isinstance(pod, Pod)
        else tuple(validate_metadata(pod.metadata))
    )
    for error in errors:
        yield manifest.problem(error.field, error.sentence())
    if isinstance(pod, Pod) and not errors:
        yield from (manifest.problem(path, sentence) for path, sentence in unsupported_features(pod))

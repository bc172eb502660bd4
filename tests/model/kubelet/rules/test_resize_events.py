"""resize_events: the text of the events, byte for byte as recorded."""

from __future__ import annotations

from podlaw.model.kubelet.rules.resize_events import resize_message
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.pod import Pod, PodSpec

APP = Container(
    name="app", resources=ResourceRequirements(requests={"memory": "512Mi", "cpu": "1"}, limits={"cpu": "2"})
)


def test_resources_are_listed_in_order_and_init_containers_first() -> None:
    pod = Pod(spec=PodSpec(containers=(APP,), initContainers=(Container(name="i"),)))
    assert resize_message("started", pod, 3) == (
        'Pod resize started: {"initContainers":[{"name":"i","resources":{}}],"containers":[{"name":"app","resources":'
        '{"limits":{"cpu":"2"},"requests":{"cpu":"1","memory":"512Mi"}}}],"generation":3}'
    )


def test_an_error_comes_last_and_is_escaped_as_go_does() -> None:
    assert resize_message("error", Pod(), 2, 'container "a" < b') == (
        'Pod resize error: {"generation":2,"error":"container \\"a\\" \\u003c b"}'
    )

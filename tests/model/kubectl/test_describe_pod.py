"""Describe pod: the text of `kubectl describe pod`, line by line."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.kubectl.describe_containers import date, probe_text
from podlaw.model.kubectl.describe_pod import describe_pod, describe_removed
from podlaw.model.objects.container import Container, ExecAction, GRPCAction, HTTPGetAction, Probe, TCPSocketAction
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodReadinessGate, PodSpec, Toleration
from podlaw.model.objects.status import PodCondition, PodStatus
from podlaw.model.objects.time import Millis, Time

SHOP = """\
apiVersion: v1
kind: Pod
metadata:
  name: shop
  labels: {tier: front, app: shop}
  annotations: {note: short}
spec:
  initContainers:
  - {name: setup, image: "img.example/setup:1", command: [sh, -c, "echo a\\necho b"]}
  containers:
  - name: app
    image: img.example/app:1
    ports: [{containerPort: 80}, {containerPort: 443, hostPort: 8443}]
    resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}
    readinessProbe: {httpGet: {path: /ready, port: 8080}, periodSeconds: 5}
    env:
    - {name: MODE, value: fast}
    - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
    - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory}}}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
    - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: main, optional: true}}}
    volumeMounts: [{name: data, mountPath: /data, subPath: in}, {name: conf, mountPath: /conf, readOnly: true}]
  - {name: bad, image: "img.example/bad:1"}
  volumes:
  - {name: data, emptyDir: {sizeLimit: 1Gi}}
  - {name: conf, configMap: {name: settings, optional: true}}
"""
SCRIPTS: dict[str, Any] = {
    "shop": {
        "setup": {"runs": [{"after": "1s"}]},
        "app": {"ports": {"8080": {"http": {"/ready": [200]}}}},
        "bad": {"runs": [{"after": "2s", "exit": 3}]},
    }
}

EXPECTED = """\
Name:             shop
Namespace:        default
Priority:         0
Service Account:  default
Node:             node-1/192.0.2.10
Start Time:       Thu, 01 Jan 2026 00:00:00 +0000
Labels:           app=shop
                  tier=front
Annotations:      note: short
Status:           Running
IP:               10.88.0.3
IPs:
  IP:  10.88.0.3
Init Containers:
  setup:
    Container ID:  scripted://node-1-c000002
    Image:         img.example/setup:1
    Image ID:      img.example/setup:1
    Port:          <none>
    Host Port:     <none>
    Command:
      sh
      -c
      echo a
      echo b
    State:          Terminated
      Reason:       Completed
      Exit Code:    0
      Started:      Thu, 01 Jan 2026 00:00:00 +0000
      Finished:     Thu, 01 Jan 2026 00:00:01 +0000
    Ready:          True
    Restart Count:  0
    Environment:    <none>
    Mounts:         <none>
Containers:
  app:
    Container ID:   scripted://node-1-c000003
    Image:          img.example/app:1
    Image ID:       img.example/app:1
    Ports:          80/TCP, 443/TCP
    Host Ports:     0/TCP, 8443/TCP
    State:          Running
      Started:      Thu, 01 Jan 2026 00:00:01 +0000
    Ready:          True
    Restart Count:  0
    Limits:
      memory:  128Mi
    Requests:
      cpu:      100m
      memory:   64Mi
    Readiness:  http-get http://:8080/ready delay=0s timeout=1s period=5s #success=1 #failure=3
    Environment:
      MODE:    fast
      POD:     shop (v1:metadata.name)
      IP:       (v1:status.podIP)
      MEMORY:  134217728 (limits.memory)
      CPU:     node allocatable (limits.cpu)
      KEY:     <set to the key 'main' in secret 'keys'>  Optional: true
    Mounts:
      /conf from conf (ro)
      /data from data (rw,path="in")
  bad:
    Container ID:   scripted://node-1-c000006
    Image:          img.example/bad:1
    Image ID:       img.example/bad:1
    Port:           <none>
    Host Port:      <none>
    State:          Terminated
      Reason:       Error
      Exit Code:    3
      Started:      Thu, 01 Jan 2026 00:00:16 +0000
      Finished:     Thu, 01 Jan 2026 00:00:18 +0000
    Last State:     Terminated
      Reason:       Error
      Exit Code:    3
      Started:      Thu, 01 Jan 2026 00:00:03 +0000
      Finished:     Thu, 01 Jan 2026 00:00:05 +0000
    Ready:          False
    Restart Count:  2
    Environment:    <none>
    Mounts:         <none>
Conditions:
  Type                        Status
  PodReadyToStartContainers   True\x20
  Initialized                 True\x20
  Ready                       False\x20
  ContainersReady             False\x20
  PodScheduled                True\x20
Volumes:
  data:
    Type:       EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:    \x20
    SizeLimit:  1Gi
  conf:
    Type:        ConfigMap (a volume populated by a ConfigMap)
    Name:        settings
    Optional:    true
QoS Class:       Burstable
Node-Selectors:  <none>
Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                 node.kubernetes.io/unreachable:NoExecute op=Exists for 300s
Events:
  Type     Reason     Age                From               Message
  ----     ------     ----               ----               -------
  Normal   Scheduled  39s                default-scheduler  Successfully assigned default/shop to node-1
"""


@pytest.fixture(scope="module")
def text() -> str:
    cluster = Cluster()
    cluster.apply(SHOP, SCRIPTS)
    cluster.advance("40s")
    return describe_pod(cluster.pod("shop"), cluster.events, cluster.simulation.now)


def test_everything_of_a_pod_stands_where_kubectl_puts_it(text: str) -> None:
    assert text.startswith(EXPECTED)


def test_repeated_events_are_counted_and_the_latest_comes_last(text: str) -> None:
    events = text.partition("Events:\n")[2].splitlines()
    assert any(line.split("  kubelet")[0].split(maxsplit=2)[1:] == ["Created", "24s (x3 over 39s)"] for line in events)
    assert events[-1].split()[:2] == ["Warning", "BackOff"]


def described(pod: Pod, now: int = 100_000) -> list[str]:
    return describe_pod(pod, (), Millis(now)).splitlines()


def test_a_pod_of_which_nothing_is_known_yet_is_full_of_none() -> None:
    lines = described(Pod(metadata=ObjectMeta(name="p"), spec=PodSpec(containers=(Container(name="a", image="i"),))))
    for title in ("Node", "IPs", "Labels", "Annotations", "Volumes", "Node-Selectors", "Tolerations", "Events"):
        assert [f"{title}:", "<none>"] in [line.split() for line in lines]
    assert lines[-2:] == ["Tolerations:      <none>", "Events:           <none>"]
    assert not any(line.startswith(("    State", "Conditions", "Start Time", "Init Containers")) for line in lines)


def test_a_pod_that_is_being_deleted_says_for_how_long_unless_it_has_ended() -> None:
    metadata = ObjectMeta(name="p", deletionTimestamp=Time(95), deletionGracePeriodSeconds=30)
    pod = Pod(metadata=metadata, status=PodStatus(phase="Running"))
    assert "Status:                    Terminating (lasts 5s)" in described(pod)
    assert "Termination Grace Period:  30s" in described(pod)
    assert "Status:                    Terminating (lasts <invalid>)" in described(pod, now=60_000)
    over = described(evolve(pod, status=PodStatus(phase="Failed", reason="Evicted", message="too much")))
    assert [line.split() for line in over if line.startswith(("Status", "Reason", "Message"))] == [
        ["Status:", "Failed"],
        ["Reason:", "Evicted"],
        ["Message:", "too", "much"],
    ]


def test_readiness_gates_have_a_table_of_their_own() -> None:
    gates = (PodReadinessGate(conditionType="example.com/a"), PodReadinessGate(conditionType="example.com/b"))
    conditions = (PodCondition(type="example.com/a", status="True"),)
    lines = described(Pod(spec=PodSpec(readinessGates=gates), status=PodStatus(conditions=conditions)))
    start = lines.index("Readiness Gates:")
    assert lines[start + 1 : start + 4] == [
        "  Type            Status",
        "  example.com/a   True ",
        "  example.com/b   <none> ",
    ]


def test_long_annotations_stand_below_their_names() -> None:
    pod = Pod(metadata=ObjectMeta(name="p", annotations={"long": "x" * 200, "two": "a\nb\n", "also": "1"}))
    lines = described(pod)
    start = next(index for index, line in enumerate(lines) if line.startswith("Annotations"))
    assert [line.removeprefix("Annotations:").strip() for line in lines[start : start + 6]] == [
        "also: 1", "long:", "x" * 138 + "...", "two:", "a", "b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("toleration", "text"),
    [
        (Toleration(operator="Exists"), "op=Exists"),
        (Toleration(key="k", operator="Equal", value="v", effect="NoSchedule"), "k=v:NoSchedule"),
        (Toleration(operator="Exists", effect="NoExecute"), ":NoExecute op=Exists"),
        (Toleration(key="k", value="v", tolerationSeconds=0), "k=v for 0s"),
    ],
)
def test_a_toleration_is_one_word_and_its_time(toleration: Toleration, text: str) -> None:
    assert f"Tolerations:     {text}" in described(Pod(spec=PodSpec(tolerations=(toleration,))))


@pytest.mark.parametrize(
    ("probe", "handler"),
    [
        (Probe(exec=ExecAction(command=("cat", "/ok"))), "exec [cat /ok]"),
        (Probe(httpGet=HTTPGetAction(port="web", path="x", scheme="HTTPS", host="h")), "http-get https://h:web/x"),
        (Probe(tcpSocket=TCPSocketAction(port=5432)), "tcp-socket :5432"),
        (Probe(grpc=GRPCAction(port=9000, service="s")), "grpc <pod>:9000 s"),
        (Probe(), "unknown"),
    ],
)
def test_a_probe_is_told_in_one_line(probe: Probe, handler: str) -> None:
    assert probe_text(probe) == f"{handler} delay=0s timeout=1s period=10s #success=1 #failure=3"


def test_a_time_that_is_not_set_is_the_year_one() -> None:
    assert date(None) == "Mon, 01 Jan 0001 00:00:00 +0000"
    assert date(Time(0)) == "Thu, 01 Jan 1970 00:00:00 +0000"


def test_of_a_removed_pod_the_events_are_left() -> None:
    assert describe_removed("p", (), Millis(0)) == 'Error from server (NotFound): pods "p" not found\n'

"""ScriptedRuntime: the container runtime of one node; sandboxes, images and containers that follow a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve

from ..cluster import timing
from ..cluster.pod_life import SIGKILLED, outcome_of
from ..core.simulation import Resume, Wait
from ..kubelet import container as life
from ..kubelet import kill_task, sandbox
from ..objects.container import Container, ResourceRequirements
from ..objects.pod import all_containers
from ..objects.runtime import RuntimeContainer
from .cgroup_values import cgroup_values
from .instance import PREFIX, REBOOTED, START_ERROR, Instance, RuntimePod
from .sandboxes import SandboxRuntime
from .script import Answer


class ScriptedRuntime(SandboxRuntime):
    """The runtime of one node: its images and containers, beside its sandboxes."""

    # images

    def pull(self, uid: str, container: str, image: str, is_wanted: Callable[[], bool]) -> Wait:
        """PullImage: resumes with whether the image has come; a pull whose caller has gone is cancelled."""
        pod = self.pods[uid]
        behaviour = pod.script.of(container)

        def begin(resume: Resume) -> None:
            def end() -> None:
                if is_wanted():
                    resume(self._pulled(pod, container, image))

            self._simulation.after(behaviour.pull_takes or timing.PULL, end)

        return begin

    def _pulled(self, pod: RuntimePod, container: str, image: str) -> bool:
        number = pod.pulls.get(image, 0)
        pod.pulls[image] = number + 1
        fails = pod.script.of(container).pull_fails
        if fails < 0 or number < fails:
            self._record(pod, "PullImage", container, image=image, n=number, error=True)
            return False
        self._record(pod, "PullImage", container, image=image, n=number)
        self.images.add(image)
        return True

    # containers

    def create_container(self, uid: str, container: str, image: str, attempt: int) -> Instance | None:
        """CreateContainer in the newest sandbox: the instance, or None where it failed."""
        pod = self.pods[uid]
        number = pod.created.get(container, 0)
        pod.created[container] = number + 1
        run = pod.script.of(container).run(number)
        if run.create_fails or not pod.sandboxes[0].ready:
            self._record(
                pod, "CreateContainer", container,
                attempt=attempt, error="scripted create failure", image=image, run=number,
            )  # fmt: skip
            return None
        status = RuntimeContainer(
            name=container,
            id=PREFIX + self._id("c"),
            state="created",
            sandbox=pod.sandboxes[0].id,
            image=image,
            imageID=image,
            restartCount=attempt,
            createdAt=self._simulation.now,
        )
        instance = Instance(status, run, number)
        pod.instances.insert(0, instance)
        self._record(pod, "CreateContainer", container, attempt=attempt, id=status.id, image=image, run=number)
        self._changed(uid)
        return instance

    def start_container(self, uid: str, instance: Instance, is_wanted: Callable[[], bool]) -> Wait:
        """StartContainer: resumes with whether it runs."""

        def begin(resume: Resume) -> None:
            def end() -> None:
                if is_wanted():
                    resume(self._started(self.pods[uid], instance))

            self._simulation.after(timing.START_CONTAINER, end)

        return begin

    def _started(self, pod: RuntimePod, instance: Instance) -> bool:
        status, run, now = instance.status, instance.run, self._simulation.now
        sandbox_ready = any(each.id == status.sandbox and each.ready for each in pod.sandboxes)
        detail = {"attempt": status.restartCount, "id": status.id, "run": instance.number}
        if run.start_fails or not sandbox_ready:
            self._record(pod, "StartContainer", status.name, error="scripted start failure", **detail)
            instance.status = evolve(
                status, state="exited", exitCode=START_ERROR, reason="StartError",
                message="failed to start container: scripted start failure", finishedAt=now,
            )  # fmt: skip
            self._changed(pod.pod.metadata.uid)
            return False
        self._record(pod, "StartContainer", status.name, **detail)
        instance.status = evolve(status, state="running", startedAt=now)
        if run.after is not None:
            instance.ends = self._simulation.after(run.after, lambda: self._exits(pod, instance, run.exit, "script"))
        self._changed(pod.pod.metadata.uid)
        return True

    def _exits(self, pod: RuntimePod, instance: Instance, code: int, cause: str) -> None:
        """The main process ends of its own accord."""
        if instance.status.state != "running":
            return
        reason = instance.run.reason if cause == "script" else ""
        outcome = outcome_of(self._container(pod, instance.status.name), code, reason)
        pod.life.fire(pod.life.of(instance.status.name, "life"), life.Exit(outcome))
        self._ended(pod, instance, code, cause)

    def _ended(self, pod: RuntimePod, instance: Instance, code: int, cause: str) -> None:
        if instance.ends is not None:
            instance.ends.cancel()
        by_itself = cause == "script"
        reason = (instance.run.reason if by_itself else "") or ("Completed" if code == 0 else "Error")
        if cause == "reboot":
            reason = "Unknown"
        message = instance.run.message if by_itself else ""
        if by_itself and not message and code != 0 and self._falls_back_to_logs(pod, instance):
            message = instance.run.log
        status = evolve(
            instance.status, state="exited", exitCode=code, reason=reason, message=message,
            finishedAt=self._simulation.now,
        )  # fmt: skip
        instance.status = status
        detail = {"attempt": status.restartCount, "cause": cause, "exit": code, "id": status.id, "reason": reason}
        self._record(pod, "exit", status.name, **detail)
        self._changed(pod.pod.metadata.uid)
        for resume in instance.on_end:
            resume()
        instance.on_end.clear()

    def _falls_back_to_logs(self, pod: RuntimePod, instance: Instance) -> bool:
        return self._container(pod, instance.status.name).terminationMessagePolicy == "FallbackToLogsOnError"

    def _container(self, pod: RuntimePod, name: str) -> Container:
        return next(each for each in all_containers(pod.pod.spec) if each.name == name)

    def exit_now(self, uid: str, container: str, code: int) -> bool:
        """The container's process ends now with this code; False if it does not run."""
        pod = self.pods.get(uid)
        for instance in pod.instances if pod else ():
            if pod and instance.status.name == container and instance.status.state == "running":
                self._exits(pod, instance, code, "killed")
                return True
        return False

    def stop_container(self, uid: str, container_id: str, timeout: int) -> Wait:
        """StopContainer: SIGTERM, and SIGKILL after `timeout` seconds; resumes when the container has ended."""
        pod = self.pods[uid]
        instance = next(each for each in pod.instances if each.status.id == container_id)

        def begin(resume: Resume) -> None:
            name = instance.status.name
            state = "CONTAINER_RUNNING" if instance.status.state == "running" else "CONTAINER_EXITED"
            detail = {"attempt": instance.status.restartCount, "id": container_id, "state": state, "timeout": timeout}
            self._record(pod, "StopContainer", name, **detail)
            if instance.status.state != "running":
                resume(None)
                return
            began = self._simulation.now
            answer = pod.script.of(name).sigterm(instance.run) or Answer(timing.OBEY_SIGTERM, 0)
            # both at one moment: either may come first
            slack = self._simulation.random.randrange(2) if answer.after == timeout * 1000 else 0
            if not instance.was_signalled:
                instance.was_signalled = True
                self._record(pod, "SIGTERM", name, id=container_id)
                if answer.after is not None:
                    self._simulation.after(answer.after, lambda: self._exits(pod, instance, answer.exit, "SIGTERM"))
            kill = self._simulation.after(timeout * 1000 - slack, lambda: self._kill(pod, instance))
            instance.kill = kill

            def ended() -> None:
                kill.cancel()
                took = (self._simulation.now - began) / 1000
                self._record(pod, "StopContainer-done", name, id=container_id, took=took)
                resume(None)

            instance.on_end.append(ended)

        return begin

    def forget_requests(self) -> None:
        """The kubelet that asked is gone: a StopContainer that waits to kill is called off with it."""
        for pod in self.pods.values():
            for instance in pod.instances:
                instance.on_end.clear()
                if instance.kill is not None:
                    instance.kill.cancel()

    def reboot(self) -> None:
        """The machine goes down and comes up: no sandbox and no process has survived it."""
        for uid in sorted(self.pods):
            pod = self.pods[uid]
            running = [each for each in pod.instances if each.status.state == "running"]
            for instance in running:
                outcome = outcome_of(self._container(pod, instance.status.name), REBOOTED)
                pod.life.fire(pod.life.of(instance.status.name, "life"), life.Exit(outcome))
            if pod.sandboxes and pod.sandboxes[0].ready:
                self._unready(pod, pod.sandboxes[0].id)
                self._record(pod, "reboot", sandbox=pod.sandboxes[0].id)
                pod.life.fire(("sandbox",), sandbox.SandboxDies())
            for instance in running:
                self._ended(pod, instance, REBOOTED, "reboot")

    def _kill(self, pod: RuntimePod, instance: Instance) -> None:
        if instance.status.state != "running":
            return
        at = pod.life.of(instance.status.name, "kill")
        if pod.life.container(instance.status.name).kill.state is kill_task.KillState.SIGNALLED:
            pod.life.fire(at, kill_task.GraceOver())
            pod.life.fire(at, kill_task.SigKill())
        else:  # the kubelet that asked for it is no longer there
            outcome = outcome_of(self._container(pod, instance.status.name), SIGKILLED)
            pod.life.fire(pod.life.of(instance.status.name, "life"), life.Exit(outcome))
        self._record(pod, "SIGKILL", instance.status.name, id=instance.status.id)
        self._ended(pod, instance, SIGKILLED, "SIGKILL")

    def when_ended(self, uid: str, container_id: str) -> Wait:
        """Resumes when this container has ended, at once if it has."""
        instance = next(each for each in self.pods[uid].instances if each.status.id == container_id)

        def begin(resume: Resume) -> None:
            if instance.status.state != "running":
                resume(None)
            else:
                instance.on_end.append(lambda: resume(None))

        return begin

    def exec(self, uid: str, container_id: str, command: str, limit: int | None = None) -> Answer:
        """ExecSync: what the script answers to this call; an error where the container does not run.

        `limit` in milliseconds, None: none. Who asked waits, and says how it ended if it took any time (`exec_over`).
        """
        pod = self.pods[uid]
        instance = next((each for each in pod.instances if each.status.id == container_id), None)
        if instance is None or instance.status.state != "running":
            if instance is not None:
                detail = {"cmd": command, "error": "container not running", "id": container_id}
                self._record(pod, "ExecSync", instance.status.name, **detail)
            return Answer(is_error=True)
        call = instance.exec_calls.get(command, 0)
        instance.exec_calls[command] = call + 1
        behaviour = pod.script.of(instance.status.name)
        answer = behaviour.exec_answer(command, instance.number, call) or Answer(0, 0)
        asked: dict[str, Any] = {"cmd": command, "id": container_id, "n": call, **_said(answer)}
        if limit is not None:
            asked["timeout"] = limit // 1000
        self._record(pod, "ExecSync", instance.status.name, **asked)
        return evolve(answer, is_steady=behaviour.exec_is_steady(command, instance.number, call))

    def exec_over(self, uid: str, container_id: str, command: str, how: str, exit_code: int | None = None) -> None:
        """A command that took time is over: `done` with its exit code, `timeout`, or `killed` with its container."""
        pod = self.pods.get(uid)
        instance = next((each for each in pod.instances if each.status.id == container_id), None) if pod else None
        if pod is not None and instance is not None:
            ended: dict[str, Any] = {"cmd": command} if exit_code is None else {"cmd": command, "exit": exit_code}
            self._record(pod, f"ExecSync-{how}", instance.status.name, **ended)

    def update_resources(self, uid: str, container_id: str, resources: ResourceRequirements) -> None:
        """UpdateContainerResources: the container runs on with these."""
        pod = self.pods[uid]
        name = next(each.status.name for each in pod.instances if each.status.id == container_id)
        self._record(pod, "UpdateContainerResources", name, **cgroup_values(resources))

    def remove_container(self, uid: str, container_id: str) -> None:
        """RemoveContainer; the machines are moved by the caller."""
        pod = self.pods[uid]
        for instance in [each for each in pod.instances if each.status.id == container_id]:
            detail = {"attempt": instance.status.restartCount, "id": container_id}
            self._record(pod, "RemoveContainer", instance.status.name, **detail)
            pod.instances.remove(instance)
        self._changed(uid)


def _said(answer: Answer) -> dict[str, Any]:
    """What the log says of a command's answer: its exit code and the seconds it takes, or that it has neither."""
    if answer.is_error or answer.after is None:
        return {"answer": "error" if answer.is_error else "hang"}
    return {"exit": answer.exit, "takes": answer.after / 1000} if answer.after else {"exit": answer.exit}

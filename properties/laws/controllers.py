"""Controllers: laws of ReplicaSets, Deployments, StatefulSets, Jobs, CronJobs and of what they own (semantics C.20)."""

from __future__ import annotations

from ...model.apiserver import owner_object as owner
from ...model.apiserver.owner_object import OWNER_OBJECT, OwnerObject, OwnerObjectState, OwnerObjectView
from ...model.controllers import cron_job, daemon_place, deployment, job, ordinal, replica_set
from ...model.controllers.cron_job import CRON_JOB, Concurrency, CronJobLife, CronJobState, CronJobView
from ...model.controllers.daemon_place import DAEMON_PLACE, DaemonPlace, DaemonPlaceState, DaemonPlaceView
from ...model.controllers.deployment import DEPLOYMENT, DeploymentLife, DeploymentState, DeploymentView
from ...model.controllers.job import JOB, JobLife, JobState, JobView
from ...model.controllers.ordinal import ORDINAL, Ordinal, OrdinalState, OrdinalView
from ...model.controllers.replica_set import REPLICA_SET, ReplicaSetLife, ReplicaSetState, ReplicaSetView
from ...model.core.event import Event
from ..law import Step, law

WAITING, LEAVING = ReplicaSetLife(ReplicaSetState.WAITING), ReplicaSetLife(ReplicaSetState.LEAVING)


@law(
    "RS-1", REPLICA_SET, by=(replica_set.WAITS,),
    given=lambda view, before, event, after: before.state is ReplicaSetState.WAITING,
    witness="Pods were asked for again before the last round was seen",
    breach=Step(ReplicaSetView(), WAITING, replica_set.AskForPods(), WAITING),
)  # fmt: skip
def a_round_is_seen_before_the_next(
    view: ReplicaSetView, before: ReplicaSetLife, event: Event, after: ReplicaSetLife
) -> bool:
    """A ReplicaSet asks for no Pods while it waits to see those that it asked for."""
    return not isinstance(event, replica_set.AskForPods)


@law(
    "RS-2", REPLICA_SET, by=(replica_set.LEAVES,),
    given=lambda view, before, event, after: before.state is ReplicaSetState.LEAVING,
    witness="{event} took it from Leaving to {after.state.value}",
    breach=Step(ReplicaSetView(), LEAVING, replica_set.AskForPods(), WAITING),
)  # fmt: skip
def a_leaving_replica_set_makes_nothing(
    view: ReplicaSetView, before: ReplicaSetLife, event: Event, after: ReplicaSetLife
) -> bool:
    """A ReplicaSet that is being deleted creates and deletes no Pods any more."""
    return after.state in (ReplicaSetState.LEAVING, ReplicaSetState.GONE)


@law(
    "DEP-3", DEPLOYMENT, by=(deployment.COMPLETES,),
    given=lambda view, before, event, after: after.state is DeploymentState.COMPLETE,
    witness="it was complete with {view}",
    breach=Step(DeploymentView(), DeploymentLife(), deployment.Complete(), DeploymentLife(DeploymentState.COMPLETE)),
)  # fmt: skip
def complete_means_all_new_and_available(
    view: DeploymentView, before: DeploymentLife, event: Event, after: DeploymentLife
) -> bool:
    """A rollout is complete only when all replicas are of the new template and available."""
    return view.all_new_and_available


@law(
    "STS-1", ORDINAL, by=(ordinal.ONE_ONLY,),
    given=lambda view, before, event, after: before.state is not OrdinalState.EMPTY,
    witness="it got another Pod while its last one was {before.state.value}",
    breach=Step(OrdinalView(), Ordinal(OrdinalState.TERMINATING), ordinal.CreatePod(), Ordinal(OrdinalState.STARTING)),
)  # fmt: skip
def one_pod_for_an_ordinal(view: OrdinalView, before: Ordinal, event: Event, after: Ordinal) -> bool:
    """An ordinal of a StatefulSet gets no Pod before the one that it had is gone."""
    return not isinstance(event, ordinal.CreatePod)


@law(
    "STS-2", ORDINAL, by=(ordinal.CREATES,),
    given=lambda view, before, event, after: isinstance(event, ordinal.CreatePod) and not view.parallel,
    witness="a Pod was made with {view}",
    breach=Step(OrdinalView(lower_available=False), Ordinal(), ordinal.CreatePod(), Ordinal(OrdinalState.STARTING)),
)  # fmt: skip
def in_order_an_ordinal_waits_for_those_below(view: OrdinalView, before: Ordinal, event: Event, after: Ordinal) -> bool:
    """With OrderedReady an ordinal gets its Pod only when those below it are available."""
    return view.lower_available


@law(
    "JOB-1", JOB, by=(job.FINISHES,),
    given=lambda view, before, event, after: isinstance(event, job.Finish),
    witness="it finished with {view}",
    breach=Step(JobView(terminating=True), JobLife(JobState.FAILURE_TARGET), job.Finish(), JobLife(JobState.FAILED)),
)  # fmt: skip
def a_job_finishes_when_all_is_counted(view: JobView, before: JobLife, event: Event, after: JobLife) -> bool:
    """A Job is Complete or Failed only when every Pod is counted and none is terminating."""
    return not view.uncounted and not view.terminating


@law(
    "JOB-2", JOB, by=(job.FAILS,),
    given=lambda view, before, event, after: after.state in (JobState.COMPLETE, JobState.FAILED),
    witness="it went from {before.state.value} to {after.state.value}",
    breach=Step(JobView(), JobLife(JobState.FAILURE_TARGET), job.Finish(), JobLife(JobState.COMPLETE)),
)  # fmt: skip
def a_job_ends_as_it_was_to(view: JobView, before: JobLife, event: Event, after: JobLife) -> bool:
    """A Job that is to fail never becomes Complete, and one that is to succeed never Failed."""
    targets = {JobState.COMPLETE: JobState.SUCCESS_CRITERIA_MET, JobState.FAILED: JobState.FAILURE_TARGET}
    return before.state is targets[after.state]


@law(
    "CRON-1", CRON_JOB, by=(cron_job.FORBIDS,),
    given=lambda view, before, event, after: view.concurrency is Concurrency.FORBID and before.state is CronJobState.ACTIVE,
    witness="a Job was started beside one that runs",
    breach=Step(CronJobView(Concurrency.FORBID), CronJobLife(CronJobState.ACTIVE), cron_job.StartJob(), CronJobLife(CronJobState.ACTIVE)),
)  # fmt: skip
def forbid_starts_none_beside_another(view: CronJobView, before: CronJobLife, event: Event, after: CronJobLife) -> bool:
    """With Forbid no Job is started while another of the CronJob runs."""
    return not isinstance(event, cron_job.StartJob)


@law(
    "DS-1", DAEMON_PLACE, by=(daemon_place.FILLS,),
    given=lambda view, before, event, after: isinstance(event, daemon_place.Fill),
    witness="a Pod came with {view}",
    breach=Step(DaemonPlaceView(may_continue=True), DaemonPlace(), daemon_place.Fill(), DaemonPlace(DaemonPlaceState.FILLED)),
)  # fmt: skip
def a_daemon_comes_only_where_it_may_run(
    view: DaemonPlaceView, before: DaemonPlace, event: Event, after: DaemonPlace
) -> bool:
    """A node gets a DaemonSet's Pod only when it fits and has none."""
    return view.may_run and before.state is DaemonPlaceState.EMPTY


@law(
    "GC-1", OWNER_OBJECT, by=(owner.FOREGROUND, owner.ORPHAN),
    given=lambda view, before, event, after: before.state is not after.state and after.state is OwnerObjectState.GONE,
    witness="it went with {view}",
    breach=Step(
        OwnerObjectView(blocking_dependents=True), OwnerObject(OwnerObjectState.DELETING_DEPENDENTS),
        owner.FinishDependents(), OwnerObject(OwnerObjectState.GONE),
    ),
)  # fmt: skip
def the_owner_goes_last(view: OwnerObjectView, before: OwnerObject, event: Event, after: OwnerObject) -> bool:
    """An owner deleted in the foreground goes after those that block it, one that orphans after it is in none of them."""
    blocked = before.state is OwnerObjectState.DELETING_DEPENDENTS and view.blocking_dependents
    named = before.state is OwnerObjectState.ORPHANING and view.dependents
    return not blocked and not named

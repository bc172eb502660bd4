"""Timing: how long the steps of a cluster take, in milliseconds; each figure is the middle of what was recorded of v1.36.2."""

from __future__ import annotations

from typing import Final

# The API server and its watchers
WATCH_LAG: Final = 8
"""From a write to the moment at which the scheduler and the kubelets see it."""
SCHEDULING: Final = 3
"""From the sight of an unbound Pod to its binding."""
STATUS_WRITE: Final = 6
"""From a new status in the kubelet to its write in the API; what comes meanwhile is merged into it."""
FINAL_DELETE: Final = 4
CONTROLLER_LAG: Final = 60
"""A controller may see a change so much later."""
INFORMER_LAG: Final = 12
"""A workload controller's informer may be so much later than WATCH_LAG."""
CONTROLLER_SYNC: Final = 2
"""From a key in a controller's queue to the look at it."""

# The kubelet
RELIST: Final = 1_000
RELIST_LENGTHS: Final = (2, 2, 60, 120, 200)
"""A relist takes one of these, the longer the more Pods the node has, and the next one begins RELIST after its end."""
RELIST_ON_DEMAND: Final = 10
"""A sync that ended without an error asks for a relist: it comes this much later."""
TICK: Final = 1_000
"""The work queue is looked at so often."""
RESYNC: Final = 60_000
RETRY: Final = 10_000
LONGEST_RETRY: Final = 60_000
JITTER: Final = 0.5
"""A delay in the work queue is stretched by up to this part of itself."""
PROBE: Final = 1
"""From the wish for an immediate probe to the probe: the status that it looks at is there by then."""
PROBE_NEWS: Final = 3
"""A changed result of a probe comes to the sync loop in less than this."""
HOUSEKEEPING: Final = 2_000
NODE_STATUS: Final = 10_000
"""A node's status is reported so often, if it has changed."""
NODE_STATUS_WRITE: Final = 15
NODE_STATUS_BEGIN: Final = 150
"""From the start of a kubelet's process to its first report of its node, and the first renewal of its lease."""
EVICTION_LOOK: Final = 10_000
"""The kubelet looks so often whether its node is short of something."""
UNMOUNT: Final = 300
"""From the end of a Pod to the sight that its volumes are unmounted."""
KUBELET_BEGIN: Final = 80
"""From the start of a kubelet's process to its first look at its folder of static Pods."""
KUBELET_START: Final = 1_070
"""From the start of a kubelet's process to its first look at the API's Pods."""
FILE_NOTICE: Final = 2
"""From a change in the folder of static Pods to the kubelet's notice of it."""
STATUS_SYNC: Final = 10_000
"""The status manager looks so often for what was not sent."""

# The runtime
RUN_SANDBOX: Final = 100
START_CONTAINER: Final = 30
OBEY_SIGTERM: Final = 50
"""A container whose script says nothing ends with 0 this long after SIGTERM."""
PULL: Final = 1

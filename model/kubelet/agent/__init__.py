"""The agent: the kubelet at work in a simulation: it watches, lists, syncs, starts, kills and reports."""

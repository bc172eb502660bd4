"""The kubelet: the node's agent, which makes a Pod's containers run and end."""

"""The node: what happens to the machine under the kubelet, and what its Node object says of it."""

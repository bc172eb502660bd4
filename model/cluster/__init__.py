"""The cluster: the machines of a Pod put together, and the components that run them in virtual time."""

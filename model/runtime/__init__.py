"""The runtime: a container runtime that follows a script, where a real one would run processes."""

"""The explorer: every reachable state of a bounded world, by readable Python or by tables."""

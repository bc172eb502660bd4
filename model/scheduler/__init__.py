"""The scheduler: which node a Pod is bound to."""

"""podlaw: the executable reference semantics of the Kubernetes Pod."""

__version__ = "0.1.0"

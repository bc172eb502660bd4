"""Observed: the laws about records, what a watcher of the API and of the runtime sees; same file names as the model."""

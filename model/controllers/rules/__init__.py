"""rules: the controllers' own decisions as pure functions on v1 objects, each held against its recorded vectors."""

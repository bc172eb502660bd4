"""Volumes: the controllers that bind claims to volumes, protect both, and make the claims of ephemeral volumes."""

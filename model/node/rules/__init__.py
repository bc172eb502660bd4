"""The node's decisions, each a pure function."""

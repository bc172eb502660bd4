"""The bench: how fast the explorers, the machines and the cluster are, side by side in one run."""

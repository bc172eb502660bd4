"""Known bugs: real defects of Kubernetes' Pod lifecycle, and what podlaw makes of each."""

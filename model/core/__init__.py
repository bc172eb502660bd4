"""The core: rules, kinds, worlds; what a state machine is in podlaw."""

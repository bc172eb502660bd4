"""trials: the four strategies on many groups and machines, in virtual time (semantics B.32)."""

"""corruption: recordings made impossible in known ways, to measure how much of it a judge notices."""

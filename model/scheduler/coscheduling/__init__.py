"""coscheduling: the laboratory of tasks that must share a machine, under four strategies (semantics B.32)."""

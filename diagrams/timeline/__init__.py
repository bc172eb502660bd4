"""timeline: the life of Pods as a chart of lanes: containers, sandbox, phase, conditions, what was done to them."""

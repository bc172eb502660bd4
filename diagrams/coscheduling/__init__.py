"""coscheduling: what the laboratory shows: what each strategy can come to, and how they compare on many groups."""

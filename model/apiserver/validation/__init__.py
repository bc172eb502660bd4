"""validation: what the API server holds against an object that a client wants to create (VAL)."""

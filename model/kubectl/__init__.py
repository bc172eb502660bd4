"""kubectl: what the client makes of objects by itself, as text for people."""

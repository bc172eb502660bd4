"""The API server: what is stored of a Pod, and which requests may change it."""

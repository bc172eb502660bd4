"""vectors: recorded questions and answers of Kubernetes' own functions, put to podlaw's rules."""

"""Worlds: the bounded scopes in which every reachable state is explored."""

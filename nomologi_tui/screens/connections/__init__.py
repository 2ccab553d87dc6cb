"""Connections: all of them, one, its form, logging in, the vault that keeps their secrets."""

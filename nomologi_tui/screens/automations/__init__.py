"""Automations: one of them, its keys, and what is told of it and of all."""

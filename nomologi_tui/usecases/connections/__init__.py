"""Connections: added, shown, logged in, chosen for a step, removed."""

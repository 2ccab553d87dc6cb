"""This machine: what it measures, runs and has plugged in, and what systemd says."""

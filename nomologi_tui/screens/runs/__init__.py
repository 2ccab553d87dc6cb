"""Runs: all of them, one step by step, what may be done with it."""

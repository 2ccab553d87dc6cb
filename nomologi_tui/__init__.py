"""Nomologi: a goal-first automation builder and runner in the terminal."""

__version__ = "0.1.0"

"""Harnesses that attack the real program; `python -m tests.endurance NAME` runs one. See docs/guide/trust.md."""

"""Harnesses that attack the real program. Each is one command, `python -m tests.endurance NAME`; docs/guide/trust.md."""

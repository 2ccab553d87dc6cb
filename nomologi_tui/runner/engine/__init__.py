"""Carries a run out, step by step. It yields what happens; who calls it stores that: no module here knows the store."""

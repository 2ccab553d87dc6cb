"""Runs: begun by hand, waited for, answered, repeated, compared; what would have run in the past."""

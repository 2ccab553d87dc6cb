"""What is noted behind a step, in words; loads nothing."""

INSTEAD = "instead, after a failure"  # behind an action that is marked so

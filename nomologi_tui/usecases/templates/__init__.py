"""Templates: found, filled in, a user's own, as files, upgraded."""

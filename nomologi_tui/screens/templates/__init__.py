"""Templates: the gallery and your own, and going on to a newer version."""

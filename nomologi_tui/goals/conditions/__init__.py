"""What is said of a thing or a value, as a condition."""

"""The terminal: whether it is there, what it sends, its clipboard."""

"""Small questions that any screen may ask."""

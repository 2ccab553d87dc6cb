"""Commands as a person types them: read, filled in, run, and their end in words."""

"""Tells people what the outbox holds: by which channel, and the telling itself."""

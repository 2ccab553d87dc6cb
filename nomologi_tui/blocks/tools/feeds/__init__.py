"""Feeds: their address, and one event for each new item."""

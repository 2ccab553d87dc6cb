"""The log: full size, below the list on home, and the alerts."""

"""Users, and signing in as one."""

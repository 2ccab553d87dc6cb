"""The schedule trigger: from its fields to a schedule, and back to words."""

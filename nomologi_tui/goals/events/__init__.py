"""What starts a goal, written into its draft: an event and what it must be, a schedule, how often."""

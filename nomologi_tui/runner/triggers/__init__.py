"""What makes events into runs: a task for each trigger, and what wakes it: the clock, files, requests, ends of runs."""

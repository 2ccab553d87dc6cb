"""When: phrases about time become a schedule, or a reason why not."""

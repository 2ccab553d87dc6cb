"""The app as numbered prompts, one question a line: for screen readers and terminals that can't move a cursor."""

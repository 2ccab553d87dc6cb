"""A sentence as it is walked over: tokens, times, things that it names, and where the words of blocks stand in it."""

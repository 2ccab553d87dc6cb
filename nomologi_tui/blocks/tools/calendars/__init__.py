"""Events of calendars: the form, a look, and one event of ours for each of theirs."""

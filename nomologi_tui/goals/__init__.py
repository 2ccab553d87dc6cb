"""Goals: a sentence becomes steps, questions and what was not understood. Offline, and the same answer each time."""

"""How well goals are understood: a set of sentences of our own, what is right for each, and a command that scores."""

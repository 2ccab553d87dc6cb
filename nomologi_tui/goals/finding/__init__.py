"""Which trigger and which actions a sentence means, found by the words that blocks declare."""

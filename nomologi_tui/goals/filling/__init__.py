"""Fields of blocks, filled from the piece of the sentence that is a step's own."""

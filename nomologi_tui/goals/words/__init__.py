"""Words by what they are in any sentence: grammar, what may happen, their forms; a text cut into typed tokens."""

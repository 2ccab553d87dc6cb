"""What is found by typing or by a letter: the palette, jump labels."""

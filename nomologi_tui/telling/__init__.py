"""What is told of things, in lines: the command line and the plain app say the same. Nothing here prints."""

"""What is done with the rows of each kind of file: one module each, with one function `write`."""

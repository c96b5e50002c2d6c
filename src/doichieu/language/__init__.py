"""The words of each language, and its numerals."""

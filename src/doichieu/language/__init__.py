"""The words and numerals of each language."""

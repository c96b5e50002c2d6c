"""Format lines for the terminal."""

"""Lines for the screen."""

"""From an article to a claims file that an editor finishes."""

"""Render the data of a report as one HTML page."""

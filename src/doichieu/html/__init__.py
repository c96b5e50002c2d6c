"""The data of a report as one page."""

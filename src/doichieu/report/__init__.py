"""Build the data of report.json."""

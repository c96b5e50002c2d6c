"""The data of report.json."""

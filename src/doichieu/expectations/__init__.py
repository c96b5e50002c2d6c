"""Validate the tables of claims and documents with a suite of Great Expectations."""

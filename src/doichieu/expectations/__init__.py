"""The tables of claims and documents held against a suite of Great Expectations."""

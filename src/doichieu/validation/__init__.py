"""JSON Schemas, and the references between files."""

"""Check files against their JSON Schemas, and the references between files."""

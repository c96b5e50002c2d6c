"""Load a typed dossier from a folder of files."""

"""From a folder of files to a typed dossier."""

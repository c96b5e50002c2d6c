"""Tables of large dossiers, cached in partitions, so that a re-run reads only the files that changed."""

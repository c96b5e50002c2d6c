"""Large dossiers: their tables, cached in partitions, so that a re-run reads only what changed."""

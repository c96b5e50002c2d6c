"""Read and write files safely, and report files that cannot be used."""

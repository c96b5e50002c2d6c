"""Safe reading and writing of files, and what is said of those that cannot be used."""

"""Run the same queries on Spark."""

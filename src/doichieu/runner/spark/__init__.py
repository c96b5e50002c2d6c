"""The same queries asked of Spark."""

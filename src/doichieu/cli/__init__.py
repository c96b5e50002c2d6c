"""The command line: parse the call, run the command, set the exit code."""

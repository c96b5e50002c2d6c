"""The command: parse the call, choose what runs, set the exit code."""

"""`python -m doichieu` is the command."""

from doichieu.cli.commands import entry

entry()

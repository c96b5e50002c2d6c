"""For the tests of checks: the runner of their cases."""

from doichieu.testing.runner import Case, load_cases

__all__ = ["Case", "load_cases"]

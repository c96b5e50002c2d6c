"""Run the cases of checks in tests."""

from doichieu.testing.runner import Case, load_cases

__all__ = ["Case", "load_cases"]

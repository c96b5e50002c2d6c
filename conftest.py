"""Hypothesis profiles, and the marker of the properties that `nox -s properties` runs at depth."""

import pytest
from hypothesis import is_hypothesis_test, settings

pytest_plugins = ["pytester"]

settings.register_profile("default", max_examples=25, derandomize=True, deadline=None)
settings.register_profile("deep", max_examples=1_000, deadline=None, print_blob=True)
settings.load_profile("default")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "properties: a property held over generated examples")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every hypothesis test."""
    for item in items:
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker("properties")

"""Put the starter (schemas, checks, templates, sample dossier) into the wheel, and only there.

An editable install reads those folders where they stand; a copy beside it would go stale.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STARTER = ("schemas", "checks", "claims/ben-mo-bridge", "reports/templates", "reports/words")


class StarterHook(BuildHookInterface[Any]):
    """Adds the starter to a wheel that is not editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; `version` is standard or editable."""
        if version == "standard":
            build_data["force_include"].update({folder: f"doichieu/starter/{folder}" for folder in STARTER})

"""Find the texts of articles on this machine."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from doichieu.model.claims import Text

TEXTS_VARIABLE = "DOICHIEU_TEXTS"
_TEXT_LIMIT = 64 * 1024 * 1024


class TextFinder:
    """Looks texts up in a dossier's texts/, then in the folders named in DOICHIEU_TEXTS."""

    def __init__(self, folder: Path) -> None:
        named = os.environ.get(TEXTS_VARIABLE, "").split(os.pathsep)
        self._folders = [folder / "texts", *(Path(name) for name in named if name)]

    def find(self, about: Mapping[str, Any]) -> Text:
        """The text, with its content if a folder has the file; a symbolic link out of the folder is not followed."""
        body = tuple((first, last) for first, last in about["body"])
        for folder in self._folders:
            path = folder / about["file"]
            if not path.is_file() or path.stat().st_size > _TEXT_LIMIT or path.resolve().parent != folder.resolve():
                continue
            raw = path.read_bytes()
            content = unicodedata.normalize("NFC", raw.decode("utf-8", errors="replace"))
            changed = hashlib.sha256(raw).hexdigest() != about["sha256"]
            return Text(about["file"], about["sha256"], body, content, changed)
        return Text(about["file"], about["sha256"], body)

"""Show the progress of a long run, on a terminal only."""

from __future__ import annotations

import sys
import time


class Progress:
    """A line on the terminal: documents read, claims per second, time left. Silent if stderr is not a terminal."""

    def __init__(self, documents: int) -> None:
        self._documents, self._read, self._claims = documents, 0, 0
        self._began = time.monotonic()
        self._shown = sys.stderr.isatty() and documents > 0

    def add(self, documents: int, claims: int) -> None:
        """Add to the documents and claims read, and update the line."""
        self._read += documents
        self._claims += claims
        if self._shown and self._read:
            gone = time.monotonic() - self._began
            left = round(gone * (self._documents - self._read) / self._read)
            rate = self._claims / max(gone, 1e-9)
            print(
                f"\r\x1b[K{self._read:,} of {self._documents:,} documents, {rate:,.0f} claims/s, "
                f"{left // 60}:{left % 60:02} left",
                end="",
                file=sys.stderr,
                flush=True,
            )

    def end(self) -> None:
        """Remove the line."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

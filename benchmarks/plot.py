"""Times over sizes as an SVG picture, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 420, 70, 190, 20, 50
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4", "10 4", "4 2")


def plot(rows: Sequence[Mapping[str, Any]], curves: Mapping[str, str]) -> str:
    """A picture of the named figures of each row over its size; what is no number is left out."""
    lines = {
        words: [(row["size"], row[name]) for row in rows if row[name] == row[name] and row[name] > 0]
        for name, words in curves.items()
    }
    sizes = [size for points in lines.values() for size, _ in points]
    times = [seconds for points in lines.values() for _, seconds in points]
    across = _scale(min(sizes), max(sizes), _LEFT, _WIDTH - _RIGHT)
    up = _scale(min(times), max(times), _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12"><title>Seconds over claims, both axes logarithmic</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
    ]
    for power in range(math.floor(math.log10(min(times))), math.ceil(math.log10(max(times))) + 1):
        y = up(10.0**power)
        if _TOP <= y <= _HEIGHT - _BOTTOM:
            parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
            parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    for size in sorted(set(sizes)):
        x = across(size)
        parts.append(f'<path d="M{x:.1f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{size:,} claims</text>')
    ends: list[float] = []
    for (words, points), dash in zip(sorted(lines.items(), key=lambda item: -item[1][-1][1]), _DASHES, strict=False):
        path = " ".join(f"{across(size):.1f},{up(seconds):.1f}" for size, seconds in points)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="#222" stroke-width="1.8" stroke-dasharray="{dash}"/>'
        )
        x, y = across(points[-1][0]) + 6, up(points[-1][1]) + 4
        while any(abs(y - end) < 14 for end in ends):  # labels never stand on one another
            y += 2
        ends.append(y)
        parts.append(f'<text x="{max(x, _WIDTH - _RIGHT + 6):.1f}" y="{y:.1f}">{escape(words)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _scale(least: float, most: float, start: float, end: float) -> Any:
    """Where a number stands on a logarithmic axis."""
    low, high = math.log(least), math.log(max(most, least * 1.001))
    return lambda number: start + (end - start) * (math.log(number) - low) / (high - low)

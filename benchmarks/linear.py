"""Measure whether reading takes time in proportion to the text, whatever is repeated in it; exit 1 where it does not.

nox -s bench-reading, or: python benchmarks/linear.py [--length N]
"""

from __future__ import annotations

import argparse
import sys
import time

from doichieu.reading import read

_UNITS = (
    "1|1.|1,|1/1|1-|1:|1 | 1|(((|-|a|i|x|0|1a|a1|$1|%|“|\u00a0|\n| |ệ|e\u0323\u0302|\u0300|İ|١|1 000 |12 000 |( 1 |"
    "19 |24/12/2024 |9h30 |hàng |nghìn |năm |năm năm |thứ |thứ hai |gần |khoảng |một |trăm |từ |từ 1 đến |ngày |"
    "tháng |sáng |tối |đầu |vài |tuổi |trước |cách đây |không |linh |thế kỷ |5 giờ |giữa 1 và |đồng |từ ngày 1 đến |"
    "hai mươi |trở lên |Tháng |ước tính khoảng |one |the |and |hundred |hundred and |to |from |half |of |"
    "hundreds of |twenty-|no. |May 1 |between 1 and |more than |at least |Monday |May |10 a.m. |early |about |last |"
    "first |years ago |second |or more |1 million |the third |an estimated |from 1 to "
)
UNITS = _UNITS.split("|")
MOST = 7  # times as long for four times the text: 4 where it is in proportion, 16 where it grows with the square
_GRAIN = 0.04  # seconds; what is quicker cannot be measured


def main() -> None:
    """Measure each unit in both languages, and print the slowest."""
    parser = argparse.ArgumentParser(description="Measure whether reading takes time in proportion to the text.")
    parser.add_argument("--length", type=int, default=10_000, help="letters of the shorter text of each two")
    length = parser.parse_args().length
    found = sorted(
        ((growth(unit, language, length), language, unit) for language in ("vi", "en") for unit in UNITS), reverse=True
    )
    for times, language, unit in found[:10]:
        print(f"{times:6.1f} times as long for four times the text  {language}  {unit!r}")
    if found[0][0] > MOST:
        sys.exit(f"More than {MOST} times as long")


def growth(unit: str, language: str, length: int) -> float:
    """How many times as long four times the text takes; 0 where that is too quick to measure."""
    short, long = (unit * (size // len(unit)) for size in (length, 4 * length))
    first = min(seconds(short, language) for _ in range(3))
    second = min(seconds(long, language) for _ in range(3))
    return second / first if second > _GRAIN else 0


def seconds(text: str, language: str) -> float:
    """How long the processor reads, whatever else it does meanwhile."""
    start = time.thread_time()
    read(text, language, "2025-10-26")
    return time.thread_time() - start


if __name__ == "__main__":
    main()

#!/usr/bin/env bash
# The range [à-ỹ], case-insensitively, is a common short cut for "a Vietnamese letter with a mark". One would expect it to
# match no unmarked letter, and every engine to agree. Seen on 2026-12-01, over the 52 letters of ASCII:
#
#   Python 3.11 re, regex 2025.11.3                      i I s S   (folded to: dotted capital I, dotless i, long s)
#   google-re2 1.1.20250805, DuckDB 1.4.2, Polars 1.35.2   s S     (simple case folding: the long s alone)
#
# So "Is this Lisa?" has Vietnamese letters, and a rule that is moved from Python into SQL finds fewer of them. The three
# letters İ (U+0130), ı (U+0131) and ſ (U+017F) lie between à (U+00E0) and ỹ (U+1EF9). What holds everywhere: decompose (NFD)
# and look for a combining mark, or for đ; or list the letters one by one.
#
# It installs the packages in a temporary folder and ends with 1 if any of this has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  regex==2025.11.3 google-re2==1.1.20250805 duckdb==1.4.2 polars==1.35.2
"$folder/venv/bin/python" - <<'PYTHON'
import re
import string
import sys
import unicodedata

import duckdb
import polars
import re2
import regex

PATTERN = "(?i)[à-ỹ]"
LETTERS = list(string.ascii_letters)
(in_sql,) = duckdb.execute("SELECT list_filter(?, x -> regexp_matches(x, ?))", [LETTERS, PATTERN]).fetchone()
found = {
    "re": [one for one in LETTERS if re.search(PATTERN, one)],
    "regex": [one for one in LETTERS if regex.search(PATTERN, one)],
    "re2": [one for one in LETTERS if re2.search(PATTERN, one)],
    "duckdb": in_sql,
    "polars": polars.Series(LETTERS).filter(polars.Series(LETTERS).str.contains(PATTERN)).to_list(),
}
marked = [one for one in LETTERS if re.search("[\u0300-\u0323đĐ]", unicodedata.normalize("NFD", one))]
for engine, letters in found.items():
    print(f"{engine:7}{' '.join(letters)}")
print(f"by combining marks: {marked}")
seen = {"re": "isIS", "regex": "isIS", "re2": "sS", "duckdb": "sS", "polars": "sS"}
if {engine: "".join(letters) for engine, letters in found.items()} != seen or marked:
    sys.exit("this has changed")
PYTHON

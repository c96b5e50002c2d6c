"""Vietnamese words that are spelled in two ways, brought to one: hòa and hoà, kỷ and kỉ, Đ and the Ð of Icelandic.

Both ways are right and are met in one newspaper; the rules are those of the Ministry of Education's decision 240/QĐ of
1984 (tone marks on the main vowel, i for y where nothing else distinguishes them).
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _toned(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


# A syllable that ends in oa, oe or uy has its tone mark on either vowel.
_PLACED = {
    _toned(pair[0], tone) + pair[1]: pair[0] + _toned(pair[1], tone)
    for pair in ("oa", "oe", "uy", "Oa", "Oe", "Uy", "OA", "OE", "UY")
    for tone in _TONES
}
# After these consonants alone, i and y are the same vowel; in tay and tai, or thúy and thúi, they are not.
_Y = {_toned(y, tone): _toned(i, tone) for y, i in (("y", "i"), ("Y", "I")) for tone in ("", *_TONES)}
_OPEN = re.compile(rf"(?:{'|'.join(_PLACED)})(?!\w)")
_LONE_Y = re.compile(rf"(?<!\w)([hklmstHKLMST]|[qQ][uU])([{''.join(_Y)}])(?!\w)")


def one_spelling(text: str) -> str:
    """The text in NFC with one of the two spellings of each such word; case, spaces and all other letters are kept."""
    text = unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")
    text = _OPEN.sub(lambda hit: _PLACED[hit[0]], text)
    return _LONE_Y.sub(lambda hit: hit[1] + _Y[hit[2]], text)

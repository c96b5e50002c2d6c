"""Two figures given for the same thing must have a value in common."""

from collections.abc import Iterator

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check, conflicts, same_but_hedged, verdict_on
from doichieu.wording import both_say, either, intervals_apart, topic, which_rank

_TAILS = {
    "contradiction": Bilingual("không có con số nào hợp với cả hai", "no figure fits both"),
    "tension": Bilingual(
        "hiểu sát nghĩa thì không có con số nào hợp với cả hai", "taken strictly, no figure fits both"
    ),
}
_PLACES = {
    "rank": Bilingual("chỉ có thể ở một vị trí", "it can have only one place"),
    "ordinal": Bilingual("chỉ có thể mang một số thứ tự", "it can have only one number"),
}


@check(
    vi="Hai con số nêu cho cùng một điều không khớp nhau",
    source="interval comparison of hedged figures, after XBRL Calculations 1.1",
    kinds=("quantity", "money", "percent", "duration", "rank", "ordinal"),
)
def disagree(corpus: Corpus) -> Iterator[Finding]:
    """Two figures stated for the same thing do not agree.

    A numbered place against "the first" is left to figures.not_first; figures that differ only in a hedge
    are left to figures.hedge_dropped. The length of an event is left to durations.disagree.
    """
    for one, other, more in conflicts(
        corpus,
        """kind IN ('quantity', 'money', 'percent', 'ordinal')
           OR kind = 'duration' AND role IS NULL
           OR kind = 'rank' AND NOT (superlative AND strict_lower = 1)""",
    ):
        grade = verdict_on(one, other)
        if same_but_hedged(one, other) and grade == "tension":
            continue
        tail = _PLACES.get(one.value.kind) or _TAILS[grade]
        yield Discrepancy(
            (one, other),
            grade,
            vi=f"{topic(corpus.dossier, one, 'vi')}: {both_say(one, other, 'vi', grade)}; {tail.vi}.{more.vi}",
            en=f"{topic(corpus.dossier, one, 'en')}: {both_say(one, other, 'en', grade)}; {tail.en}.{more.en}",
            working=intervals_apart(one, other),
            question=_asked(one, other),
        )


def _asked(one: Claim, other: Claim) -> Bilingual:
    vi, en = either(one, other, "vi"), either(one, other, "en")
    match one.value.kind:
        case "rank":
            return which_rank(one, other)
        case "ordinal":
            return Bilingual(f"Số thứ tự nào đúng, {vi}?", f"Which number is right, {en}?")
        case _:
            return Bilingual(
                f"Con số nào đúng, {vi}, hay hai con số được tính theo hai cách?",
                f"Which figure is right, {en}, or do the two measure different things?",
            )

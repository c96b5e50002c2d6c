"""A list that is counted off must use every number once."""

from collections import Counter
from collections.abc import Iterator, Sequence

from doichieu import Bilingual, Claim, Corpus, Discrepancy, Finding, check
from doichieu.wording import join_list, quoted, source


def missing(places: Sequence[int]) -> list[int]:
    """The numbers missing between the lowest and the highest."""
    return [place for place in range(min(places), max(places)) if place not in places]


def repeated(places: Sequence[int]) -> list[int]:
    """The numbers that occur more than once."""
    return sorted(place for place, times in Counter(places).items() if times > 1)


@check(
    vi="Danh sách đánh số bị nhảy số hoặc lặp số",
    source="counting: a list counted off has every whole number from its first to its last once",
    kinds=("ordinal",),
)
def skipped(corpus: Corpus) -> Iterator[Finding]:
    """A list counted off leaves a number out or repeats one.

    A list belongs to one document, subject and property; a list that starts again needs another subject. It
    may start at "second", since the first item is often not numbered. One that starts later quotes single
    items and is not checked.
    """
    rows = corpus.query("""
        WITH lists AS (
            SELECT document, fact FROM claims
            WHERE kind = 'ordinal' AND NOT single AND NOT record AND mode <> 'opinion'
            GROUP BY document, fact
            HAVING min(strict_lower) <= 2
               AND (count(*) > count(DISTINCT strict_lower)
                    OR max(strict_lower) - min(strict_lower) + 1 > count(DISTINCT strict_lower)))
        SELECT claims.row AS row, claims.strict_lower AS place, claims.document, claims.fact
        FROM claims JOIN lists ON lists.document = claims.document AND lists.fact = claims.fact
        ORDER BY document, fact, place, row""")
    lists: dict[tuple[str, str], dict[tuple[int, int], Claim]] = {}
    for row in rows:
        (item,) = corpus.claims(row.row)
        start = item.quote.start if item.quote else row.row
        lists.setdefault((row.document, row.fact), {})[int(row.place), start] = item
    for items in lists.values():
        places = [place for place, _ in items]
        gaps, doubles = missing(places), repeated(places)
        if gaps or doubles:
            yield _discrepancy(corpus, list(items.values()), places, gaps, doubles)


def _discrepancy(
    corpus: Corpus, items: list[Claim], places: list[int], gaps: list[int], doubles: list[int]
) -> Discrepancy:
    """One finding for the whole list, at the item that jumps or repeats."""
    jump = [place > gaps[0] for place in places].index(True) if gaps else 0
    at = places.index(doubles[0]) + 1 if doubles else jump
    before, item = items[at - 1], items[at]
    subject, document = corpus.label(item.subject), item.document
    vi, en, again = [], [], ("rồi", "then")
    if doubles:
        again = ("rồi lại", "then again")
        vi.append(f"số {_all(doubles, 'vi')} bị lặp")
        en.append(f"repeated: {_all(doubles, 'en')}")
    if gaps:
        vi.append(f"thiếu số {_all(gaps, 'vi')}")
        en.append(f"missing: {_all(gaps, 'en')}")
    return Discrepancy(
        (item, before),
        "tension",
        vi=f"{subject.vi}: {source(document, 'vi')} đếm {quoted(before)} {again[0]} {quoted(item)}; {', '.join(vi)}.",
        en=f"{subject.en}: {source(document, 'en')} counts {quoted(before)}, {again[1]} {quoted(item)}; "
        f"{', '.join(en)}.",
        working=", ".join(map(str, places)),
        question=_asked(item, gaps, doubles),
    )


def _asked(item: Claim, gaps: list[int], doubles: list[int]) -> Bilingual:
    if doubles:
        return Bilingual(f"{quoted(item)} lẽ ra là mục số mấy?", f"Which number should {quoted(item)} be?")
    left_out = f"Were items {_all(gaps, 'en')}" if len(gaps) > 1 else f"Was item {gaps[0]}"
    return Bilingual(
        f"Bài bỏ sót mục {_all(gaps, 'vi')}, hay {quoted(item)} ghi nhầm số?",
        f"{left_out} left out, or is {quoted(item)} wrongly numbered?",
    )


def _all(places: list[int], language: str) -> str:
    return join_list([str(place) for place in places], language)

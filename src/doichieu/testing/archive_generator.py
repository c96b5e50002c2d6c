"""Generate an archive of any size with known conflicts, for tests and benchmarks; it depends only on the seed.

Four articles and a document of record cover two stories with ten facts each, so every document has twenty claims. Most
facts are stated in different ways (in years or months, rounded or exact) and still agree. In one story in `every`, one
claim is altered. `generate` returns the conflicts this causes; there are no others.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_ARTICLES = 4
_DOCUMENTS = _ARTICLES + 1  # the last one is a document of record
_FACTS = 10
CLAIMS_A_DOCUMENT = 2 * _FACTS
_FIRST_DAY = date(2020, 1, 1)
_DAYS = 1800  # over which documents are published


@dataclass(frozen=True, order=True)
class Planted:
    """A planted conflict: the check that must find it, and the altered claim."""

    check: str
    document: str
    claim: str


@dataclass(frozen=True)
class _Claim:
    """A claim before it is written; the position of its words in the article is known only then."""

    fact: str
    subject: str
    about: str
    value: dict[str, Any]
    words: str
    scope: dict[str, str]

    @property
    def story(self) -> str:
        """The id of its story, which the claim's id starts with; the subject of an office claim is a person."""
        return f"s{self.subject[1:8]}" if self.fact == "office" else self.subject


def generate(
    folder: Path, claims: int, *, seed: int = 1, every: int = 500, texts: bool = False, hot: int = 0
) -> list[Planted]:
    """Write a dossier of about `claims` claims to a new folder and return its planted conflicts, sorted.

    One story in `every` has an altered claim. `texts` writes the texts of the articles, too. `hot` is the number of
    further articles, with one claim each, that all state a different value of the same fact.
    """
    pairs = max(1, claims // (_DOCUMENTS * CLAIMS_A_DOCUMENT))
    for name in ("articles", "references", "texts"):
        (folder / name).mkdir(parents=True)
    _write_common(folder, pairs, hot)
    planted: list[Planted] = []
    for pair in range(pairs):
        stories = [_story(number, seed, every) for number in (2 * pair, 2 * pair + 1)]
        chance = random.Random(f"{seed}/{pair}")  # noqa: S311 – nothing is kept secret with it
        first = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        for number in range(_DOCUMENTS):
            name = f"{'r' if number == _ARTICLES else 'a'}{pair:06}-{number}"
            stated = [claim for story in stories for claim in story.claims(number, first)]
            _write_document(folder, name, first + timedelta(days=7 * number), stated, texts)
        planted += [
            Planted(check, f"{'r' if story.bent_in == _ARTICLES else 'a'}{pair:06}-{story.bent_in}", story.bent_claim)
            for story in stories
            for check in story.checks
        ]
    for number in range(hot):
        stated = [_length("hot", "hot", str(1000 + number))]
        _write_document(folder, f"hot{number:06}", _FIRST_DAY, stated, texts)
    return sorted(planted)


class _Story:
    """Ten facts about one subject, and how each document states them; `bend` names the fact to alter, if any."""

    def __init__(self, number: int, chance: random.Random, bend: str | None) -> None:
        self.id = f"s{number:07}"
        self.number = number
        self.length = chance.randrange(1151, 1200)  # always also stated as about 1,200
        self.cost = chance.randrange(1010, 9990)  # in tenths of a billion
        self.years = chance.randrange(2, 9)
        self.begun = date(chance.randrange(2001, 2009), chance.randrange(1, 13), chance.randrange(1, 29))
        self.visitors = chance.randrange(1000, 9000)
        self.workers = chance.randrange(20, 900)
        self.share = chance.randrange(101, 899)  # tenths
        self.place = chance.randrange(2, 60)
        self.bend = bend
        self.checks = _BENDS[bend] if bend else ()
        self.bent_in = _ARTICLES if bend == "of record" else 1 + chance.randrange(_ARTICLES - 1)
        self.bent_claim = f"{self.id}-{_BENT_FACT[bend]}" if bend else ""

    @property
    def finished(self) -> date:
        """One month less than `years` after the start."""
        month = self.begun.month - 1 or 12
        return self.begun.replace(year=self.begun.year + self.years - (month == 12), month=month)

    def claims(self, number: int, first: date) -> Iterator[_Claim]:
        """The claims of one document; `first` is the day on which the story's first document was published."""
        bent = self.bend if number == self.bent_in else None
        s, day = self.id, (first + timedelta(days=7 * number)).isoformat()
        yield self._length(number, bent)
        yield self._cost(bent)
        months = 12 * self.years - 1
        if bent == "duration":
            yield _Claim(
                "duration", s, "duration", _figure("duration", 3 * months, unit="month"), f"{3 * months} tháng", {}
            )
        elif number % 2:
            value = _figure("duration", self.years, unit="year", hedge="nearly")
            yield _Claim("duration", s, "duration", value, f"gần {self.years} năm", {})
        else:
            yield _Claim("duration", s, "duration", _figure("duration", months, unit="month"), f"{months} tháng", {})
        yield self._day("begun", "start", self.begun if bent != "begun" else self.begun.replace(year=1991), number)
        yield self._day("finished", "end", self.finished, number)
        count = self.visitors + 7 * number if bent != "fewer" else self.visitors // 2
        yield _Claim(
            "visitors", s, "visitors", _figure("quantity", count, unit="visitor"),
            f"{_dotted(count)} lượt khách", {"as_of": day},
        )  # fmt: skip
        workers = self.workers + 3 * number
        yield _Claim(
            "workers", s, "workers", _figure("quantity", workers, unit="worker"), f"{workers} công nhân", {"as_of": day}
        )
        share = f"{self.share // 10}.{self.share % 10}"
        hedge = {"hedge": "over"} if bent == "hedge" else {}
        words = f"{'hơn ' if bent == 'hedge' else ''}{share.replace('.', ',')}%"
        yield _Claim("share", s, "share", {"kind": "percent", "amount": share, **hedge}, words, {"during": "2019"})
        yield self._name(bent)
        yield self._last(bent)

    def _length(self, number: int, bent: str | None) -> _Claim:
        if bent == "length":
            return _length(self.id, "length", str(self.length * 2))
        if number % 2:
            value = _figure("quantity", 1200, unit="metre", hedge="about")
            return _Claim("length", self.id, "length", value, "khoảng 1.200 mét", {})
        return _length(self.id, "length", str(self.length))

    def _cost(self, bent: str | None) -> _Claim:
        tenths = self.cost * 3 if bent == "of record" else self.cost
        amount = f"{tenths // 10}.{tenths % 10}"
        value = {"kind": "money", "amount": amount, "scale": "billion", "currency": "VND"}
        return _Claim("cost", self.id, "cost", value, f"{amount.replace('.', ',')} tỷ đồng", {})

    def _day(self, fact: str, name: str, day: date, number: int) -> _Claim:
        if number % 2:
            return _Claim(
                fact, self.id, name, {"kind": "date", "edtf": f"{day:%Y-%m}"}, f"tháng {day.month}/{day.year}", {}
            )
        words = f"ngày {day.day}/{day.month}/{day.year}"
        return _Claim(fact, self.id, name, {"kind": "date", "edtf": day.isoformat()}, words, {})

    def _name(self, bent: str | None) -> _Claim:
        name = f"Công trình {self.number}"
        text = f"Công Trình {self.number}" if bent == "name" else name
        return _Claim("name", self.id, "name", {"kind": "text", "text": text}, text, {})

    def _last(self, bent: str | None) -> _Claim:
        """The last fact: for every other story its place in a ranking, for the rest who heads it."""
        if self.number % 2 == 0:
            place = self.place + 1 if bent == "place" else self.place
            value = {"kind": "rank", "position": str(place), "field": "63"}
            return _Claim("rank", self.id, "rank", value, f"{place}/63", {"among": "all"})
        person = f"p{self.number:07}{'b' if bent == 'office' else 'a'}"
        words = f"{_chief(self.number)} {_person(self.number, 'b' if bent == 'office' else 'a')}"
        return _Claim(
            "office", person, "office", {"kind": "entity", "entity": f"{self.id}/chief"}, words, {"during": "2019"}
        )


# The checks that must find each kind of altered claim, and the fact that is altered.
_BENDS: dict[str, tuple[str, ...]] = {
    "length": ("figures.disagree", "records.contradicted"),
    "of record": ("records.contradicted",),
    "duration": ("durations.disagree", "durations.differs_from_dates", "records.contradicted"),
    "begun": ("dates.disagree", "records.contradicted"),
    "fewer": ("figures.decreased",),
    "hedge": ("figures.hedge_dropped",),
    "name": ("names.written_differently",),
    "place": ("figures.disagree", "records.contradicted"),
    "office": ("people.two_holders",),
}
_BENT_FACT = {
    "length": "length", "of record": "cost", "duration": "duration", "begun": "begun", "fewer": "visitors",
    "hedge": "share", "name": "name", "place": "rank", "office": "office",
}  # fmt: skip
_OF_EVEN = ("length", "of record", "duration", "begun", "fewer", "hedge", "name", "place")
_OF_ODD = ("length", "of record", "duration", "begun", "fewer", "hedge", "name", "office")


def _story(number: int, seed: int, every: int) -> _Story:
    turn, rest = divmod(number, every)
    kinds = _OF_ODD if number % 2 else _OF_EVEN
    bend = kinds[turn % len(kinds)] if rest == (turn % 2) % every else None
    return _Story(number, random.Random(f"{seed}/story/{number}"), bend)  # noqa: S311 – nothing is kept secret with it


def _length(subject: str, fact: str, metres: str) -> _Claim:
    return _Claim(fact, subject, "length", _figure("quantity", metres, unit="metre"), f"{_dotted(int(metres))} mét", {})


def _figure(kind: str, amount: int | str, **more: str) -> dict[str, Any]:
    return {"kind": kind, "amount": str(amount), **more}


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _chief(number: int) -> str:
    return f"Trưởng ban {number}"


def _person(number: int, which: str) -> str:
    return f"Người {which.upper()}{number}"


def _write_document(folder: Path, name: str, day: date, stated: list[_Claim], texts: bool) -> None:
    record = name.startswith("r")
    text, claims = f"{name}.\n", []
    seen: dict[str, int] = {}
    for claim in stated:
        start = len(text)
        text += f"{claim.words}.\n"
        occurrence = text.count(claim.words) if claim.words in seen else 1
        seen[claim.words] = start
        claims.append(
            {
                "id": f"{claim.story}-{claim.fact}",
                "quote": None if record else {"exact": claim.words, "start": start, "occurrence": occurrence},
                "statement": {"vi": f"Nêu {claim.words}.", "en": f"States {claim.words}."},
                "subject": claim.subject,
                "property": claim.about,
                "value": claim.value,
                **({"scope": claim.scope} if claim.scope else {}),
                "speaker": None,
                "mode": "fact",
            }
        )
    raw = text.encode()
    if texts and not record:
        (folder / "texts" / f"{name}.txt").write_bytes(raw)
    about = {
        "id": name,
        "kind": "reference" if record else "article",
        "language": "vi",
        "title": f"Bài {name}",
        "publisher": "Báo làm ra để thử",
        "url": None,
        "published": {"edtf": day.isoformat(), "basis": "stated"},
        "text": None
        if record
        else {"file": f"{name}.txt", "sha256": hashlib.sha256(raw).hexdigest(), "body": [[0, len(text)]]},
    }
    path = folder / ("references" if record else "articles") / f"{name}.json"
    lines = ",\n  ".join(json.dumps(claim, ensure_ascii=False) for claim in claims)
    head = json.dumps(about, ensure_ascii=False)
    path.write_text(f'{{\n "document": {head},\n "claims": [\n  {lines}\n ]\n}}\n', encoding="utf-8")


def _write_common(folder: Path, pairs: int, hot: int) -> None:
    entities: dict[str, Any] = {"all": _entity("group", "Tất cả", "All")}
    if hot:
        entities["hot"] = _entity("work", "Công trình nóng", "The hot works")
    for number in range(2 * pairs):
        entities[f"s{number:07}"] = _entity("work", f"Công trình {number}", f"Works {number}")
        if number % 2:
            chief = _entity("office", _chief(number), f"Head of works {number}") | {"holders": 1}
            entities[f"s{number:07}/chief"] = chief
            for which in "ab":
                name = _person(number, which)
                entities[f"p{number:07}{which}"] = _entity("person", name, name)
    about = {
        "id": "made-up",
        "title": {"vi": "Kho bài làm ra để thử", "en": "An archive made up to test with"},
        "language": "vi",
        "zone": "Asia/Ho_Chi_Minh",
    }
    for name, data in (
        ("dossier", about),
        ("entities", {"entities": entities}),
        ("properties", {"properties": _PROPERTIES}),
    ):
        (folder / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _entity(kind: str, vi: str, en: str) -> dict[str, Any]:
    return {"kind": kind, "names": {"vi": [vi], "en": [en]}}


def _property(vi: str, en: str, kind: str, dynamics: str = "fixed", **more: Any) -> dict[str, Any]:
    return {"label": {"vi": vi, "en": en}, "kind": kind, "values": "single", "dynamics": dynamics, **more}


_PROPERTIES = {
    "length": _property("chiều dài", "length", "quantity", unit="metre"),
    "cost": _property("tổng chi phí", "total cost", "money"),
    "duration": _property("thời gian thi công", "time to build", "duration", role="duration"),
    "start": _property("khởi công", "start", "date", role="start"),
    "end": _property("hoàn thành", "end", "date", role="end"),
    "visitors": _property("tổng lượt khách", "visitors so far", "quantity", "cumulative", unit="visitor"),
    "workers": _property("số công nhân", "workers", "quantity", "changing", unit="worker", exact=True),
    "share": _property("tỷ lệ vốn vay", "share of loans", "percent"),
    "name": _property("tên", "name", "text", role="name"),
    "rank": _property("thứ hạng", "place", "rank"),
    "office": _property("chức vụ", "office", "entity", "changing", role="office") | {"values": "many"},
}

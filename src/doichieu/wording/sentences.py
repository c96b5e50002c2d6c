"""Who says what: the building blocks of the sentences in which checks describe a discrepancy."""

from __future__ import annotations

import re

from doichieu.model.claims import Bilingual, Bounds, Claim, Document, Dossier
from doichieu.model.interval import Interval
from doichieu.model.validity import Grade, time_of
from doichieu.model.values import Named, Wording
from doichieu.wording.formatting import bounds, days, in_period, on_day

_INNER_MARKS = str.maketrans("“”", "‘’")
_CAPITAL_ARTICLE = re.compile(r"\A(?:The |An? (?=[a-z]))")  # but not in a name, such as An Binh


def inner_quotes(words: str) -> str:
    """Words for use inside quotation marks: their own double quotation marks become single ones."""
    return words.translate(_INNER_MARKS)


def in_quotes(words: str) -> str:
    """Words in quotation marks."""
    return f"“{inner_quotes(words)}”"


def capital(words: str) -> str:
    """Words with a capital first letter."""
    return words[:1].upper() + words[1:]


def inside_sentence(label: Bilingual) -> Bilingual:
    """A label for use inside a sentence: an English article becomes lower case, 'the founding of …'."""
    return Bilingual(label.vi, _CAPITAL_ARTICLE.sub(lambda article: article[0].lower(), label.en))


def titled(label: Bilingual) -> Bilingual:
    """A label as a quoted title, for sentences that must fit any label: “Founding of the ferry” was in 1988."""
    return Bilingual(in_quotes(label.vi), in_quotes(label.en))


def source(document: Document, language: str) -> str:
    """The name of a document in messages."""
    if document.is_record:
        return f"{'tài liệu gốc' if language == 'vi' else 'the record'} {in_quotes(document.title)}"
    return f"{'bài' if language == 'vi' else 'article'} {document.id}"


def quoted(claim: Claim) -> str:
    """A claim's words in quotation marks."""
    return in_quotes(claim.words)


def quote_with_source(claim: Claim, beside: Claim, language: str) -> str:
    """A claim's words, and its document if the other claim is from another: “12 nam” (bài b)."""
    document = "" if claim.document is beside.document else f" ({source(claim.document, language)})"
    return quoted(claim) + document


def either(one: Claim, other: Claim, language: str) -> str:
    """The words of two claims as alternatives in a question: “12 nam” (bài a) hay “14 nam” (bài b)."""
    word = "hay" if language == "vi" else "or"
    return f"{quote_with_source(one, other, language)} {word} {quote_with_source(other, one, language)}"


def which_rank(one: Claim, other: Claim) -> Bilingual:
    """The question for one thing with two places in what seems to be one ranking."""
    return Bilingual(
        f"Vị trí nào đúng, {either(one, other, 'vi')}, hay đó là hai bảng xếp hạng khác nhau?",
        f"Which place is right, {either(one, other, 'en')}, or are these two different rankings?",
    )


def quote_with_day(claim: Claim, moment: Interval, language: str, beside: Claim | None = None) -> str:
    """A claim's words, their day, and its document if the other claim is from another: “10/5” (10/5/2024, bài b)."""
    if claim.quote is None:
        return f"{days(moment, language)} ({source(claim.document, language)})"
    document = "" if beside and claim.document is beside.document else f", {source(claim.document, language)}"
    return f"{quoted(claim)} ({days(moment, language)}{document})"


def quote_with_meaning(claim: Claim, meaning: str, time: str = "") -> str:
    """A claim's quote followed by its meaning and time in brackets; without a quote, only these."""
    if claim.quote is None:
        return f"{meaning} {time}".rstrip()
    printed = claim.quote.exact.casefold()
    patterns = {words: rf"(?<!\w){re.escape(words.casefold())}(?!\w)" for words in (meaning, time) if words}
    unsaid = [words for words, pattern in patterns.items() if not re.search(pattern, printed)]
    return f"{quoted(claim)} ({', '.join(unsaid)})" if unsaid else quoted(claim)


def gives(claim: Claim, state: str, noun: str, time: str) -> str:
    """English only: 'says “…” (a member from 2024 on)', or without a quote 'gives membership from 2024 on'."""
    return f"says {quote_with_meaning(claim, f'{state} {time}')}" if claim.quote else f"gives {noun} {time}"


def bounds_shown(meaning: Bounds, verdict: str) -> Interval:
    """The bounds that a message prints: a single number as it is, else the loose ones for a contradiction."""
    single = meaning.strict.lower == meaning.strict.upper
    return meaning.strict if single or verdict != "contradiction" else meaning.loose


def quote_with_bounds(claim: Claim, meaning: Bounds, verdict: str, language: str) -> str:
    """“gần 28 em” (từ 25,2 đến dưới 28); a single number needs no explanation: “28 em”."""
    allowed = bounds_shown(meaning, verdict)
    if allowed.lower == allowed.upper:
        return quoted(claim)
    return f"{quoted(claim)} ({bounds(allowed, claim, language)})"


def says(claim: Claim, meaning: Bounds, verdict: str, language: str) -> str:
    """'bài a ghi “gần 5 năm” (từ 4,5 đến dưới 5 năm)': the loose bounds for a contradiction, else the strict ones."""
    verb = "ghi" if language == "vi" else "says"
    return f"{source(claim.document, language)} {verb} {quote_with_bounds(claim, meaning, verdict, language)}"


def who_says_what(one: Claim, other: Claim, first: str, second: str, language: str) -> str:
    """'bài 003 ghi cả A lẫn B' for one document, 'bài 000 ghi A, còn bài 001 ghi B' for two."""
    if one.document is other.document:
        joined = ("ghi cả {} lẫn {}", "says both {} and {}")[language == "en"].format(first, second)
        return f"{source(one.document, language)} {joined}"
    verb, and_ = ("ghi", "còn") if language == "vi" else ("says", "and")
    return f"{source(one.document, language)} {verb} {first}, {and_} {source(other.document, language)} {verb} {second}"


def both_say(one: Claim, other: Claim, language: str, verdict: str) -> str:
    """Who says what, each quote with its bounds: the loose ones for a contradiction, else the strict ones."""
    assert one.bounds
    assert other.bounds  # callers pass only claims with bounds
    first, second = (
        quote_with_bounds(one, one.bounds, verdict, language),
        quote_with_bounds(other, other.bounds, verdict, language),
    )
    return who_says_what(one, other, first, second, language)


def who_says_when(one: Claim, other: Claim, first: str, second: str, language: str) -> str:
    """Who says what, with the meaning of each, and their times if these differ."""
    dates = ["", ""]
    if time_of(one).strict != time_of(other).strict:
        spoken = [(claim, in_period if claim.scope.during else on_day) for claim in (one, other)]
        dates = [words(time_of(claim).strict, language) for claim, words in spoken]
    return who_says_what(
        one, other, quote_with_meaning(one, first, dates[0]), quote_with_meaning(other, second, dates[1]), language
    )


def value_named(claim: Claim, dossier: Dossier, language: str) -> str:
    """The text or the entity that is the value of a claim, as reports print it."""
    match claim.value:
        case Named(entity=entity):
            return dossier.entities[entity].label(language)
        case Wording(text=text):
            return text
        case _:
            return claim.words


def topic(dossier: Dossier, claim: Claim, language: str) -> str:
    """The topic of a message: the subject and the property, 'Cầu Mới, chiều dài'."""
    label = dossier.properties[claim.property].label
    return f"{dossier.entities[claim.subject].label(language)}, {label.vi if language == 'vi' else label.en}"


def if_changed(what: Bilingual) -> Bilingual:
    """The meaning of a tension between values at two times: 'both hold only if the rank changed in that time'."""
    return Bilingual(
        f"cả hai chỉ đúng nếu {what.vi} thay đổi trong khoảng thời gian ấy",
        f"both hold only if the {what.en} changed in that time",
    )


def by_date(grade: Grade) -> Bilingual:
    """The qualification for a number of days that depends on an approximate date: for a tension only, else empty."""
    if grade == "contradiction":
        return Bilingual("", "")
    return Bilingual(" nếu tính đúng mốc ước chừng", " by an approximate date")

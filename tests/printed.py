"""Values as newspapers print them, in Vietnamese and English: the brute force that holds the reader.

`printed` gives every usual form of a value. Nothing here comes from the reader or its tables: the words are written a
second time, by hand. Left out are forms that a fair person can take in two ways; each place says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from doichieu.model.values import Date, Figure, Period, Rank
from doichieu.reading import Read


class Printed(NamedTuple):
    """A value in print: its own words, and those around it without which they would mean something else."""

    words: str
    before: str = ""
    behind: str = ""

    def __str__(self) -> str:
        return self.before + self.words + self.behind


def printed(value: Read, language: str, published: date | None = None) -> list[Printed]:
    """Every usual form of a value; what leaves out the year or counts from today only where `published` allows it."""
    vietnamese = language == "vi"
    match value:
        case Figure():
            found = _vi_figures(value) if vietnamese else _en_figures(value)
        case Date():
            found = _vi_dates(value, published) if vietnamese else _en_dates(value, published)
        case Period():
            found = _vi_periods(value, published) if vietnamese else _en_periods(value, published)
        case Rank():
            found = _vi_ranks(value) if vietnamese else _en_ranks(value)
    return list(dict.fromkeys(found))


# Sentences that say nothing themselves: the value alone, first, inside, last, in brackets, after a colon, between other
# paragraphs.
CARRIERS = {
    "vi": (
        "{}",
        "{} là điều biên bản ghi lại.",
        "Theo biên bản, {} là điều cần nhớ.",
        "Tòa soạn nhắc rằng {}.",
        "Biên bản ({}) vẫn được lưu.",
        "Biên bản ghi rõ: {}.",
        "Biên bản rất dài.\n{}\nKhông ai ký.",
    ),
    "en": (
        "{}",
        "{} is what the clerk wrote down.",
        "According to the clerk, {} is what matters.",
        "The clerk said it was {}.",
        "The note ({}) was kept.",
        "The note says this: {}.",
        "A short note.\n{}\nNobody signed it.",
    ),
}


def carried(form: Printed, carrier: str) -> tuple[str, str]:
    """The form in a sentence, and its own words as they stand there: with a capital where it is the first word."""
    text, words = str(form), form.words
    if carrier.startswith("{} "):
        text = text[:1].upper() + text[1:]
        words = text[len(form.before) :][: len(words)]
    return carrier.format(text).replace("..", "."), words


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


def _fill(templates: str, **fields: object) -> Iterator[Printed]:
    """The forms of templates with bars between them; [ ] marks the value's own words where others are around them."""
    for template in templates.split(" | "):
        before, bracket, rest = template.partition("[")
        words, _, behind = rest.partition("]") if bracket else (before, "", "")
        yield Printed(words.format(**fields), before.format(**fields) if bracket else "", behind.format(**fields))


def _texts(templates: str, **fields: object) -> Iterator[str]:
    return (form.words for form in _fill(templates, **fields))


# Numbers

THOUSAND, MILLION, BILLION, TRILLION = 10**3, 10**6, 10**9, 10**12
SIZES = {"ten": 10, "dozen": 12, "hundred": 100, "thousand": THOUSAND, "ten-thousand": 10**4}
SIZES |= {"million": MILLION, "billion": BILLION, "trillion": TRILLION}

# What a value says, the digits, the words.
SHARES = {
    "0.5": ("1/2", "một nửa, nửa", "half, one half, one-half"),
    "0.333333333333333": ("1/3", "một phần ba", "a third, one third, one-third"),
    "0.666666666666667": ("2/3", "hai phần ba", "two thirds, two-thirds"),
    "0.25": ("1/4", "một phần tư", "a quarter, one quarter, one-quarter"),
    "0.75": ("3/4", "ba phần tư", "three quarters, three-quarters"),
    "0.2": ("1/5", "một phần năm", "a fifth, one fifth, one-fifth"),
    "0.4": ("2/5", "hai phần năm", "two fifths, two-fifths"),
    "0.6": ("3/5", "ba phần năm", "three fifths, three-fifths"),
    "0.1": ("1/10", "một phần mười", "a tenth, one tenth, one-tenth"),
}


def total(amount: str, scale: str | None) -> Fraction:
    """The number that digits and a scale word stand for."""
    return Fraction(amount) * SIZES.get(scale or "", 1)


class Speech(NamedTuple):
    """How a number is spoken in Vietnamese, which differs from region to region."""

    thousand: str = "nghìn"
    billion: str = "tỷ"
    zero: str = "linh"
    four: str = "tư"
    five: str = "lăm"
    seven: str = "bảy"
    padded: bool = True  # một nghìn không trăm linh năm, not một nghìn linh năm


# "hăm mốt" and the like are speech, not print; so is "một triệu hai" for 1.2 million.
SPEECHES = (
    Speech(),
    Speech("ngàn", "tỉ", "lẻ", "bốn", "nhăm", "bẩy"),
    Speech(zero="lẻ", padded=False),
    Speech("ngàn", four="bốn", seven="bẩy", padded=False),
)
_VI_ONES = _list("không, một, hai, ba, bốn, năm, sáu, bảy, tám, chín")
_EN_SMALL = _list(
    "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, "
    "sixteen, seventeen, eighteen, nineteen"
)
_EN_TENS = _list(", , twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety")


def vi_number(number: int, speech: Speech = SPEECHES[0]) -> str:
    """A whole number from 1 up to the thousand billions in words."""
    words: list[str] = []
    for size, name in ((BILLION, speech.billion), (MILLION, "triệu"), (THOUSAND, speech.thousand), (1, "")):
        group, number = divmod(number, size)
        if group > 999:
            words += [vi_number(group, speech), name]
        elif group:
            words += [_vi_group(group, speech, bool(words), speech.padded or size > 1), name]
    return " ".join(word for word in words if word)


def _vi_group(number: int, speech: Speech, inner: bool, padded: bool) -> str:
    """1 to 999; inside a longer number with the hundreds that are none: không trăm linh năm."""
    hundreds, rest = divmod(number, 100)
    words = [_vi_one(hundreds, speech), "trăm"] if hundreds or (inner and (padded or rest > 9)) else []
    if rest > 9:
        words.append(_vi_pair(rest, speech))
    elif rest and (words or inner):
        words += [speech.zero, speech.four if rest == 4 else _vi_one(rest, speech)]
    elif rest:
        words.append(_vi_one(rest, speech))
    return " ".join(words)


def _vi_pair(number: int, speech: Speech) -> str:
    """10 to 99: mười lăm, hai mươi mốt."""
    tens, ones = divmod(number, 10)
    last = {0: "", 5: "lăm"} if tens == 1 else {0: "", 1: "mốt", 4: speech.four, 5: speech.five}
    front = "mười" if tens == 1 else f"{_vi_one(tens, speech)} mươi"
    return f"{front} {last.get(ones, _vi_one(ones, speech))}".strip()


def _vi_one(digit: int, speech: Speech) -> str:
    return speech.seven if digit == 7 else _VI_ONES[digit]


def en_number(number: int, joint: str = " ") -> str:
    """A whole number up to the trillions in words; `joint` stands before the last two digits: " and " or " "."""
    words = []
    for size, name in ((TRILLION, " trillion"), (BILLION, " billion"), (MILLION, " million"), (THOUSAND, " thousand")):
        group, number = divmod(number, size)
        words += [_en_group(group, joint) + name] if group else []
    if number or not words:
        words += ["and"] if words and number < 100 and joint == " and " else []
        words.append(_en_group(number, joint))
    return " ".join(words)


def _en_group(number: int, joint: str) -> str:
    hundreds, rest = divmod(number, 100)
    pair = _EN_SMALL[rest] if rest < 20 else f"{_EN_TENS[rest // 10]}-{_EN_SMALL[rest % 10]}".removesuffix("-zero")
    if not hundreds:
        return pair
    return f"{_EN_SMALL[hundreds]} hundred" + (joint + pair if rest else "")


def digits(amount: str, language: str) -> str:
    """Digits with the language's marks: 13.750,5 and 13,750.5."""
    whole, point, decimals = amount.partition(".")
    text = f"{int(whole):,}{point}{decimals}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def _in_digits(amount: str, language: str) -> Iterator[str]:
    yield digits(amount, language)
    if re.fullmatch("[0-9]{4}", amount):
        yield amount
    # A zero before one digit is the style of Vietnamese offices. 13.75 is a number in Vietnamese papers too, unlike
    # 13.750, which is in the thousands.
    if language == "vi" and re.fullmatch("[1-9]", amount):
        yield f"0{amount}"
    if language == "vi" and re.fullmatch("[0-9]{1,3}[.][0-9]{1,2}", amount):
        yield amount


class Number(NamedTuple):
    """A number in print; `spelled` where its digits are words, `short` where its scale is a letter (5m)."""

    text: str
    spelled: bool = False
    short: bool = False


VI_SCALES = {
    "ten": ("chục",),
    "dozen": ("tá",),
    "hundred": ("trăm",),
    "thousand": ("nghìn", "ngàn"),
    "ten-thousand": ("vạn",),
    "million": ("triệu",),
    "billion": ("tỷ", "tỉ"),
    "trillion": ("nghìn tỷ", "nghìn tỉ", "ngàn tỷ", "ngàn tỉ"),
    "": ("",),
}
EN_LETTERS = {"thousand": ("k",), "million": ("m", "mn"), "billion": ("bn",), "trillion": ("tn",)}


def _vi_numbers(amount: str, scale: str) -> Iterator[Number]:
    for number, word in product(_in_digits(amount, "vi"), VI_SCALES[scale]):
        yield Number(f"{number} {word}".strip())
    if amount.isdigit() and 0 < int(amount) < (10 if scale in ("ten", "dozen", "hundred") else TRILLION + 1):
        yield from _vi_spelled(int(amount), scale)
    if scale == "trillion" and re.fullmatch("[0-9]+000", amount):
        yield Number(f"{digits(amount[:-3], 'vi')} triệu tỷ")
    whole, _, decimals = amount.partition(".")
    rest = int(decimals.ljust(3, "0"))
    if whole != "0" and rest and scale in ("million", "billion"):  # 2 triệu 300 nghìn
        yield Number(f"{digits(whole, 'vi')} {VI_SCALES[scale][0]} {rest} {'nghìn' if scale == 'million' else 'triệu'}")
    if decimals == "5" and scale not in ("", "ten", "dozen"):
        for word in VI_SCALES[scale]:
            if whole != "0":
                yield Number(f"{digits(whole, 'vi')} {word} rưỡi")
                yield Number(f"{vi_number(int(whole))} {word} rưỡi", spelled=True)
            elif scale in ("million", "billion"):
                yield Number(f"nửa {word}", spelled=True)


def _vi_spelled(number: int, scale: str) -> Iterator[Number]:
    for speech in SPEECHES if number * SIZES.get(scale, 1) <= TRILLION else ():
        words = {"thousand": speech.thousand, "billion": speech.billion, "trillion": f"nghìn {speech.billion}"}
        yield Number(f"{vi_number(number, speech)} {words.get(scale, VI_SCALES[scale][0])}".strip(), spelled=True)
    tens, ones = divmod(number, 10)
    if 1 < tens < 10 and ones in (1, 4, 5) and scale in ("", "thousand", "million"):  # hai mốt, ba lăm
        last = {1: "mốt", 4: "tư", 5: "lăm"}[ones]
        yield Number(f"{_VI_ONES[tens]} {last} {VI_SCALES[scale][0]}".strip(), spelled=True)


def _en_numbers(amount: str, scale: str) -> Iterator[Number]:
    word = f" {scale}" if scale else ""
    if scale in ("ten", "ten-thousand"):
        return  # no words of English
    if scale not in ("dozen", "hundred") or (scale == "dozen" and amount.isdigit()):
        yield from (Number(number + word) for number in _in_digits(amount, "en"))
    if len(amount) < 4 if scale == "thousand" else "." in amount or len(amount) < 4:  # $10k, $2.5m
        yield from (Number(digits(amount, "en") + letter, short=True) for letter in EN_LETTERS.get(scale, ()))
    yield from (Number(text, spelled=True) for text in _en_spelled(amount, scale))


def _en_spelled(amount: str, scale: str) -> Iterator[str]:
    word = f" {scale}" if scale else ""
    if amount.isdigit() and total(amount, scale) <= TRILLION:
        yield from (en_number(int(amount), joint) + word for joint in (" and ", " "))
    if amount == "1" and scale:
        yield f"a{word}"
    if not scale and re.fullmatch("1[1-9]00", amount):
        yield f"{_EN_SMALL[int(amount[:2])]} hundred"
    if not scale and re.fullmatch("1[0-9][1-9]", amount):
        yield f"a hundred and {en_number(int(amount[1:]))}"
    if amount == "0.5" and scale in ("dozen", "million", "billion", "trillion"):
        yield f"half a{word}"
    elif re.fullmatch("[0-9]{1,2}[.]5", amount) and scale in ("million", "billion", "trillion"):
        yield f"{en_number(int(amount[:-2]))} and a half{word}"
        yield f"{amount[:-2]}½{word}"
        yield from [f"a{word} and a half"] if amount == "1.5" else []


# Figures


class Measure(NamedTuple):
    """What makes a number a figure: the sign before, the unit or noun behind it; `digits` where words will not do."""

    front: str = ""
    back: str = ""
    noun: str = ""
    digits: bool = False


VI_HEDGES = {
    "exactly": _list("đúng, chính xác, tròn"),
    "nearly": _list("gần, ngót, ngót nghét, suýt soát"),
    "over": _list("hơn, trên, vượt, ước tính hơn, khoảng hơn"),
    "under": _list("dưới, chưa đến, chưa tới, chưa đầy, không đến"),
    "about": _list("khoảng, chừng, ước tính, ước tính khoảng, xấp xỉ, khoảng chừng, trên dưới"),
    "at-least": _list("ít nhất, tối thiểu, không dưới, ít nhất là, không ít hơn"),
    "at-most": _list("tối đa, không quá, nhiều nhất, không vượt quá"),
    "up-to": _list("lên đến, lên tới"),
}
VI_HEDGES_AFTER = {"at-least": "trở lên", "at-most": "trở xuống"}
EN_HEDGES = {
    "exactly": _list("exactly, precisely"),
    "nearly": _list("nearly, almost, just under, close to"),
    "over": _list("over, more than, above, just over, well over, in excess of, upwards of"),
    "under": _list("under, less than, fewer than, below"),
    "about": _list("about, around, approximately, roughly, some, an estimated"),
    "at-least": _list("at least, no less than, no fewer than, a minimum of"),
    "at-most": _list("at most, no more than, not more than, a maximum of"),
    "up-to": _list("up to, as many as, as much as"),
}
EN_HEDGES_AFTER = {"at-least": ("or more",), "at-most": ("or less", "or fewer"), "about": ("or so",)}
_COUNTED = ("fewer than", "no fewer than", "as many as", "or fewer")
_BEFORE_ARTICLE = ("nearly", "almost", "just under", "over", "more than", "about", "at least", "up to", "less than")

VI_NOUNS = (" người", " quốc gia", " vụ", " hộ dân")
EN_NOUNS = (" people", " countries", " cases", " American tourists")

# "pounds" is left out, which is a weight too, and in English "rupees" and "pesos", which several countries have.
VI_MONEY = {
    "VND": _list("đồng, VND, VNĐ"),
    "USD": _list("USD, đô la, đô la Mỹ, đô-la, đô-la Mỹ"),
    "EUR": _list("euro, EUR"),
    "GBP": _list("bảng Anh, GBP"),
    "JPY": _list("yên, yên Nhật, JPY"),
    "CNY": _list("nhân dân tệ, CNY"),
    "KRW": _list("won, KRW"),
    "THB": _list("baht, THB"),
    "RUB": _list("rúp, RUB"),
    "SGD": _list("đô la Singapore, SGD"),
    "AUD": _list("đô la Úc, đô la Australia, AUD"),
    "CAD": _list("đô la Canada, CAD"),
    "HKD": _list("đô la Hong Kong, HKD"),
    "NZD": _list("đô la New Zealand, NZD"),
    "TWD": _list("đô la Đài Loan, TWD"),
    "CHF": _list("franc Thụy Sĩ, CHF"),
    "INR": _list("rupee, rupee Ấn Độ, INR"),
    "LAK": _list("kip, LAK"),
    "KHR": _list("riel, KHR"),
    "IDR": _list("rupiah, IDR"),
    "MYR": _list("ringgit, MYR"),
    "PHP": _list("peso Philippines, PHP"),
}
EN_SIGNS = {"USD": ("$", "US$"), "EUR": ("€",), "GBP": ("£",), "JPY": ("¥",), "KRW": ("₩",), "INR": ("₹",)}
EN_SIGNS |= {"SGD": ("S$",), "AUD": ("A$",), "CAD": ("C$",), "HKD": ("HK$",), "NZD": ("NZ$",), "TWD": ("NT$",)}
EN_MONEY = {
    "VND": ("dong", "dong"),
    "USD": ("dollar", "dollars"),
    "EUR": ("euro", "euros"),
    "JPY": ("yen", "yen"),
    "CNY": ("yuan", "yuan"),
    "KRW": ("won", "won"),
    "THB": ("baht", "baht"),
    "RUB": ("rouble", "roubles"),
    "SGD": ("Singapore dollar", "Singapore dollars"),
    "AUD": ("Australian dollar", "Australian dollars"),
    "CAD": ("Canadian dollar", "Canadian dollars"),
    "HKD": ("Hong Kong dollar", "Hong Kong dollars"),
    "NZD": ("New Zealand dollar", "New Zealand dollars"),
    "TWD": ("Taiwan dollar", "Taiwan dollars"),
    "CHF": ("Swiss franc", "Swiss francs"),
    "INR": ("Indian rupee", "Indian rupees"),
    "LAK": ("kip", "kip"),
    "KHR": ("riel", "riel"),
    "IDR": ("rupiah", "rupiah"),
    "MYR": ("ringgit", "ringgit"),
    "PHP": ("Philippine peso", "Philippine pesos"),
}
VI_SPANS = {
    "second": ("giây",),
    "minute": ("phút",),
    "hour": ("tiếng", "tiếng đồng hồ", "giờ đồng hồ", "giờ"),
    "day": ("ngày",),
    "week": ("tuần", "tuần lễ"),
    "month": ("tháng",),
    "quarter": ("quý",),
    "year": ("năm",),
    "decade": ("thập kỷ", "thập niên", "thập kỉ"),
    "century": ("thế kỷ", "thế kỉ"),
}
# Vague numbers, in Vietnamese after "hàng".
VI_MANY = {"chục": 10, "trăm": 100, "nghìn": THOUSAND, "ngàn": THOUSAND, "chục nghìn": 10**4, "trăm nghìn": 10**5}
VI_MANY |= {"triệu": MILLION, "chục triệu": 10**7, "trăm triệu": 10**8, "tỷ": BILLION, "chục tỷ": 10**10}
VI_MANY |= {"trăm tỷ": 10**11, "nghìn tỷ": TRILLION}
EN_MANY = {"dozens": 12, "hundreds": 100, "thousands": THOUSAND, "tens of thousands": 10**4}
EN_MANY |= {"hundreds of thousands": 10**5, "millions": MILLION, "tens of millions": 10**7}
EN_MANY |= {"hundreds of millions": 10**8, "billions": BILLION, "tens of billions": 10**10}
EN_MANY |= {"hundreds of billions": 10**11, "trillions": TRILLION}
VI_RANGES = "{a}-{b} | {a}–{b} | {a} - {b} | {a} đến {b} | từ {a} đến {b} | từ {a} tới {b}"
EN_RANGES = "{a}-{b} | {a}–{b} | {a} to {b} | between {a} and {b} | from {a} to {b}"


def _is_age(value: Figure) -> bool:
    last = value.to or value.amount
    return (
        value.unit == "year"
        and last.isdigit()
        and value.amount.isdigit()
        and 0 < int(value.amount) < int(last) + 1 < 112
    )


def _stands_alone(value: Figure) -> bool:
    """Whether the number is a figure without a noun: by its mark or its scale word."""
    return value.scale not in (None, "ten", "dozen", "hundred") or bool(re.fullmatch("[0-9]{5,}", value.amount))


def _vi_figures(value: Figure) -> Iterator[Printed]:
    for measure in _vi_measures(value):
        for number in _vi_ranges(value, measure) if value.to else _vi_stated(value, measure):
            yield from _vi_hedged(value, number, measure)
    yield from _vi_vague(value)
    if (share := SHARES.get(value.amount)) and value.kind == "quantity" and not value.to and not value.scale:
        for words in (share[0], *_list(share[1])):
            yield from _vi_hedged(value, Number(words, spelled=True), Measure(noun=" số đại biểu"))
    if value.kind == "duration" and not value.to and value.amount.endswith(".5"):
        whole, unit = value.amount[:-2], VI_SPANS[value.unit][0]
        # Not nửa tuần; 9 giờ rưỡi is on the clock.
        halved = value.unit in ("hour", "day", "month", "year", "century")
        templates = "nửa {unit}" if whole == "0" else "{n} {unit} rưỡi | {words} {unit} rưỡi"
        for text in _texts(templates, n=whole, unit=unit, words=vi_number(int(whole))) if halved else ():
            yield from _vi_hedged(value, Number(text), Measure(back=unit))


def _vi_measures(value: Figure) -> Iterator[Measure]:
    decimal = "." in value.amount + (value.to or "") and not value.scale
    match value.kind:
        case "quantity":
            yield from (Measure(noun=noun) for noun in ((" mét", " điểm") if decimal else VI_NOUNS))
            yield from [Measure()] if _stands_alone(value) else []
        case "money":
            for word in VI_MONEY[value.unit]:  # ba triệu USD, but not ba triệu GBP
                yield Measure(back=f" {word}", digits=word.isupper() and word not in ("VND", "VNĐ", "USD"))
            if value.unit == "VND" and not value.scale:
                yield from (Measure(back=back, digits=True) for back in ("đ", " đ", "₫"))
        case "percent" if value.unit:
            yield from (Measure(back=f" điểm {word}") for word in ("phần trăm", "%"))
        case "percent":
            yield from (Measure(back=back, digits="%" in back) for back in ("%", " %", " phần trăm"))
        case _:
            # "5 giờ" is left out up to 24 hours: it is five o'clock as well.
            clock = value.unit == "hour" and not decimal and int(value.to or value.amount) <= 24
            yield from (Measure(back=f" {word}") for word in VI_SPANS[value.unit] if not (clock and word == "giờ"))
            if _is_age(value):
                yield Measure(back=" tuổi")
                yield from [Measure(front="tuổi ", digits=True)] if not value.hedge and not value.to else []


def _vi_stated(value: Figure, measure: Measure) -> Iterator[Number]:
    """The number with what belongs to it, before the hedge."""
    if value.amount.startswith("-"):
        for sign, amount in product(("-", "−", "âm "), _in_digits(value.amount[1:], "vi")):
            yield Number(f"{sign}{amount}{measure.back}")
        return
    for number in _vi_numbers(value.amount, value.scale or ""):
        # "một người" is somebody, "năm tháng" the years, "năm tuổi" a sign of the zodiac, and nobody writes "gần 06"
        # or "một VND".
        unclear = {"một": not measure.back or measure.back.isupper(), "năm": measure.back in (" tháng", " tuổi")}
        padded = number.text.startswith("0") and number.text.isdigit() and (value.hedge or value.kind != "quantity")
        if not unclear.get(number.text) and not padded and not (number.spelled and measure.digits):
            yield number._replace(text=f"{measure.front}{number.text}{measure.back}")


def _vi_ranges(value: Figure, measure: Measure) -> Iterator[Number]:
    near, far = value.amount, value.to or ""
    if value.scale in ("ten", "dozen", "hundred") and len(far) > 1:
        return  # nobody counts to sixteen hundred or dozen
    for scale in VI_SCALES[value.scale or ""][:1]:
        last = f"{digits(far, 'vi')} {scale}".strip() + measure.back
        first = digits(near, "vi")
        for start in dict.fromkeys((first, f"{first} {scale}".strip(), f"{first} {scale}".strip() + measure.back)):
            yield from (Number(text) for text in _texts(VI_RANGES, a=start, b=last))
        if near.isdigit() and far.isdigit() and 0 < int(near) < int(far) < 1000 and not measure.digits:
            for speech in SPEECHES[:2]:
                last = f"{vi_number(int(far), speech)} {scale}".strip() + measure.back
                for text in _texts("{a} đến {b} | từ {a} đến {b}", a=vi_number(int(near), speech), b=last):
                    yield Number(text, spelled=True)


def _vi_hedged(value: Figure, number: Number, measure: Measure) -> Iterator[Printed]:
    if value.hedge is None:
        yield Printed(number.text, behind=measure.noun)
    if value.hedge is None or value.amount.startswith("-") or (value.to and value.hedge != "about"):
        return
    for hedge in VI_HEDGES[value.hedge]:
        # "trên 63 tỉnh" is a place: it loosens only round numbers, and such as have a unit.
        if hedge != "trên" or measure.back or total(value.amount, value.scale) % 10 == 0:
            yield Printed(f"{hedge} {number.text}", behind=measure.noun)
    if after := VI_HEDGES_AFTER.get(value.hedge):
        if measure.noun:
            yield Printed(number.text, behind=f"{measure.noun} {after}")
        else:
            yield Printed(f"{number.text} {after}")
            yield from [Printed(f"từ {number.text} {after}")] if measure.back else []


def _vi_vague(value: Figure) -> Iterator[Printed]:
    """vài, hàng trăm, gần nghìn."""
    if value.kind == "percent":
        return
    unit = {"money": VI_MONEY, "duration": VI_SPANS}.get(value.kind, {}).get(value.unit, ("",))[0]
    back, noun = (f" {unit}", "") if unit else ("", VI_NOUNS[0])
    if (value.amount, value.to, value.hedge) == ("2", "9", None) and (value.kind != "money" or value.scale):
        yield from (Printed(f"vài {scale}".strip() + back, behind=noun) for scale in VI_SCALES[value.scale or ""])
    size = total(value.amount, value.scale)
    if value.hedge == "at-least" and not value.to and (value.kind != "money" or size >= MILLION):
        yield from (Printed(f"hàng {many}{back}", behind=noun) for many, number in VI_MANY.items() if number == size)
    bare = {100: "trăm", THOUSAND: "nghìn", MILLION: "triệu", BILLION: "tỷ"}.get(int(size))
    if value.hedge in ("nearly", "over") and not value.to and bare:
        yield Printed(f"{VI_HEDGES[value.hedge][0]} {bare}{back}", behind=noun)


def _en_figures(value: Figure) -> Iterator[Printed]:
    for measure in _en_measures(value):
        for number in _en_ranges(value, measure) if value.to else _en_stated(value, measure):
            yield from _en_hedged(value, number, measure)
    yield from _en_vague(value)
    if (share := SHARES.get(value.amount)) and value.kind == "quantity" and not value.to and not value.scale:
        for words in (share[0], *_list(share[2])):
            yield from _en_hedged(value, Number(words, spelled=True), Measure(noun=" of the members"))
    if value.kind == "duration" and not value.to:
        yield from _en_spans(value)


def _en_measures(value: Figure) -> Iterator[Measure]:
    decimal = "." in value.amount + (value.to or "") and not value.scale
    one = (value.amount, value.to, value.scale) == ("1", None, None)
    match value.kind:
        case "quantity":
            nouns = (" metres", " points") if decimal else (" country",) if one else EN_NOUNS
            yield from (Measure(noun=noun) for noun in nouns)
            yield from [Measure()] if _stands_alone(value) else []
        case "money":
            yield from (Measure(front=sign, digits=True) for sign in EN_SIGNS.get(value.unit, ()))
            yield from (Measure(front=f"{value.unit} ", digits=True), Measure(back=f" {value.unit}", digits=True))
            yield from [Measure(back=f" {EN_MONEY[value.unit][not one]}")] if value.unit in EN_MONEY else []
        case "percent" if value.unit:
            yield Measure(back=" percentage point" + "s" * (not one))
        case "percent":
            yield from (Measure(back=back, digits=back == "%") for back in ("%", " percent", " per cent"))
        case _ if value.unit != "quarter" or value.amount not in ("1", "3"):  # those are shares
            yield Measure(back=f" {_en_span(value.unit, one)}")
            if _is_age(value):
                yield Measure(back=f" {_en_span('year', one)} old")
                yield from [Measure(front="aged ", digits=True)] if not value.hedge else []


def _en_span(unit: str, one: bool = False) -> str:
    return unit if one else "centuries" if unit == "century" else f"{unit}s"


def _en_stated(value: Figure, measure: Measure) -> Iterator[Number]:
    if value.amount.startswith("-"):
        for sign, amount in product(("-", "−", "minus "), _in_digits(value.amount[1:], "en")):
            yield Number(f"{sign}{amount}{measure.back}")
        return
    for number in _en_numbers(value.amount, value.scale or ""):
        # "5m people" is a number, "5m" by itself a length, "5m American" either; "one country" counts nothing.
        signed = measure.front not in ("", "aged ", f"{value.unit} ")
        unclear = number.short and not signed and measure.noun not in EN_NOUNS[:3]
        unclear = unclear or (number.text in ("one", "zero") and not measure.back)
        if not unclear and not (number.spelled and measure.digits):
            yield number._replace(text=f"{measure.front}{number.text}{measure.back}")


def _en_ranges(value: Figure, measure: Measure) -> Iterator[Number]:
    near, far = value.amount, value.to or ""
    if value.scale in ("ten", "hundred", "ten-thousand"):
        return
    scale = f" {value.scale}" if value.scale else ""
    first, last = (f"{measure.front}{digits(end, 'en')}" for end in (near, far))
    bare, end = last.removeprefix(measure.front), scale + measure.back
    for start in dict.fromkeys((first, first + scale, first + end)):
        yield from (Number(text) for text in _texts(EN_RANGES, a=start, b=bare + end))
    if measure.front and not measure.front.endswith(" "):  # $3-$5 million, $3m-$5m, $3-5m
        for start, letter in ((first, scale), (first + scale, scale)):
            yield from (Number(text) for text in _texts(EN_RANGES, a=start, b=last + letter))
        for letter in EN_LETTERS.get(value.scale or "", ()) if value.scale != "thousand" else ():
            yield from (Number(text) for text in _texts(EN_RANGES, a=first + letter, b=last + letter))
            yield from (Number(text) for text in _texts(EN_RANGES, a=first, b=bare + letter))
    if near.isdigit() and far.isdigit() and 0 < int(near) < int(far) < 100 and not measure.digits:
        for text in _texts(
            "{a} to {b} | between {a} and {b} | from {a} to {b}", a=en_number(int(near)), b=en_number(int(far))
        ):
            yield Number(text + end, spelled=True)


def _en_hedged(value: Figure, number: Number, measure: Measure) -> Iterator[Printed]:
    if value.hedge is None:
        yield Printed(number.text, behind=measure.noun)
    opened = number.text.startswith(("between", "from"))
    if value.hedge is None or value.amount.startswith("-") or (value.to and (value.hedge != "about" or opened)):
        return
    article = number.text.startswith(("a ", "an ", "half"))
    counted = value.kind == "quantity" and "." not in value.amount
    for hedge in EN_HEDGES[value.hedge]:
        during = hedge == "over" and value.kind == "duration"  # over five days: more than, or in the course of
        if not during and (counted or hedge not in _COUNTED) and (not article or hedge in _BEFORE_ARTICLE):
            yield Printed(f"{hedge} {number.text}", behind=measure.noun)
    for after in EN_HEDGES_AFTER.get(value.hedge, ()):
        if value.to or article or number.short or " of " in measure.noun or (after in _COUNTED and not counted):
            continue
        words = f"{number.text} {after}" if not measure.noun else number.text
        yield Printed(words, behind=f"{measure.noun} {after}" if measure.noun else "")


def _en_vague(value: Figure) -> Iterator[Printed]:
    """a few, several, hundreds of."""
    if value.kind == "percent" or (value.kind == "money" and value.unit not in EN_MONEY):
        return
    unit = (
        EN_MONEY[value.unit][1] if value.kind == "money" else _en_span(value.unit) if value.kind == "duration" else ""
    )
    back, noun = (f" {unit}", "") if unit else ("", EN_NOUNS[0])
    few = {("2", "9"): "a few", ("3", "9"): "several"}.get((value.amount, value.to or ""))
    if (
        few
        and not value.hedge
        and value.scale not in ("ten", "ten-thousand")
        and (value.kind != "money" or value.scale)
    ):
        yield Printed(f"{few} {value.scale or ''}".strip() + back, behind=noun)
    for many, number in EN_MANY.items() if value.hedge == "at-least" and not value.to else ():
        if number == total(value.amount, value.scale):
            yield Printed(f"{many} of{back}") if back else Printed(many, behind=f" of{noun}")


def _en_spans(value: Figure) -> Iterator[Printed]:
    """Durations in forms of their own: a five-year plan, half an hour, two and a half years, a year and a half."""
    unit, a = value.unit, "an" if value.unit == "hour" else "a"
    if value.amount.isdigit() and value.hedge is None and 0 < int(value.amount) < 100 and unit != "quarter":
        for number in (value.amount, en_number(int(value.amount))):
            yield from _fill("the [{n}-{unit}] plan", n=number, unit=unit)
            yield from _fill("the [{n}-year-old] rider", n=number) if unit == "year" else ()
    whole = value.amount.removesuffix(".5")
    templates = ""
    if value.amount in ("1", "1.5", "0.5") and unit not in ("second", "quarter"):  # an instant, and a fourth
        templates = {"1": "{a} {unit}", "1.5": "{a} {unit} and a half", "0.5": "half {a} {unit}"}[value.amount]
    if value.amount.endswith(".5") and 0 < int(whole) < 100:
        templates += " | " * bool(templates) + "{n}½ {units} | {words} and a half {units}"
    fields = {"a": a, "unit": unit, "units": _en_span(unit), "n": whole}
    words = en_number(int(whole)) if whole.isdigit() else ""
    for text in _texts(templates, words=words, **fields) if templates else ():
        yield from _en_hedged(value, Number(text), Measure(back=unit))


# Dates

MONTHS = _list("January, February, March, April, May, June, July, August, September, October, November, December")
SHORT_MONTHS = {1: "Jan., Jan", 2: "Feb., Feb", 3: "Mar", 4: "Apr", 8: "Aug., Aug", 9: "Sept., Sep", 10: "Oct., Oct"}
SHORT_MONTHS |= {11: "Nov., Nov", 12: "Dec., Dec"}
# giêng and chạp are months of the moon
VI_MONTHS = _list("một, hai, ba, tư, năm, sáu, bảy, tám, chín, mười, mười một, mười hai")
WEEKDAYS = _list("monday, tuesday, wednesday, thursday, friday, saturday, sunday")
VI_WEEKDAYS = (
    *(
        _list(f"thứ {word}, thứ {word.title()}, thứ {n}")
        for n, word in enumerate(_list("hai, ba, tư, năm, sáu, bảy"), 2)
    ),
    ("Chủ nhật", "chủ nhật"),
)
# rạng sáng is the end of the night and the beginning of the morning
VI_PARTS = {"morning": "sáng", "noon": "trưa", "afternoon": "chiều", "evening": "tối", "night": "đêm"}
ZONES = {  # in Vietnamese, in English
    "America/New_York": ("giờ New York", "New York time"),
    "Asia/Ho_Chi_Minh": ("giờ Hà Nội, giờ Việt Nam", "Hanoi time, Vietnam time"),
    "Europe/London": ("giờ London", "London time"),
    "Europe/Paris": ("giờ Paris", "Paris time"),
    "Europe/Moscow": ("giờ Moscow", "Moscow time"),
    "Asia/Tokyo": ("giờ Tokyo", "Tokyo time"),
    "Asia/Shanghai": ("giờ Bắc Kinh", "Beijing time"),
    "Asia/Seoul": ("giờ Seoul", "Seoul time"),
    "Etc/UTC": ("giờ GMT", "GMT, UTC"),
}
VI_LIMITS = {
    "before": _list("trước"),
    "by": _list("đến, tới, cho đến, đến hết, chậm nhất, chậm nhất là, muộn nhất"),
    "after": _list("sau"),
    "from": _list("từ, kể từ, bắt đầu từ"),
}
EN_LIMITS = {
    "before": _list("before, prior to"),
    "by": _list("by, until, no later than"),
    "after": _list("after"),
    "from": _list("from, since"),
}
_ROMAN = _list(", I, II, III, IV, V, VI, VII, VIII, IX")
_MONTH = "[0-9X]{4}-(?:0[1-9]|1[0-2])"

VI_DAY = (
    "ngày {a}/{b}/{y} | {a}/{b}/{y} | ngày {a}-{b}-{y} | {a}-{b}-{y} | ngày {a}.{b}.{y} | {a}.{b}.{y} | "
    "hôm {a}/{b}/{y} | ngày {a} tháng {b} năm {y} | {a} tháng {b} năm {y}"
)
VI_DAY_OF_YEAR = "ngày {a}/{b} | ngày {a}-{b} | ngày {a} tháng {b} | {a} tháng {b} | hôm {a}/{b}"
VI_MONTH = "tháng {b}/{y} | tháng {b}-{y} | tháng {b} năm {y} | tháng {b}.{y} | {b}/{y}"
VI_STRETCHES = {
    range(33, 37): "quý {i}/{y} | quý {i}-{y} | quý {i} năm {y} | quý {i}, năm {y} | quý {n}/{y} | quý {n} năm {y}",
    range(40, 42): "nửa {half} năm {y} | 6 tháng {half} năm {y} | sáu tháng {half} năm {y}",
    range(37, 40): "{third} năm {y} | {third} {y}",
    range(21, 25): "mùa {season} năm {y} | mùa {season} {y}",
}
VI_THIS_YEAR = {
    range(33, 37): "quý {i} | quý {i} năm nay | quý {n}",
    range(40, 42): "6 tháng {half} năm | 6 tháng {half} năm nay | nửa {half} năm nay",
    range(37, 40): "{third} năm nay",
}
EN_DAY = "{d} {m} {y} | {m} {d}, {y}"
EN_FULL_DAY = "{th} {m} {y} | {m} {th}, {y} | the [{th} of {m} {y}]"
EN_STRETCHES = {
    range(33, 37): "the [{nth} quarter of {y}] | Q{n} {y} | Q{n} of {y}",
    range(40, 42): "the [{half} half of {y}] | the [{last} six months of {y}]",
    range(37, 40): "{third}{y}",
    range(21, 25): "{season} {y} | the [{season} of {y}]",
}


def roman(number: int) -> str:
    """A number from 1 to 49 in roman numerals."""
    return ("X" * (number // 10) if number < 40 else "XL") + _ROMAN[number % 10]


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …"""
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _day(edtf: str) -> date:
    return date.fromisoformat(edtf[:10])


def _near(edtf: str, published: date | None) -> bool:
    """Whether the nearest such day to publication is this one, so that its year can be left out; all of XXXX-08-08."""
    if edtf.startswith("X"):
        return published is None
    if published is None or not re.match(_MONTH, edtf):
        return False
    return abs((_day(edtf if len(edtf) > 9 else f"{edtf[:7]}-15") - published).days) < 150


def _vi_dates(value: Date, published: date | None) -> Iterator[Printed]:
    for words in dict.fromkeys(_vi_moments(value, _near(value.edtf, published))):
        for stated in _vi_zoned(words, value):
            yield from _vi_limited(stated, value.hedge)
    if published and not value.zone and not value.hedge and not value.weekday:
        yield from _vi_relative(value, published)


def _vi_zoned(words: str, value: Date) -> Iterator[str]:
    if value.zone is None:
        yield words
        return
    for zone in _list(ZONES[value.zone][0]):
        yield f"{words} ({zone})"
        yield from [f"{words} {zone}"] if "T" in value.edtf else []
        if clock := re.match("[0-9]+(?:h|:|g)[0-9]*(?= ngày)", words):  # 9h30 (giờ Paris) ngày 24/12
            yield f"{clock[0]} ({zone}){words[clock.end() :]}"


def _vi_limited(words: str, hedge: str | None) -> Iterator[Printed]:
    if hedge is None:
        yield from (Printed(words), Printed(words, "tính đến "))
        return
    for limit in VI_LIMITS[hedge]:
        if limit != "đến hết" or not re.search("[0-9][hg:]|giờ|cuối|sáng|trưa|chiều|tối|đêm", words):
            yield Printed(f"{limit} {words}")
    if hedge == "from" and "giờ" not in words:
        yield from (Printed(f"{words} trở đi"), Printed(f"từ {words} trở đi"))


def _vi_moments(value: Date, near: bool) -> Iterator[str]:
    """The date itself, without zone and limit."""
    edtf = value.edtf.rstrip("~")
    about = edtf != value.edtf
    if "T" in edtf:
        found = _vi_timed(value, near)
    elif len(edtf) == 10:
        found = _vi_parted(value, near)
    elif re.fullmatch(_MONTH, edtf):
        found = _vi_months(edtf, near)
        if about:
            thirds = [f"{third} {words}" for third in ("đầu", "giữa", "cuối") for words in _vi_months(edtf, near)]
            yield from (words for words in thirds if " tháng" in words)
    elif len(edtf) == 4 and edtf.isdigit():
        found = iter([f"năm {edtf}"])
    else:
        found = _vi_stretches(edtf)
    yield from (f"khoảng {words}" if about else words for words in found)


def _vi_month_names(month: int) -> list[str]:
    name = VI_MONTHS[month - 1]
    return [name, name.title(), *(["bốn"] if month == 4 else [])]


def _vi_days(edtf: str, near: bool) -> Iterator[str]:
    """A day with its year, and without it where `near`."""
    year, month, day = edtf[:4], int(edtf[5:7]), int(edtf[8:10])
    names = _vi_month_names(month)
    whole = year.isdigit()
    for a, b in dict.fromkeys(((f"{day}", f"{month}"), (f"{day:02}", f"{month:02}"), (f"{day:02}", f"{month}"))):
        yield from _texts(VI_DAY, a=a, b=b, y=year) if whole else ()
        yield from _texts(VI_DAY_OF_YEAR, a=a, b=b) if near else ()
        yield from [f"{a}/{b}"] if near and day > month else []  # 2/3 can be a share
    yield from [edtf] if whole else []
    yield from (f"ngày {day} tháng {name} năm {year}" for name in names if whole)
    yield from (f"ngày {day} tháng {name}" for name in names if near)
    if day <= 10:
        moons = "mùng {d}/{m}/{y} | mồng {d}/{m}/{y} | mùng {d} tháng {m} năm {y}"
        yield from _texts(moons, d=day, m=month, y=year) if whole else ()
        yield from _texts("mùng {d}/{m} | mùng {d} tháng {m}", d=day, m=month) if near else ()


def _vi_parted(value: Date, near: bool) -> Iterator[str]:
    """A day with its weekday and the part of it."""
    part = VI_PARTS[value.part] if value.part else ""
    for day in _vi_days(value.edtf[:10], near):
        if value.weekday is None:
            yield from [f"{part} {day}".strip()] if not part or (day[0] != "h" and day[:4] != value.edtf[:4]) else []
        elif re.match("ngày|[0-9]{1,2}[/-]", day):
            for name in VI_WEEKDAYS[WEEKDAYS.index(value.weekday)]:
                yield from _texts("{w}, {d} | {w} {d} | {w} ({d})", w=f"{part} {name}".strip(), d=day)


def _vi_clocks(edtf: str, part: str | None) -> Iterator[str]:
    """The time on the clock: 0 to 23 hours, and with the part of the day also 1 to 12."""
    hour, minute = int(edtf[11:13]), edtf[14:16]
    back = f" {VI_PARTS[part]}" if part else ""
    for h in dict.fromkeys((hour, hour % 12 or 12) if part else (hour,)):
        templates = "{h}h{p} | {h} giờ{p} | {h}g{p}"
        if minute != "00":
            templates = "{h}h{m}{p} | {h} giờ {m}{p} | {h} giờ {m} phút{p} | {h}g{m}{p}"
            templates += " | {h} giờ rưỡi{p}" if minute == "30" and part else ""
        yield from _texts(templates, h=h, m=minute, p=back)
    yield from (f"{hour:02}:{minute}", f"{hour:02}h{minute}") if part is None else ()


def _vi_timed(value: Date, near: bool) -> Iterator[str]:
    """A time on the clock with its day."""
    day = Date(value.edtf[:10], weekday=value.weekday)
    for clock, words in product(_vi_clocks(value.edtf, value.part), _vi_parted(day, near)):
        # "17 giờ 26/2" can be 26 minutes past five.
        if words.startswith(value.edtf[:5]) or (clock.endswith("giờ") and words[0].isdigit()):
            continue
        yield f"{clock} {words}"
        if words.startswith("ngày"):
            yield from _texts("{c}, {d} | {d}, lúc {c} | {d} lúc {c} | {d} vào lúc {c}", c=clock, d=words)
    yield from [value.edtf] if not value.part and not value.weekday and value.edtf[-1] != "~" else []


def _vi_months(edtf: str, near: bool) -> Iterator[str]:
    year, month = edtf[:4], int(edtf[5:7])
    names = _vi_month_names(month)
    if year.isdigit():
        for number in dict.fromkeys((f"{month}", f"{month:02}")):
            yield from _texts(VI_MONTH, b=number, y=year)
        yield from (f"tháng {name} năm {year}" for name in names)
    if near:
        yield f"tháng {month}"
        yield from (f"tháng {name}" for name in names if name != "năm")  # tháng năm is time going by


def _vi_stretches(edtf: str) -> Iterator[str]:
    """Quarters, halves, thirds and seasons of a year, decades, centuries."""
    if edtf.endswith("XX"):
        number = int(edtf[:2]) + 1
        yield from (f"{name} {form}" for name in VI_SPANS["century"] for form in (roman(number), number))
    elif edtf.endswith("X"):
        yield from _texts("thập niên {d}0 | thập kỷ {d}0", d=edtf[:3])
        yield from [f"những năm {edtf[:3]}0"] if edtf[2] != "0" else []  # những năm 2000 can be a century
        if "195X" <= edtf <= "199X":
            short = "thập niên {d}0 | những năm {d}0"
            yield from _texts(short, d=edtf[2])
            for century in ("XX", "20", "trước"):
                yield from (f"{words} của thế kỷ {century}" for words in _texts(short, d=edtf[2]))
    else:
        yield from _vi_stretch(VI_STRETCHES, edtf)
        if edtf[5:] in ("33", "34", "35", "36"):
            yield f"quý {_list('một, hai, ba, tư')[int(edtf[5:]) - 33]} năm {edtf[:4]}"


def _vi_stretch(templates: dict[range, str], edtf: str) -> Iterator[str]:
    for numbers, template in templates.items():
        if int(edtf[5:]) in numbers:
            n = int(edtf[5:]) - numbers[0]
            fields = {"half": ("đầu", "cuối"), "third": ("đầu", "giữa", "cuối"), "season": _list("xuân, hè, thu, đông")}
            named = {name: words[n % len(words)] for name, words in fields.items()}
            yield from _texts(template, y=edtf[:4], n=n + 1, i=_ROMAN[n + 1], **named)


def _vi_relative(value: Date, published: date) -> Iterator[Printed]:
    """Words that count from the day of publication."""
    edtf = value.edtf
    if "T" in edtf and edtf[:10] == published.isoformat() and edtf[-1] != "~":
        for clock in _vi_clocks(edtf, value.part):
            yield from [Printed(clock)] if not re.fullmatch("[0-9]+( giờ|h|g)", clock) else []  # five hours
            yield from [Printed(f"{clock} nay")] if value.part else []
    elif re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", edtf):
        yield from _vi_near_day(value, _day(edtf).toordinal() - published.toordinal())
    elif re.fullmatch(_MONTH, edtf):
        months = (int(edtf[:4]) - published.year) * 12 + int(edtf[5:]) - published.month
        yield from _ahead(months, ("tháng trước", "tháng này", "tháng tới, tháng sau"))
        yield from _vi_ago(-months, "tháng")
    elif len(edtf) == 4 and edtf.isdigit():
        years = int(edtf) - published.year
        yield from _ahead(years, ("năm ngoái", "năm nay", "năm tới, năm sau, sang năm"))
        yield from _vi_ago(-years, "năm")
    elif re.fullmatch(f"{published.year}-[0-9]{{2}}", edtf):
        yield from (Printed(words) for words in _vi_stretch(VI_THIS_YEAR, edtf))


def _ahead(count: int, words: tuple[str, str, str]) -> Iterator[Printed]:
    """The words for the last, the present and the next one."""
    yield from (Printed(word) for word in _list(words[count + 1])) if abs(count) < 2 else ()


def _vi_near_day(value: Date, ahead: int) -> Iterator[Printed]:
    if value.part:
        night = value.part == "night" and ahead == 1  # nobody says đêm mai
        part = VI_PARTS[value.part]
        yield from _ahead(ahead, (f"{part} qua", f"{part} nay", f"{part} mai")) if not night else ()
        return
    yield from _ahead(ahead, ("hôm qua, ngày hôm qua", "hôm nay, ngày hôm nay", "ngày mai"))
    yield from _vi_ago(-ahead, "ngày")
    yield from [Printed(f"ngày {int(value.edtf[8:])}")] if abs(ahead) < 10 else []


def _vi_ago(count: int, unit: str) -> Iterator[Printed]:
    for number in (str(count), vi_number(count)) if 1 < count < 100 else ():
        yield from _fill("{n} {unit} trước | cách đây {n} {unit}", n=number, unit=unit)


def _en_dates(value: Date, published: date | None) -> Iterator[Printed]:
    for form in dict.fromkeys(_en_moments(value, _near(value.edtf, published))):
        for stated in _en_zoned(form, value.zone):
            yield from _en_limited(stated, value.hedge)
    if published and not value.zone and not value.hedge and not value.weekday:
        yield from _en_relative(value, published)


def _en_zoned(form: Printed, zone: str | None) -> Iterator[Printed]:
    for name in _list(ZONES[zone][1]) if zone else ():
        yield form._replace(words=f"{form.words} ({name})")
        if clock := re.match("[0-9:.]+( ?[ap][.]?m[.]?)?(?= on |$)", form.words):  # 9:30 a.m. GMT on 24 December
            yield form._replace(words=f"{clock[0]} {name}{form.words[clock.end() :]}")
    yield from [form] if zone is None else []


def _en_limited(form: Printed, hedge: str | None) -> Iterator[Printed]:
    if hedge is None:
        yield form
    elif not form.behind:
        # A word that the date needs before it is then inside the whole: before the 1990s.
        yield from (Printed(f"{limit} {form.before.removeprefix('in ')}{form.words}") for limit in EN_LIMITS[hedge])
        onwards = hedge == "from" and not form.before and "(" not in form.words
        yield from [Printed(f"from {form.words} onwards")] if onwards else []


def _en_moments(value: Date, near: bool) -> Iterator[Printed]:
    edtf = value.edtf.rstrip("~")
    about = edtf != value.edtf
    if "T" in edtf:
        yield from (Printed(front + words) for front in _about(about) for words in _en_timed(value, near))
    elif len(edtf) == 10:
        for form, front in product(_en_parted(value, near), _about(about)):
            yield from [form._replace(words=front + form.words)] if not (about and form.before) else []
    elif re.fullmatch(_MONTH, edtf):
        for words in _en_months(edtf, near):
            yield from _fill("early {m} | mid-{m} | late {m} | around {m}", m=words) if about else ()
            # By itself "may" is a verb and "April" a name.
            yield from [Printed(words, "" if words[-1].isdigit() else "in ")] if not about else []
    elif len(edtf) == 4 and edtf.isdigit():  # around 1200 can be a number
        yield Printed(f"circa {edtf}") if about else Printed(edtf, "in ")
    else:
        yield from _en_stretches(edtf)


def _about(about: bool) -> tuple[str, ...]:
    return ("around ", "about ") if about else ("",)


def _en_days(edtf: str, near: bool) -> Iterator[Printed]:
    """A day with its year, and without it where `near`. Numbers alone are left out where either can be the month."""
    year, month, day = edtf[:4], int(edtf[5:7]), int(edtf[8:10])
    full, whole = MONTHS[month - 1], year.isdigit()
    for name in (full, *_list(SHORT_MONTHS.get(month, full))):
        yield from _fill(EN_DAY, d=day, m=name, y=year) if whole else ()
        yield from [Printed(f"{name} {day}")] if near else []
        yield from [Printed(f"{day} {name}")] if near and name[-1] != "." else []  # whose full stop would it be?
    yield from _fill(EN_FULL_DAY, th=ordinal(day), m=full, y=year) if whole else ()
    yield from _fill("{th} {m} | {m} {th} | the [{th} of {m}]", th=ordinal(day), m=full) if near else ()
    yield from [Printed(edtf)] if whole else []
    yield from _fill("{d}/{m}/{y} | {m}/{d}/{y}", d=day, m=month, y=year) if whole and day > 12 else ()


def _en_parted(value: Date, near: bool) -> Iterator[Printed]:
    """A day with its weekday and the part of it."""
    name = f"{(value.weekday or '').title()} {value.part or ''}".strip()
    for form in _en_days(value.edtf[:10], near):
        if not name:
            yield form
        elif form.before or re.match("[0-9]+[/-]", form.words):
            continue
        elif value.weekday:
            yield from _fill("{w}, {d} | {w} {d} | {w} ({d})", w=name, d=form.words)
        elif value.part != "noon":
            yield Printed(f"{value.part} of {form.words}", "the ")


def _en_clocks(edtf: str) -> Iterator[str]:
    hour, minute = int(edtf[11:13]), edtf[14:16]
    for mark in (":", ".") if minute != "00" else ("",):
        time = f"{hour % 12 or 12}{mark}{minute if mark else ''}"
        yield from _texts("{t} {h}.m. | {t} {h}m | {t}{h}m", t=time, h="a" if hour < 12 else "p")
    yield f"{hour:02}:{minute}"


def _en_timed(value: Date, near: bool) -> Iterator[str]:
    """A time on the clock with its day; English says a.m. and p.m., which are no parts of the day."""
    day = Date(value.edtf[:10], weekday=value.weekday)
    for clock, form in product(_en_clocks(value.edtf), _en_parted(day, near)):
        if value.part or form.before or re.match("[0-9]+[/-]", form.words):
            continue
        yield f"{clock} on {form.words}"
        yield from _texts("{c}, {d} | {d}, at {c} | {d} at {c}", c=clock, d=form.words) if "(" not in form.words else ()
    yield from [value.edtf] if not value.part and not value.weekday and value.edtf[-1] != "~" else []


def _en_months(edtf: str, near: bool) -> Iterator[str]:
    full, year = MONTHS[int(edtf[5:7]) - 1], edtf[:4]
    names = (full, *_list(SHORT_MONTHS.get(int(edtf[5:7]), full)))
    yield from (f"{name} {year}" for name in names if year.isdigit())
    yield from [full] if near else []


def _en_stretches(edtf: str) -> Iterator[Printed]:
    if edtf.endswith("XX"):
        number = int(edtf[:2]) + 1
        templates = "the [{th} century] | the [{th}-century] house | the [{word} century]"
        yield from _fill(templates, th=ordinal(number), word=en_ordinal(number))
    elif edtf.endswith("X"):
        yield from _fill("the [{d}0s]", d=edtf[:3]) if edtf[2] != "0" else ()  # the 1900s can be a century
        yield from _fill("the [{d}0s]", d=edtf[2]) if "195X" <= edtf <= "199X" else ()
    for numbers, template in EN_STRETCHES.items() if "X" not in edtf else ():
        if int(edtf[5:]) in numbers:
            n = int(edtf[5:]) - numbers[0]
            fields = {
                "nth": _list("first, second, third, fourth"),
                "half": ("first", "second"),
                "last": ("first", "last"),
            }
            fields |= {"third": ("early ", "mid-", "late "), "season": _list("spring, summer, autumn, winter")}
            named = {name: words[n % len(words)] for name, words in fields.items()}
            yield from _fill(template, y=edtf[:4], n=n + 1, **named)


def _en_relative(value: Date, published: date) -> Iterator[Printed]:
    """Words that count from the day of publication; a weekday by itself can be the last or the next one."""
    edtf = value.edtf
    if "T" in edtf and edtf[:10] == published.isoformat() and edtf[-1] != "~" and not value.part:
        clocks = [clock for clock in _en_clocks(edtf) if "m" in clock]
        yield from (Printed(f"{clock}{back}") for clock in clocks for back in ("", " today"))
    elif re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", edtf):
        ahead = _day(edtf).toordinal() - published.toordinal()
        if value.part is None:
            yield from _ahead(ahead, ("yesterday", "today", "tomorrow"))
            yield from _en_ago(-ahead, "day")
        elif value.part in ("morning", "afternoon", "evening"):
            yield from _ahead(ahead, tuple(f"{day} {value.part}" for day in ("yesterday", "this", "tomorrow")))  # type: ignore[arg-type]
        yield from [Printed("last night")] if (value.part, ahead) == ("night", -1) else []
    elif re.fullmatch(_MONTH, edtf):
        months = (int(edtf[:4]) - published.year) * 12 + int(edtf[5:]) - published.month
        yield from _ahead(months, ("last month", "this month", "next month"))
        yield from _en_ago(-months, "month")
    elif len(edtf) == 4 and edtf.isdigit():
        years = int(edtf) - published.year
        yield from _ahead(years, ("last year", "this year", "next year"))
        yield from _en_ago(-years, "year")
    elif edtf in (f"{published.year}-37", f"{published.year}-39"):
        yield Printed("early this year" if edtf.endswith("7") else "late this year")


def _en_ago(count: int, unit: str) -> Iterator[Printed]:
    for number in (str(count), en_number(count)) if 1 < count < 100 else ():
        yield Printed(f"{number} {unit}s ago")
    yield from [Printed(f"a {unit} ago")] if count == 1 and unit != "day" else []


# Periods

VI_YEARS = (
    "{a}-{b} | {a}–{b} | {a} - {b} | giai đoạn [{a}-{b}] | nhiệm kỳ [{a}-{b}] | từ {a}-{b} | từ {a} đến {b} | "
    "từ năm {a} đến {b} | từ năm {a} đến năm {b} | từ năm {a} tới năm {b}"
)
VI_MONTHS_APART = (
    "từ tháng {m}/{y} đến tháng {n}/{z} | từ tháng {m}/{y} đến {n}/{z} | từ tháng {m} năm {y} đến tháng {n} năm {z}"
)
VI_DAYS_APART = (
    "từ ngày {d}/{m}/{y} đến ngày {e}/{n}/{z} | từ {d}/{m}/{y} đến {e}/{n}/{z} | {d}/{m}/{y} - {e}/{n}/{z} | "
    "{d}-{m}-{y} – {e}-{n}-{z}"
)
VI_DAYS_IN_YEAR = (
    "từ ngày {d}/{m} đến ngày {e}/{n}{of} | từ {d}/{m} đến {e}/{n}{of} | từ ngày {d}/{m} đến {e}/{n}{of} | "
    "từ ngày {d}/{m} tới {e}/{n}{of}"
)
VI_DAYS_IN_MONTH = (
    "{d}-{e}/{n}{of} | ngày {d}-{e}/{n}{of} | từ {d}-{e}/{n}{of} | từ ngày {d}-{e}/{n}{of} | "
    "các ngày {d}-{e}/{n}{of} | từ ngày {d} đến {e}/{n}{of} | từ ngày {d} tới {e}/{n}{of} | "
    "từ ngày {d} đến ngày {e}/{n}{of} | từ {d} đến {e}/{n}{of} | "
    "từ ngày {d} đến ngày {e} tháng {n}{year} | ngày {d}-{e} tháng {n}{year}"
)
EN_YEARS = "{a}-{b} | {a}–{b} | from {a} to {b} | between {a} and {b} | {a} to {b}"
EN_MONTHS_APART = "from {m} {y} to {n} {z} | between {m} {y} and {n} {z}"
EN_MONTHS_IN_YEAR = "from {m} to {n} {z} | between {m} and {n} {z} | {m} to {n} {z} | {m}-{n} {z} | {m}–{n} {z}"
EN_DAYS_APART = (
    "from {d} {m} {y} to {e} {n} {z} | from {m} {d}, {y} to {n} {e}, {z} | between {d} {m} {y} and {e} {n} {z}"
)
EN_DAYS_IN_YEAR = (
    "from {d} {m} to {e} {n}{of} | from {m} {d} to {n} {e}{comma} | between {d} {m} and {e} {n}{of} | "
    "{d} {m} to {e} {n}{of}"
)
EN_DAYS_IN_MONTH = (
    "{d}-{e} {n}{of} | {d}–{e} {n}{of} | from {d} to {e} {n}{of} | between {d} and {e} {n}{of} | {d} to {e} {n}{of} | "
    "{n} {d}-{e}{comma} | {n} {d}–{e}{comma} | {n} {d} to {e}{comma}"
)


def _vi_periods(value: Period, published: date | None) -> Iterator[Printed]:
    start, end = value.edtf.split("/")
    near = _near(start, published) and _near(end, published)
    fields = {"y": start[:4], "z": end[:4], "m": int(start[5:7] or 0), "n": int(end[5:7] or 0)}
    if len(start) == len(end) == 4:
        yield from _fill(VI_YEARS, a=start, b=end)
    elif len(start) == len(end) == 7:
        yield from _fill(VI_MONTHS_APART, **fields)
        if start[:4] == end[:4]:
            yield from _fill("từ tháng {m} đến tháng {n}/{z} | từ tháng {m} đến tháng {n} năm {z}", **fields)
            yield from _fill("từ tháng {m} đến tháng {n}", **fields) if near else ()
            first = "{n} tháng đầu năm {z} | {words} tháng đầu năm {z}"
            yield from _fill(first, words=vi_number(int(end[5:])), **fields) if start.endswith("01") else ()
    elif len(start) == len(end) == 10:
        yield from _vi_days_apart(start, end, near)
        yield from _vi_counted(_day(start), _day(end), published) if published else ()
    if published and end == published.isoformat():
        days = [f"năm {start}"] if len(start) == 4 else (_vi_months if len(start) == 7 else _vi_days)(start, False)
        for words in days:
            yield from _fill("từ {d} đến nay | kể từ {d} đến nay", d=words) if words[0] in "nt" else ()


def _vi_days_apart(start: str, end: str, near: bool) -> Iterator[Printed]:
    fields = {
        "y": start[:4],
        "m": int(start[5:7]),
        "d": int(start[8:]),
        "e": int(end[8:]),
        "n": int(end[5:7]),
        "z": end[:4],
    }
    yield from _fill(VI_DAYS_APART, **fields)
    years = [(f"/{end[:4]}", f" năm {end[:4]}")] if start[:4] == end[:4] else []
    for of, year in years + [("", "")] * near:
        yield from _fill(VI_DAYS_IN_YEAR, of=of, **fields)
        if start[:7] == end[:7]:
            yield from _fill(VI_DAYS_IN_MONTH, of=of, year=year, **fields)
            two = "ngày {d} và {e}/{n}{of} | các ngày {d} và {e}/{n}{of}"
            yield from _fill(two, of=of, **fields) if int(end[8:]) == int(start[8:]) + 1 else ()


def _week(start: date, end: date, published: date) -> int:
    """How many weeks ahead a whole week from Monday to Sunday is; far away where it is none."""
    whole = start.weekday() == 0 and (end - start).days == 6
    return (start - published + timedelta(published.weekday())).days // 7 if whole else 99


def _lengths(start: date, end: date) -> Iterator[tuple[int, str]]:
    """What the stretch is a whole number of; months and years only up to a day that every month has."""
    days, months = (end - start).days, (end.year - start.year) * 12 + end.month - start.month
    yield from [(days, "day")] if 0 < days < 100 else []
    yield from [(days // 7, "week")] if days % 7 == 0 and 0 < days < 100 else []
    if start.day == end.day < 29 and months:
        yield from [(months, "month")] if months < 30 else []
        yield from [(months // 12, "year")] if months % 12 == 0 else []


def _vi_counted(start: date, end: date, published: date) -> Iterator[Printed]:
    """Weeks by name, and so long before or after today."""
    yield from _ahead(_week(start, end, published), ("tuần trước", "tuần này", "tuần tới, tuần sau"))
    for count, unit in _lengths(start, end) if published in (start, end) else ():
        word = VI_SPANS[unit][0]
        if count == 1:
            yield from [Printed(f"{word} qua")] if end == published and unit != "day" else []
            continue
        for number in (str(count), vi_number(count)):
            yield Printed(f"{number} {word} qua") if end == published else Printed(f"{number} {word} tới", "trong ")


def _en_periods(value: Period, published: date | None) -> Iterator[Printed]:
    start, end = value.edtf.split("/")
    first, last = (MONTHS[int(edtf[5:7] or 1) - 1] for edtf in (start, end))
    fields = {"y": start[:4], "z": end[:4], "m": first, "n": last, "d": int(start[8:] or 0), "e": int(end[8:] or 0)}
    if len(start) == len(end) == 4:
        yield from _fill(EN_YEARS, a=start, b=end)
        yield from _fill("{a}-{b} | {a}–{b}", a=start, b=end[2:]) if start[:2] == end[:2] else ()
    elif len(start) == len(end) == 7:
        yield from _fill(EN_MONTHS_APART, **fields)
        yield from _fill(EN_MONTHS_IN_YEAR, **fields) if start[:4] == end[:4] else ()
    elif len(start) == len(end) == 10:
        yield from _fill(EN_DAYS_APART, **fields)
        years = [(f" {end[:4]}", f", {end[:4]}")] if start[:4] == end[:4] else []
        for of, comma in years + [("", "")] * (_near(start, published) and _near(end, published)):
            yield from _fill(EN_DAYS_IN_YEAR, of=of, comma=comma, **fields)
            yield from _fill(EN_DAYS_IN_MONTH, of=of, comma=comma, **fields) if start[:7] == end[:7] else ()
        yield from _en_counted(_day(start), _day(end), published) if published else ()
    if published and len(start) == 4 and end == published.isoformat():
        yield Printed(f"from {start} to the present")


def _en_counted(start: date, end: date, published: date) -> Iterator[Printed]:
    yield from _ahead(_week(start, end, published), ("last week", "this week", "next week"))
    for count, unit in _lengths(start, end) if published in (start, end) else ():
        if count == 1:
            yield from _fill("the [past {unit}]", unit=unit) if end == published and unit != "day" else ()
            continue
        names = "past, last, previous" if end == published else "next, coming"
        for name, number in product(_list(names), (str(count), en_number(count))):
            yield Printed(f"{name} {number} {unit}s", "the ")


# Places in an order

_EN_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_EN_ORDINALS |= {"twelve": "twelfth"}


def en_ordinal(number: int) -> str:
    """first, twelfth, twentieth, twenty-first."""
    head, dash, last = en_number(number).rpartition("-")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return head + dash + _EN_ORDINALS.get(last, regular)


def _vi_ordinals(number: int) -> Iterator[str]:
    """Hai, mười lăm: the word behind thứ, in both regional spellings."""
    special = {1: "nhất", 4: "tư"}.get(number)
    yield from [special] if special else [vi_number(number, speech) for speech in SPEECHES[:2] if number < 100]


def _vi_ranks(value: Rank) -> Iterator[Printed]:
    n, words = value.position, list(_vi_ordinals(value.position))
    if value.superlative:
        yield from _fill("người [đầu tiên] | đứng đầu | dẫn đầu")
    elif value.field:
        field = {"n": n, "grouped": digits(str(value.field), "vi"), "field": value.field}
        yield from _fill("xếp [thứ {n}/{grouped}] | đứng [thứ {n}/{grouped}] | ở vị trí [thứ {n}/{grouped}]", **field)
        yield from _fill("xếp [thứ {n} trong số {field}] | đứng [thứ {n} trên tổng số {field}]", **field)
    elif value.kind == "rank":
        for form in (n, *words):
            yield from _fill("xếp [thứ {n}] | đứng [thứ {n}] | ở vị trí [thứ {n}]", n=form)
        yield from _fill("hạng {n} | xếp [hạng {n}]", n=n)
        yield from (Printed(f"hạng {word}") for word in words if n < 11)
    else:
        # "thứ hai" by itself is Monday as well, and the second point only at the start of a sentence.
        for form in (n, *words):
            yield from _fill("lần [thứ {n}] | kỳ họp [thứ {n}] | phiên họp [thứ {n}]", n=form)
        yield from _fill("khóa [{n}] | Đại hội [{n}] | lần [thứ {n}]", n=roman(n)) if n < 50 else ()


def _en_ranks(value: Rank) -> Iterator[Printed]:
    n, words = value.position, [en_ordinal(value.position)] if value.position < 13 else []
    if value.superlative:
        yield from _fill("the [first] woman to do so | for the [first] time")
    elif value.field:
        for form in (ordinal(n), *words):
            yield from _fill(
                "ranked [{n} of {field}] | ranked [{n} out of {field}]", n=form, field=digits(str(value.field), "en")
            )
    elif value.kind == "rank":
        for form in (ordinal(n), *words):
            yield from _fill("ranked [{n}] | finished [{n}] | came [{n}] | in [{n}] place", n=form)
        yield Printed(f"No. {n}", "ranked ")
    else:
        yield from _fill("the [{n}] session | for the [{n}] time", n=ordinal(n))
        # "the first" says which was first: a rank.
        yield from _fill("the [{n}] session", n=en_ordinal(n)) if 1 < n < 100 else ()

"""Finds a protected value in any text that is about to leave, however it is written there. Plain Python, no Django.

`found_in(text, protected)` says where, and of what kind; it never repeats the value. Both sides are squashed: small
letters and digits only, in their plain Latin form (Unicode NFKD without accents; Cyrillic and Greek look-alikes; O as
0, I and l as 1); spaces, line breaks, punctuation, invisible characters and HTML markup are left out, HTML entities
read. So spacing, case, punctuation, width and "12a" or "12 A" make no difference.

What counts as found: the whole value; a UK postcode in it alone; the first line of an address, its street type short
or long ("Road", "Rd"); a telephone number with +44, 0044, 0 or none of them; a name with its words the other way round.

What is not found: a value told in other words ("twelve"), misspelt, spread over pictures, or a local number without
its area code. Finding nothing is no proof that nothing is there: a person reads what leaves, too.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

SHORTEST, PART = 3, 6  # squashed characters of a whole value, and of a part of one; shorter ones stand everywhere
GLUED = 10  # a key so long is found inside a longer word too
DIGITS = 9  # of a telephone number, without what stands before its area code
LOOK_ALIKES = str.maketrans(
    "АаВЕеІіЈјКкМОоРрСсТУуХхѕԁһΑαΒΕΖΗΙιΚκΜΝΟοΡρΤΥυΧχνıøØłŁđĐ", "AaBEeIiJjKkMOoPpCcTYyXxsdhAaBEZHIiKkMNOoPpTYuXxvioOlLdD"
)
SAME = str.maketrans("oil", "011")
ENTITY = re.compile(r"&#?\w{1,31};")
MARKUP = re.compile(r"<[a-z/!][^<>]{0,300}>|&#?\w{1,31};|%(?:20|2[C-F]|0[AD])", re.I)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.I)
NUMBER = re.compile(r"[+(]*\d[\d\s()./\-–]+\d")
ABROAD = re.compile(r"(?:(?:00)?44)?0?")
STREETS = {
    "road": "rd", "street": "st", "avenue": "ave", "lane": "ln", "close": "cl", "drive": "dr", "crescent": "cres",
    "gardens": "gdns", "grove": "gr", "terrace": "terr", "place": "pl", "square": "sq", "court": "ct", "park": "pk",
}  # fmt: skip
STREETS |= {short: long for long, short in STREETS.items()}
WITHIN = re.compile(r"^\W*(?:(?:flat|unit|room|apartment|apt)\W+\w+|no|number)\W+", re.I)
TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev"}


@dataclass(frozen=True)
class Protected:
    """A value to be looked for. ``kind``: what it is called to those who are warned."""

    kind: str
    value: str = field(repr=False)  # it stands in no log and no traceback


@dataclass(frozen=True)
class Finding:
    """Where in a text: from ``start`` up to ``end`` (places in it), and the kind of what was found there."""

    start: int
    end: int
    kind: str


def found_in(text: str, protected: Iterable[Protected]) -> list[Finding]:
    """Every place where one of these values stands, in the order of the text; of two that overlap, the longer.

    Time is proportional to the length of the text, times how often a key occurs in it.
    """
    keys = [(key, one.kind) for one in protected for key in keys_of(one.value)]
    found = {one for reading in _readings(text) for key, kind in keys for one in reading.all(key, kind)}
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda one: (one.start, -one.end, one.kind)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
        elif finding.end > kept[-1].end:  # they overlap: one stretch, called by the first
            kept[-1] = Finding(kept[-1].start, finding.end, kept[-1].kind)
    return kept


def postcode_in(value: str) -> str:
    """The UK postcode that an address ends with, in capitals without a space, or nothing."""
    found = POSTCODE.findall(unicodedata.normalize("NFKC", value))
    return re.sub(r"\s", "", found[-1]).upper() if found else ""


def struck_out(text: str, *protected: Protected) -> str:
    """The text with a mark in place of whatever gives one of these values away."""
    for finding in reversed(found_in(text, protected)):
        text = f"{text[: finding.start]}[{finding.kind}: protected]{text[finding.end :]}"
    return text


# a text, squashed


class _Letters(dict[str, str]):
    """What is left of one character: no, one or more small plain letters or digits. Each is worked out once."""

    def __missing__(self, char: str) -> str:
        plain = unicodedata.normalize("NFKD", char.translate(LOOK_ALIKES)).translate(LOOK_ALIKES).casefold()
        self[char] = "".join(map(_digit, filter(str.isalnum, plain))).translate(SAME)
        return self[char]


def _digit(char: str) -> str:
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)


LETTERS = _Letters()


class Reading:
    """A text as it is compared: its letters and digits, squashed, and where in the text each of them stands."""

    def __init__(self, text: str, markup: re.Pattern[str] = ENTITY) -> None:
        self.text, self.ends = text, dict[int, int]()
        self.starts, letters, last = array("q"), [], 0
        for token in markup.finditer(text):
            letters += self._plain(last, token.start())
            letters += self._token(token)
            last = token.end()
        self.letters = "".join([*letters, *self._plain(last, len(text))])

    def _plain(self, start: int, end: int) -> list[str]:
        said = list(map(LETTERS.__getitem__, self.text[start:end]))
        self.starts.extend(place for place, letters in enumerate(said, start) for _ in letters)
        return said

    def _token(self, token: re.Match[str]) -> list[str]:
        """What an entity stands for; a tag, or a percent sign with two digits, stands for nothing."""
        said = [LETTERS[char] for char in unescape(token[0])] if token[0][0] == "&" else []
        self.starts.extend(token.start() for letters in said for _ in letters)
        self.ends[token.start()] = token.end()
        return said

    def all(self, key: "Key", kind: str) -> Iterator[Finding]:
        """Wherever a key stands by itself, and not as a part of a longer word or number."""
        at = self.letters.find(key.letters)
        while at >= 0:
            first = at - len(key.before(self.letters[max(0, at - 5) : at]))
            start, last = self.starts[first], self.starts[at + len(key.letters) - 1]
            end = self.ends.get(last, last + 1)
            if not (self._is_glued(start, key) or self._is_glued(end, key)):
                yield Finding(start, end, kind)
            at = self.letters.find(key.letters, at + 1)

    def _is_glued(self, place: int, key: "Key") -> bool:
        """Whether a word or number goes on across this place; across letters a long key need not care."""
        two = self.text[max(0, place - 1) : place + 1]
        if place in (0, len(self.text)) or not two.isalnum():
            return False
        digits = two[0].isdigit() + two[1].isdigit()
        return digits == 2 or digits == 0 and len(key.letters) < GLUED


def _readings(text: str) -> Iterator[Reading]:
    """As it stands; and, where it may hold markup, as a browser would read it."""
    yield Reading(text, ENTITY)
    if "<" in text or "%" in text:
        yield Reading(text, MARKUP)


# a value, in every form that counts as it


@dataclass(frozen=True)
class Key:
    """Something to be found, squashed. A telephone number may have a 0, or the country's number, before it."""

    letters: str
    is_number: bool = False

    def before(self, letters: str) -> str:
        found = re.search(rf"{ABROAD.pattern}$", letters) if self.is_number else None
        return found[0] if found else ""


def keys_of(value: str) -> set[Key]:
    """Everything that counts as this value."""
    value = unicodedata.normalize("NFKC", value)
    parts = {*POSTCODE.findall(value), *_lines(value), *_names(value)}
    keys = {Key(letters) for part in parts if len(letters := Reading(part).letters) >= PART}
    whole = Reading(value).letters
    return keys | {Key(whole)} | _numbers(value) if len(whole) >= SHORTEST else keys


def _numbers(value: str) -> set[Key]:
    digits = (re.sub(r"\D", "", number) for number in NUMBER.findall(value))
    bare = (ABROAD.sub("", number, count=1) for number in digits)
    return {Key(number, is_number=True) for number in bare if len(number) >= DIGITS}


def _lines(value: str) -> Iterator[str]:
    """Each line of an address that tells the house: with its number, or the first; the flat may be left out."""
    for place, line in enumerate(re.split(r"[\n,;]+", value)):
        words = re.findall(r"[^\W\d_]{3,}", line)
        for said in {line, WITHIN.sub("", line)}:
            if words and re.search(r"\d", said) or place == 0 and len(said.split()) > 1:
                yield from (said, _street_said_otherwise(said))


def _street_said_otherwise(line: str) -> str:
    words = line.split()
    for place in reversed(range(1, len(words))):
        if other := STREETS.get(words[place].strip(".").casefold()):
            return " ".join([*words[:place], other, *words[place + 1 :]])
    return line


def _names(value: str) -> Iterator[str]:
    """A name without its title, and with its two words the other way round."""
    words = [word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", value) if word.casefold() not in TITLES]
    if len(words) == 2 and not re.search(r"\d", value):
        yield from (" ".join(words), " ".join(reversed(words)))

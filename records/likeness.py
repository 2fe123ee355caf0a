"""Whether two records may be about one person: by how their names are spelt and when they were born.

Names are compared without accents and capitals, in any order of their words, under the other name somebody goes by
too. How close two spellings are is `difflib`'s ratio, from 0 (nothing in common) to 1 (the same): Ratcliff and
Obershelp, "Pattern Matching: the Gestalt Approach", Dr. Dobb's Journal, July 1988. Accents are taken off by Unicode's
compatibility decomposition (UAX #15). What a name sounds like is only its consonants: enough to find whom to compare.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from itertools import permutations

WORDS = 5  # of a name; more of them are titles, and would cost more than they tell
SAME, MUCH_ALIKE, ALIKE_IN_PART = 0.9, 0.75, 0.6
CERTAIN, LIKELY, POSSIBLE = 3, 2, 1
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe"})
SOUNDS = [("ph", "f"), ("c", "k"), ("q", "k"), ("z", "s")]


def words_of(name):
    """The words of a name in plain small letters: “Inês O’Neil-Pereira” is ines, oneil and pereira."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’`")
    return tuple(re.findall(r"[^\W_]+", kept)[:WORDS])


def keys_of(names, born_on):
    """What two must share one of to be compared at all: a day of birth, or how one word sounds and another begins."""
    found = {f"born {born_on.isoformat()}"} if born_on else set()
    for words in map(words_of, names):
        found |= {f"{_sound(word)} {other[0]}" for word, other in permutations(words, 2)}
        found |= {f"{_sound(word)}" for word in words if len(words) == 1}
    return found


def _sound(word):
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    consonants = word[:1] + re.sub("[aeiouyhw]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", consonants)[:12]


def likeness(one, other):
    """How likely two people (anything with names and born_on) are one, and why, in words that name nobody.

    Gives (CERTAIN, LIKELY or POSSIBLE, why), or (0, "") where nothing makes them alike.
    """
    pairs = [(a, b) for a in map(words_of, one.names) for b in map(words_of, other.names) if a and b]
    close = max((_closeness(a, b) for a, b in pairs), default=0)
    whole = any(_closeness(a, b) >= SAME for a, b in pairs if min(len(a), len(b)) > 1)
    return _weighed(close, whole, any(_share_surname(a, b) for a, b in pairs), one.born_on, other.born_on)


def _weighed(close, whole, share_surname, born_on, other_born_on):
    if born_on and born_on == other_born_on and close >= ALIKE_IN_PART:
        return CERTAIN, f"{'The same name' if close >= SAME else 'A name much alike'}, and born on the same day"
    if whole:
        return LIKELY, "The same name"
    if not (born_on and other_born_on) and close >= MUCH_ALIKE:
        return LIKELY, "A name much alike, and one date of birth is not known"
    if close >= MUCH_ALIKE or share_surname:
        return POSSIBLE, "A name much alike" if close >= MUCH_ALIKE else "The same surname and first letter"
    return 0, ""


def _closeness(a, b):
    """How well every word of the shorter name is met by a word of the longer one: as well as the worst of them is."""
    few, many = sorted((a, b), key=len)
    return min(max(_ratio(word, other) for other in many) for word in few)


def _share_surname(a, b):
    """The last word spelt much alike, and the first beginning alike; or the two the other way round."""
    return any(_ratio(a[-1], x) >= MUCH_ALIKE and a[0][0] == y[0] for x, y in ((b[-1], b[0]), (b[0], b[-1])))


def _ratio(word, other):
    return 1.0 if word == other else SequenceMatcher(None, word, other, autojunk=False).ratio()

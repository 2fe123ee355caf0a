"""Documents made by chance, some of which hide a protected value in one of the ways in which people hide them."""

import random
from dataclasses import dataclass
from html import escape

from records.safe_address import Protected

STREETS = ("Larkspur", "Foxglove", "Harebell", "Yarrow", "Teasel", "Sorrel", "Campion", "Bryony", "Comfrey", "Tansy")
KINDS = ("Road", "Street", "Avenue", "Lane", "Close", "Drive", "Crescent", "Gardens", "Grove", "Terrace")
TOWNS = ("Norbridge", "Eastwick", "Millbrook", "Ashcombe", "Wexley")
TALK = (
    "she he said that the nursery visit went well and nobody was hurt when they came home at five past three on "
    "Monday with two bags of apples because his sister had a cough and the health visitor rang about room 12 number 7 "
    "at 020 in the road by the park near 4 other houses while grandmother waited for the bus to school on line 38"
)
WORDS = TALK.split()


@dataclass(frozen=True)
class Made:
    text: str
    protected: Protected
    hidden: bool


def made(chance: random.Random) -> Made:
    value, kind = chance.choice([_address, _telephone, _email])(chance)
    hidden = chance.random() < 0.5
    words = [_word(chance) for _ in range(chance.randint(40, 160))]
    if hidden:
        said = chance.choice(WAYS)(chance.choice(_parts(value, kind)), chance)
        words.insert(chance.randrange(len(words)), said)
    return Made(" ".join(words), Protected(kind, value), hidden)


def _word(chance):
    """Now and then something much like what is protected: another house, another number, another postcode."""
    if chance.random() < 0.03:
        return chance.choice([_address, _telephone, _email])(chance)[0].replace("\n", ", ")
    return chance.choice(WORDS)


def _address(chance):
    street = f"{chance.randint(2, 299)} {chance.choice(STREETS)} {chance.choice(KINDS)}"
    code = f"{chance.choice('NSEW')}{chance.choice('ACEHN')}{chance.randint(1, 29)} {chance.randint(1, 9)}"
    return f"{street}\n{chance.choice(TOWNS)}\n{code}{chance.choice('ABDEF')}{chance.choice('GHJLN')}", "Address"


def _telephone(chance):
    return f"07700 9{chance.randint(0, 99999):05}", "Telephone"


def _email(chance):
    return f"{chance.choice(STREETS)}.{chance.randint(100, 9999)}@example.org".lower(), "Telephone"


def _parts(value, kind):
    """What counts as it: all of it; of an address the line with the house, or the postcode, alone."""
    lines = value.split("\n")
    return [value, lines[0], lines[-1]] if kind == "Address" else [value]


def _spread(value, chance):
    return "".join(f"{char} " if chance.random() < 0.3 else char for char in value)


def _broken(value, chance):
    place = value.find(" ") if " " in value else len(value) // 2
    return f"{value[:place]}\n{value[place:].lstrip()}"


def _hyphens(value, chance):
    return value.replace(" ", chance.choice("-‐–·/."))


def _markup(value, chance):
    place = chance.randrange(1, len(value))
    return f"{escape(value[:place])}<b class='x'>{escape(value[place:])}</b>"


def _entities(value, chance):
    return "".join(f"&#{ord(char)};" if chance.random() < 0.4 else escape(char) for char in value)


def _invisible(value, chance):
    return "\u200b".join(value)


def _wide(value, chance):
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in value)


WAYS = (
    lambda value, chance: value,
    lambda value, chance: value.upper(),
    lambda value, chance: value.lower().replace(" ", ""),
    _spread,
    _broken,
    _hyphens,
    _markup,
    _entities,
    _invisible,
    _wide,
)

"""A protected value is found in whatever leaves, however it is written; and nothing is found that is not there."""

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from records.safe_address import Finding, Protected, found_in, struck_out

ADDRESS = Protected("Address", "Flat 2, 14a Larkspur Road\nOldmere\nZZ9 9ZZ")
NUMBER = Protected("Telephone", "07700 900123")
SCHOOL = Protected("School", "St Brannoc’s Primary School")
NAME = Protected("Who told us", "Mrs Joan Pike-Élan")
ALL = [ADDRESS, NUMBER, SCHOOL, NAME]
WIDE = str.maketrans({chr(one): chr(one + 0xFEE0) for one in range(0x21, 0x7F)})
CYRILLIC = str.maketrans("aeopcyxAEOPCXKMTB", "аеорсухАЕОРСХКМТВ")
BETWEEN = [
    "",
    " ",
    "  ",
    "\n",
    "\r\n\t",
    " - ",
    ".",
    ",",
    "/",
    "\u00a0",
    "\u200b",
    "\u00ad",
    "_",
    "*",
    "’",
    "<br>",
    "&nbsp;",
]
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäéñß"
WORDS = st.text(ALPHABET, min_size=3, max_size=9)
LOOKS = st.sampled_from([str, str.upper, str.lower, str.swapcase, lambda one: one.translate(WIDE),
                         lambda one: one.translate(CYRILLIC), html.escape])  # fmt: skip
POSTCODES = st.from_regex(r"[A-PR-UWYZ][A-HK-Y][0-9]{1,2} [0-9][ABD-HJLNP-UW-Z]{2}", fullmatch=True)


@st.composite
def values(draw):
    """An address, a telephone number, a name of a place or of somebody."""
    number, words = draw(st.integers(1, 999)), draw(st.lists(WORDS, min_size=2, max_size=4))
    return draw(
        st.sampled_from(
            [
                f"{number}{draw(st.sampled_from(['', 'a', ' B']))} {words[0]} {draw(st.sampled_from(STREETS))}",
                f"{number} {words[0]} Lane, {words[1]}, {draw(POSTCODES)}",
                draw(st.from_regex(r"0[1-9][0-9]{3} [0-9]{6}", fullmatch=True)),
                " ".join(words),
            ]
        )
    )


STREETS = ["Road", "St", "Close", "Way"]


@st.composite
def written_otherwise(draw):
    """A value, and the same with anything between its letters, each in any look."""
    value, look, chance = draw(values()), draw(LOOKS), draw(st.randoms(use_true_random=False))
    return value, "".join(look(one) + chance.choice(BETWEEN) for one in value if one.isalnum())


class TestItIsFound:
    @settings(max_examples=150)
    @given(written_otherwise(), WORDS, WORDS)
    @example(("12 Elm Way", "12ElmWay"), "at", "now")
    def test_whatever_the_spacing_case_punctuation_width_and_script(self, written, before, after):
        value, otherwise = written
        text = f"{before} {otherwise} {after}"
        assert found_in(text, [Protected("It", value)]), (value, text)

    @pytest.mark.parametrize(
        ("text", "where"),
        [
            ("lives at 14 A LARKSPUR RD.", "14 A LARKSPUR RD"),
            ("14a&nbsp;Lark<b>spur</b> road", "14a&nbsp;Lark<b>spur</b> road"),
            ("to <14-A Larkspur Road>", "14-A Larkspur Road"),
            ("14%20Larkspur, I4a%20Larkspur%20Road", "I4a%20Larkspur%20Road"),
            ("somewhere in zz99zz?", "zz99zz"),
            ("ring +44 (0)7700-900.123 or not", "44 (0)7700-900.123"),
            ("ring 0044 7700900123", "0044 7700900123"),
            ("ring O77OO 9OO l23", "O77OO 9OO l23"),
            ("ring to07700900123", "07700900123"),
            ("st. brannocs PRIMARY\nschool", "st. brannocs PRIMARY\nschool"),
            ("PIKE-ELAN, Joan said", "PIKE-ELAN, Joan"),
        ],
    )
    def test_where_it_stands(self, text, where):
        assert [text[one.start : one.end] for one in found_in(text, ALL)] == [where]

    def test_each_time_and_of_its_kind(self):
        text = "Joan Pike-Elan, 07700 900 123, again 07700900123"
        assert [one.kind for one in found_in(text, ALL)] == ["Who told us", "Telephone", "Telephone"]
        assert found_in("x ZZ9 9ZZ", ALL) == [Finding(2, 9, "Address")]

    def test_and_struck_out_without_being_said_again(self):
        text = "At 14A, Larkspur Rd since May; call 07700 900123!"
        assert struck_out(text, *ALL) == "At [Address: protected] since May; call [Telephone: protected]!"
        assert "Larkspur" not in repr(ALL)


class TestNothingIsFound:
    @settings(max_examples=60)
    @given(values(), st.lists(WORDS, max_size=30), st.lists(st.integers(0, 10**12), max_size=5))
    def test_in_text_without_it(self, value, words, numbers):
        """Every stretch that is found holds the letters of the value, of its postcode or of its first line."""
        text = " ".join([*words, *map(str, numbers)])
        plain = squashed(value)
        for one in found_in(text, [Protected("It", value)]):
            assert squashed(text[one.start : one.end]) in plain or not plain.isascii()

    @pytest.mark.parametrize(
        "text",
        [
            "114a Larkspur Road", "Larkspur Road", "Oldmere", "Flat 2", "ZZ9 9ZZA", "XZZ9 9ZZ",
            "107700900123", "077009001234", "Joan Pikestaff", "St Brannoc’s", "", "<p>&nbsp;&amp;</p>", "100%",
        ],
    )  # fmt: skip
    def test_in_what_is_only_like_it(self, text):
        assert found_in(text, ALL) == []

    def test_of_what_is_too_short_to_be_looked_for(self):
        assert found_in("a b ab", [Protected("It", "a"), Protected("It", ""), Protected("It", "…")]) == []


def squashed(text):
    return re.sub(r"[\W_]", "", text).casefold()


@pytest.mark.long
@given(st.text(max_size=300), values())
def test_any_text_at_all_is_read_and_struck_out_until_nothing_is_left(text, value):
    protected = Protected("…", value)
    assert found_in(struck_out(f"{text}\n{value}\n{text}", protected), [protected]) == []

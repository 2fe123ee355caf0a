"""Where exactly the line runs between what is found and what is not: each form beside what is only like it."""

from dataclasses import FrozenInstanceError, fields

import pytest

from records.safe_address import LOOK_ALIKES, Finding, Protected, Reading, found_in, keys_of, struck_out

STREETS = {
    "Road": "Rd", "Street": "St", "Avenue": "Ave", "Lane": "Ln", "Close": "Cl", "Drive": "Dr", "Crescent": "Cres",
    "Gardens": "Gdns", "Grove": "Gr", "Terrace": "Terr", "Place": "Pl", "Square": "Sq", "Court": "Ct", "Park": "Pk",
}  # fmt: skip


def stands(value, text):
    """What is found of this value in a text."""
    return [text[one.start : one.end] for one in found_in(text, [Protected("It", value)])]


@pytest.mark.parametrize("long", STREETS)
def test_each_kind_of_street_is_found_short_and_long(long):
    short = STREETS[long]
    for value, other in ((long, short), (short, long), (f"{short}.", long), (long, f"{short}.")):
        written = f"14 Larkspur {other}"
        assert stands(f"14 Larkspur {value}", f"at {written}!") == [written.strip(".")]


def test_only_the_last_kind_of_street_in_a_line_is_said_otherwise():
    assert stands("14 Park Road", "14 Park Rd, 14 Pk Road") == ["14 Park Rd"]
    assert stands("Road 7 Larkspur", "Rd 7 Larkspur") == []
    assert stands("Larkspur Road", "Larkspur Rd") == ["Larkspur Rd"]
    assert stands("14 Larkspur XRd", "14 Larkspur Road") == []
    assert stands("14 Larkspur Road North", "14 Larkspur Rd North") == ["14 Larkspur Rd North"]


@pytest.mark.parametrize("title", ["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Rev"])
def test_a_name_is_found_without_its_title_and_the_other_way_round(title):
    for written in ("Joan Pikes", "Pikes, Joan", f"{title} Joan Pikes"):
        assert stands(f"{title} Joan Pikes", f"so {written}.") == [written]


def test_a_name_of_three_words_or_one_with_a_number_is_found_as_it_stands_alone():
    assert stands("Sir Joan Pikes", "Pikes Joan, Joan Pikes, Pikes Joan Sir") == []
    assert stands("Unit Four 7", "Four Unit") == []
    assert stands("O’Brien Mary-Jane", "Mary-Jane O'Brien") == ["Mary-Jane O'Brien"]
    assert stands("Joan Pikes", "Pikes") == []


@pytest.mark.parametrize("within", ["Flat 2", "flat 2b", "Unit 7", "Room 3", "Apartment 4", "Apt 5", "No", "Number"])
def test_a_house_is_found_without_the_flat_in_it(within):
    assert stands(f"{within} 14 Larkspur Row", "at 14 Larkspur Row") == ["14 Larkspur Row"]


def test_of_an_address_each_line_with_a_number_tells_the_house_and_of_those_without_only_the_first():
    address = "Larkspur House\n14 Garden Row; 9\nOldmere Green"
    assert stands(address, "Larkspur House") == ["Larkspur House"]
    assert stands(address, "14 Garden Row") == ["14 Garden Row"]
    assert stands(address, "Oldmere Green") == stands(address, "9") == []
    assert stands("Larkspur\n14 Row", "Larkspur") == [], "one word is a place"
    assert stands("x\n12 34 567", "12 34 567") == [], "numbers alone tell no house"
    assert stands("x\n14 Ab Cd Ef", "14 Ab Cd Ef") == [], "and short words no street"
    assert stands("x\n14 Abc Cd", "14 Abc Cd") == ["14 Abc Cd"]


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("ab", "ab", []),
        ("abc", "abc", ["abc"]),  # the whole of a value from three letters on
        ("1 Elmy; x y z", "1 Elmy", []),  # a part of one from six
        ("12 Elmy; x y z", "12 Elmy", ["12 Elmy"]),
        ("NR1 4XP", "nr14xp", ["nr14xp"]),
        ("M1 1AA and more", "M1 1AA", []),  # the shortest of all postcodes has but five
        ("Somewhere NR1 4XP", "NR1 4XP", ["NR1 4XP"]),
        ("Somewhere NR14  7XP", "nr147xp", ["nr147xp"]),
        ("SW1A 1AA, London", "sw1a1aa", ["sw1a1aa"]),
        ("ring 123456789 now", "0123456789", ["0123456789"]),  # nine digits are a telephone number, eight are not
        ("ring 12345678 now", "012345678", []),
        ("+44 7700 900123", "07700 900123", ["07700 900123"]),
        ("0044 7700 900123", "+44 7700 900123", ["44 7700 900123"]),
        ("(07700) 900–123", "7700900123", ["7700900123"]),
        ("07700/900.123", "447700900123", ["447700900123"]),
        ("07700 900123 or 01632 960101", "01632960101", ["01632960101"]),
        ("07700 900123", "0004407700900123", []),
        ("044 123 456 789", "123456789", []),
        ("07700 900123", "0044 (0)7700 900123", ["0044 (0)7700 900123"]),
        ("a a a", "x a a a a y", ["a a a a"]),  # found again from its second letter on
        ("07700900123", "٠٧٧٠٠٩٠٠١٢٣", ["٠٧٧٠٠٩٠٠١٢٣"]),  # digits of another script
        ("12 Elm Way", "¹² Elm Way", ["¹² Elm Way"]),
        ("ten letters", "xten letters", ["ten letters"]),  # of ten a key is found in a longer word too
        ("nineletts", "xnineletts nineletters", []),
        ("nineletts", "nineletts9", ["nineletts"]),  # a number begins: another word
        ("nineletts", "a xnineletts b, ninelettsx y", []),  # one letter more is another word
        ("Elmy12 Way", "1Elmy12 Way", ["Elmy12 Way"]),
        ("ten letters 4", "ten letters 45", []),  # a number goes on
    ],
)
def test_the_length_and_the_edges_of_what_is_found(value, text, found):
    assert stands(value, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ten&nbsp;Lett&eacute;rs", ["Ten&nbsp;Lett&eacute;rs"]),
        ("Ten&#32;Lett&#x65;rs.", ["Ten&#32;Lett&#x65;rs"]),
        ("&#84;en Letters", ["&#84;en Letters"]),
        ("Ten Letter&#115;", ["Ten Letter&#115;"]),
        ("Ten <i class='x'>Let</i>ters", ["Ten <i class='x'>Let</i>ters"]),
        ("Ten%20Letters%2C", ["Ten%20Letters"]),
        ("Ten%0DLetters", ["Ten%0DLetters"]),
        ("Ten%0aLetters", ["Ten%0aLetters"]),
        ("Ten%2FLetters", ["Ten%2FLetters"]),
        ("Ten%41Letters", []),
        ("Ten <!-- x --> Letters", ["Ten <!-- x --> Letters"]),
        ("Ten < Letters", ["Ten < Letters"]),
        (f"Ten <i {'x' * 400}>Letters", []),  # that long no tag is
        ("Ten &unknown; Letters", []),
        ("<ten letters>", ["ten letters"]),
    ],
)
def test_markup_and_entities_are_read_as_a_browser_would(text, found):
    assert stands("Ten Letters", text) == found


def test_what_looks_alike_is_alike():
    for looks, like in zip(map(chr, LOOK_ALIKES), LOOK_ALIKES.values(), strict=True):
        assert Reading(looks).letters == Reading(chr(like) if isinstance(like, int) else like).letters
    assert Reading("АВЕІЈКМОРСТУХѕԁһ").letters == Reading("ABEIJKMOPCTYXsdh").letters
    assert Reading("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνı").letters == Reading("ABEZHIKMNOPTYXvi").letters
    assert Reading("øØłŁđĐ").letters == Reading("oOlLdD").letters
    assert Reading("oO0 iI1 lL").letters == "00011111"
    assert Reading("ÉçßＡ\u200b\u00ad _-").letters == "ecssa"


def test_two_that_overlap_are_one_stretch_called_by_the_first():
    two = [Protected("First", "larch tree"), Protected("Second", "tree by river")]
    assert found_in("larch tree by river", two) == [Finding(0, 19, "First")]
    assert found_in("larch tree, tree by river", two) == [Finding(0, 10, "First"), Finding(12, 25, "Second")]
    within = [Protected("Short", "larch"), Protected("Long", "larch tree")]
    assert found_in("larch tree", within) == [Finding(0, 10, "Long")]
    same = [Protected(kind, "larchtree") for kind in ("Second", "First")]
    assert found_in("larchtree", same) == [Finding(0, 9, "First")], "always by the same name"


def test_an_overlap_is_with_the_last_stretch_and_with_no_earlier_one():
    values = {"One": "7 Elm Way", "Two": "8 Oak Way", "First": "larch tree", "Second": "tree by river"}
    found = found_in("7 Elm Way; 8 Oak Way; larch tree by river", [Protected(*one) for one in values.items()])
    assert found == [Finding(0, 9, "One"), Finding(11, 20, "Two"), Finding(22, 41, "First")]


def test_one_inside_another_changes_nothing():
    values = {"One": "7 Elm Way", "Long": "larch tree by river", "In": "tree by"}
    found = found_in("7 Elm Way; larch tree by river", [Protected(*one) for one in values.items()])
    assert found == [Finding(0, 9, "One"), Finding(11, 30, "Long")]


def test_two_that_stand_side_by_side_are_two():
    two = [Protected("First", "tenletterss"), Protected("Second", "otherletters")]
    assert found_in("tenletterssotherletters", two) == [Finding(0, 11, "First"), Finding(11, 23, "Second")]


def test_every_place_is_found_and_struck_out():
    assert stands("anana", "anana, anana") == ["anana", "anana"]
    assert struck_out("7 Elmtree Way, x, 7 Elmtree Way", Protected("Home", "7 Elmtree Way")) == (
        "[Home: protected], x, [Home: protected]"
    )
    assert struck_out("nothing", Protected("Home", "7 Elmtree Way")) == "nothing"


def test_what_is_looked_for_and_found_is_not_changed():
    for one in (Protected("Home", "x"), Finding(1, 2, "Home"), *keys_of("Joan Pikes")):
        with pytest.raises(FrozenInstanceError):
            setattr(one, fields(one)[0].name, "x")


def test_a_value_stands_in_no_log():
    assert repr(Protected("Home", "7 Elmtree Way")) == "Protected(kind='Home')"
    assert {key.letters for key in keys_of("07700 900123")} == {"07700900123", "7700900123"}
    assert not any(key.is_number for key in keys_of("Joan Pikes"))

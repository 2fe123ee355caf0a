"""A slip in a pack is found when it is read, and the message says which file and which key."""

import shutil

import pytest

from policy import packs
from policy.packs import PackError


@pytest.fixture
def broken(tmp_path):
    """Return a function that changes one place in a copy of springfield's pack and then reads it."""
    folder = tmp_path / "springfield"
    shutil.copytree(packs.SHELF / "springfield", folder)

    def breaks(file, old, new):
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))
        return packs.read(folder)

    breaks.folder = folder
    return breaks


SLIPS = [
    ("pack.toml", 'name = "springfield"', 'name = "summerfield"', "pack.toml: name: must be springfield"),
    ("pack.toml", 'owner = "Data', 'ovner = "Data', "pack.toml: owner: is missing"),
    ("pack.toml", "[switches]\n", '[switches]\nloud = "yes"\n', "pack.toml: switches.loud: must be true or false"),
    ("pack.toml", "next_review_on = 2027-05-31", 'next_review_on = "May"', "next_review_on: must be a date"),
    ("pack.toml", "next_review_on = 2027-05-31", "next_review_on = 2027-05-31T09:00:00", "must be a date"),
    ("pack.toml", 'number = "999"', "number = 999", "pack.toml: emergency[1].number: must be text"),
    ("pack.toml", 'number = "999"', 'number = ""', "pack.toml: emergency[1].number: is empty"),
    ("pack.toml", 'number = "999"', 'number = "999"\nfax = "1"', "emergency[1].fax: is not a key that anything reads"),
    ("pack.toml", "\nwelfare = [", "\nwelfair = [", "pack.toml: help.welfare: is missing"),
    ("pack.toml", 'address = "https://ch', 'address = "http://ch', "procedures[1].address: must begin with https://"),
    ("pack.toml", "developmental = ", "development = ", "pack.toml: folder_purposes.developmental: is missing"),
    ("pack.toml", 'whom = "parent"', 'whom = "family"', "apart.parent.whom: must be one of staff, volunteer, parent"),
    ("pack.toml", "years = 10", "years = 0", "retention.grievance.years: must be 1 or more"),
    ("pack.toml", "[retention.grievance]", "[retention.other]", "retention.grievance: is missing"),
    ("pack.toml", "right = 1", "right = 3", "pack.toml: undertaking_quiz[1].right: must be the place of an answer"),
    ("pack.toml", "[grounds]", '[extra]\na = "b"\n\n[grounds]', "pack.toml: extra: is not a key that anything reads"),
    (
        "pack.toml",
        "[permissions.medical.skin]",
        "[permissions.medical.everything]",
        "medical.everything: name one thing",
    ),
    (
        "pack.toml",
        "[permissions.photographs.display]\nwords",
        "[permissions.photographs.display]\nwerds",
        "words: is missing",
    ),
    ("pack.toml", "[grounds]", "[grounds]\n\n[a]", "pack.toml: grounds: is empty"),
    ("clauses.toml", "[clauses.S-18]\nwords", "[clauses.S-18]\nwerds", "clauses.toml: clauses.S-18.words: is missing"),
    ("clauses.toml", "[clauses.S-24]", "[clauses.S-99]", "clauses.toml: S-24: this policy has no such clause"),
    ("questions.toml", "number = 1", 'number = "1"', "questions.purpose.number: must be a whole number"),
    ("questions.toml", 'unsure = "I am not sure"', 'unsure = " "', "questions.danger.answers.unsure: is empty"),
    (
        "outcomes.toml",
        '"S-13", "S-17", "S-18"]',
        '"S-13", "S-71"]',
        "S-71: this policy has no such clause",
    ),
    ("outcomes.toml", 'clauses = ["S-22"]', "clauses = []", "rules.recipient_unverified.clauses: must be a list"),
    ("outcomes.toml", "[outcomes.MUST]", "[outcomes.MUST", "outcomes.toml: this is not TOML"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), SLIPS)
def test_a_slip_is_named_by_file_and_key(broken, file, old, new, says):
    with pytest.raises(PackError) as slip:
        broken(file, old, new)
    assert str(slip.value).startswith("springfield/")
    assert says in str(slip.value)


def test_other_words_are_no_slip(broken):
    assert broken("outcomes.toml", "Get help now", "Ring for help").outcomes["MUST_NOW"].title == "Ring for help"


@pytest.mark.parametrize("file", ["pack.toml", "clauses.toml", "questions.toml", "outcomes.toml", "notice.md"])
def test_a_missing_file_is_named(broken, file):
    (broken.folder / file).unlink()

    with pytest.raises(PackError, match=f"springfield/{file}: this file is missing"):
        packs.read(broken.folder)


def test_an_empty_undertaking_is_not_something_to_sign(broken):
    with pytest.raises(PackError, match="undertaking.md: this file is empty"):
        broken("undertaking.md", (broken.folder / "undertaking.md").read_text(), " \n")


@pytest.mark.parametrize("name", ["nowhere", "", "../springfield", "springfield/."])
def test_a_pack_that_is_not_there_says_which_are(name):
    with pytest.raises(PackError, match="there is no such pack, only hempsted, springfield"):
        packs.load(name)


def test_an_unknown_clause_or_rule_names_the_pack(springfield):
    assert springfield.clause("S-18").id == "S-18"
    with pytest.raises(PackError, match=r"springfield/clauses.toml: H-01: this policy has no such clause"):
        springfield.clause("H-01")
    with pytest.raises(PackError, match=r"springfield/outcomes.toml: rules.whim: "):
        springfield.clauses_for("whim")

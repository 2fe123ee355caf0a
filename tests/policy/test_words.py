"""What people are given to read: it says what the policy promises, and it can be read."""

import hashlib
import re
import shutil

import pytest

from policy import packs
from policy.packs import PackError


def under(text, heading):
    """The words that stand under one heading of a notice or undertaking."""
    parts = [part.split("\n", 1) for part in text.text.split("\n## ")]
    return next(words for title, words in parts if title == heading)


@pytest.mark.clause("S-17")
@pytest.mark.parametrize(
    "ground",
    [
        r"\byou\b.* could come to serious harm",
        r"somebody else could come to serious harm",
        r"serious crime could not be prevented, found out or taken to court",
        r"an investigation could be spoiled, because asking you first would warn",
        r"a law or a court says that we must",
    ],
)
def test_the_notice_says_beforehand_when_we_must_share(pack, ground):
    assert re.search(ground, under(pack.notice(), "When it cannot stay confidential"))


@pytest.mark.clause("S-25")
def test_the_notice_names_the_few_who_may_receive_it_and_what_for(pack):
    words = under(pack.notice(), "Who may receive it")

    for who in ("doctor", "school", "social workers", "police", "court"):
        assert who in words
    for purpose in ("help", "early", "protect", "move to another", "official enquiry"):
        assert purpose in words


@pytest.mark.clause("S-30")
def test_the_notice_says_that_we_ask_when_we_may_not_and_when_a_no_is_overridden(pack):
    notice = pack.notice()

    assert re.search("ask whether you agree|right to be asked", under(notice, "We normally ask you first"))
    for ground in ("hurt and needs help quickly", "more danger", "spoil an investigation", "serious offence"):
        assert ground in under(notice, "When we may not ask you")
    assert "public interest" in under(notice, "When we may share although you said no")


@pytest.mark.parametrize(
    "heading",
    [
        "Why we write things down",
        "It is confidential",
        "Taking back a yes",
        "Seeing what we hold about you",
        "Putting something right",
        "If you are not happy",
        "How to reach us",
    ],
)
def test_the_notice_says_how_to_see_correct_withdraw_and_complain(springfield, heading):
    assert under(springfield.notice(), heading).strip()


@pytest.mark.clause("S-31")
def test_the_undertaking_covers_private_business_and_outlives_the_job(pack):
    undertaking = pack.undertaking()

    assert re.search(r"private business of the \w+ confidential", under(undertaking, "What I will do"))
    assert "goes on after I leave" in under(undertaking, "How long it lasts")


@pytest.mark.clause("S-31")
@pytest.mark.parametrize("free", ["reporting a crime", "somebody's safety", "protected disclosure"])
def test_nothing_in_the_undertaking_stops_anybody_reporting(pack, free):
    silence = under(pack.undertaking(), "When I must not keep quiet")
    assert free in silence[silence.index("Nothing in this promise stops me") :]


@pytest.mark.clause("S-32")
def test_the_undertaking_says_what_a_breach_means_and_what_is_none(pack):
    breach = under(pack.undertaking(), "If a confidence is broken")

    assert "serious disciplinary matter" in breach
    assert "gross misconduct" in breach
    assert re.search(r"good faith to protect .* is not a breach", breach)


@pytest.mark.clause("S-07")
def test_the_undertaking_says_where_and_when_to_speak(pack):
    words = under(pack.undertaking(), "Where and when I speak")
    assert "nobody else can hear" in words
    assert "hide the screen" in words


@pytest.mark.clause("H-29")
@pytest.mark.parametrize("kind", ["staff", "students", "volunteers", "parents who help", "members of the committee"])
def test_the_undertaking_of_the_playgroup_is_for_everybody_there(hempsted, kind):
    assert kind in hempsted.undertaking().text.split("\n## ")[0]


@pytest.mark.clause("H-30")
@pytest.mark.parametrize("method", ["social_network", "chat_group", "our WhatsApp!", "the parents' chat", "Facebook"])
def test_a_social_network_or_chat_is_refused_in_the_words_of_the_policy(hempsted, method):
    assert "(H-30)" in hempsted.refusal_of(method)


@pytest.mark.clause("H-23", "S-22")
@pytest.mark.parametrize("method", ["ordinary_email", "text_message", "my Gmail", "by text"])
def test_an_unsafe_way_of_sending_is_refused(pack, method):
    assert pack.refusal_of(method) in pack.banned_methods.values()


@pytest.mark.clause("H-30", "H-23", "S-22")
def test_a_secure_way_of_sending_is_not_refused(pack):
    for method, label in pack.methods.items():
        assert pack.refusal_of(method) is None
        assert pack.refusal_of(label) is None
    assert not set(pack.methods) & set(pack.banned_methods)
    assert next(iter(pack.methods)) == "telephone"


@pytest.mark.clause("H-30")
def test_the_undertaking_forbids_social_networks_and_chat_groups(pack):
    assert re.search(r"never put .* social network, or into a chat or chat group", pack.undertaking().text)


def test_a_notice_can_be_proved_to_be_the_one_that_was_read(pack):
    notice = pack.notice()

    assert notice.sha256 == hashlib.sha256(notice.text.encode()).hexdigest()
    assert (notice.language, notice.edition) == ("en", pack.notice_edition)


@pytest.mark.parametrize("language", ["cy", "../../hempsted/notice", "\0", "x" * 5000, ""])
def test_a_notice_nobody_has_put_into_that_language_is_not_there(springfield, language):
    with pytest.raises(PackError):
        springfield.notice(language)


def test_a_notice_put_into_another_language_is_found(tmp_path):
    folder = tmp_path / "springfield"
    shutil.copytree(packs.SHELF / "springfield", folder)
    (folder / "notice.cy.md").write_text("# Hysbysiad\n")
    pack = packs.read(folder)

    assert pack.notice_languages == ("en", "cy")
    assert pack.notice("cy").blocks[0].text == "Hysbysiad"
    assert pack.notice("cy").sha256 != pack.notice().sha256


def test_the_long_texts_are_laid_out_with_no_mark_left_over(pack):
    for text in (pack.notice(), pack.undertaking()):
        first, *rest = text.blocks
        assert (first.kind, first.level) == ("heading", 1)
        assert {block.kind for block in rest} == {"heading", "paragraph", "list"}
        assert not [block for block in rest if re.search(r"#|<|\*|(^|\s)- ", " ".join((block.text, *block.items)))]


def grade(text):
    """Flesch-Kincaid, roughly: the school year a text can be read in; eleven or twelve years old is 7."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = len(re.findall(r"[.!?:](?=\s|$)|\n- ", text)) or 1
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_the_notice_and_undertaking_can_be_read_at_twelve(pack):
    assert grade(pack.notice().text) < 7
    assert grade(pack.undertaking().text) < 7


SAID = {
    "questions": lambda pack: [f"{words.title} {words.meaning} {words.why}" for words in pack.questions.values()],
    "outcomes": lambda pack: [f"{words.sentence} {words.meanwhile}" for words in pack.outcomes.values()],
    "about a colleague": lambda pack: [words.about_colleague for words in pack.outcomes.values()],
    "reasons": lambda pack: pack.rule_words.values(),
    "help": lambda pack: [" ".join(lines) for lines in pack.help.values()],
}


@pytest.mark.parametrize("kind", SAID)
def test_what_a_page_says_can_be_read_at_twelve(pack, kind):
    assert grade(" ".join(SAID[kind](pack))) < 7


@pytest.mark.clause("H-31")
def test_what_is_said_meanwhile_of_a_colleague_names_nobody_who_may_not_hear_of_it(pack):
    for words in pack.outcomes.values():
        assert not re.search(r"\blead\b|designated person|the manager\b", words.about_colleague), words.code
    urgent = [pack.outcomes[code].about_colleague for code in ("MUST_NOW", "SHOULD_WITHOUT_CONSENT", "NOT_YET")]
    assert all("designated officer" in words for words in urgent)


def test_no_telephone_number_is_anybodys_real_one(pack):
    for file in pack.folder.iterdir():
        for number in re.findall(r"\d[\d ]{6,}\d", file.read_text()):
            assert re.fullmatch(r"01632 960\d{3}", number), (file.name, number)


def test_a_number_in_the_notice_is_the_emergency_number_or_invented(pack):
    numbers = {contact.number for contact in pack.emergency}
    assert numbers - {"999", "101"} == {number for number in numbers if number.startswith("01632 960")}


def test_agreement_is_called_agreement_until_the_legal_basis(pack):
    said = [words.title + words.meaning + words.why for words in pack.questions.values()]
    assert not [words for words in said if re.search(r"\bconsent", words, re.IGNORECASE)]
    assert "Consent (UK GDPR)" in packs.load(pack.name).legal_bases["consent_uk_gdpr"]

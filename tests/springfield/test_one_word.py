"""One word for one thing: what people agreed to is an agreement, and consent is a word of the law alone."""

import re
from pathlib import Path

import pytest

PAGES = sorted(path for path in Path("templates").rglob("*") if path.suffix in (".html", ".txt"))
UNSEEN = re.compile(r"\{% comment.*?endcomment %\}|\{#.*?#\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
ADDRESSES = re.compile(r"\{%\s*(?:url|include|extends|load|if|elif|for|with)\b.*?%\}", re.DOTALL)
SPOKEN = re.compile(r"\{%.*?%\}", re.DOTALL)
OF_THE_LAW = "consent (UK GDPR)"


def words_of(page):
    """What a page says itself: its text, and the words that it gives to its components."""
    text = UNSEEN.sub(" ", ADDRESSES.sub(" ", page.read_text("utf-8")))
    given = " ".join(word for tag in SPOKEN.findall(text) for word in re.findall(r'"([^"]*)"', tag))
    return f"{SPOKEN.sub(' ', text)} {given}".replace(OF_THE_LAW, "")


@pytest.mark.clause("S-16")
def test_no_page_says_consent_but_as_a_basis_in_law():
    assert len(PAGES) > 100
    assert [str(page) for page in PAGES if re.search(r"\bconsents?\b", words_of(page), re.IGNORECASE)] == []


@pytest.mark.clause("S-16")
def test_nor_does_the_menu():
    from springfield.context import MENU

    assert "Agreements" in [label for label, _, _ in MENU]
    assert not [label for label, _, _ in MENU if "onsent" in label]

"""What happened to my concern: dates, the role that looks, and the words the lead chose; nothing more (A7, S-27)."""

import pytest

from records.models import Concern
from tests.records.asking import at

SECRET = "zq-outcome"


@pytest.mark.clause("S-27", "H-10")
def test_the_reporter_reads_dates_a_role_and_the_words_chosen_for_them(cast, as_):
    concern = Concern.log(by=cast.vik, people=[], others="A boy", danger="no", facts="He was cold.")
    page = as_(cast.vik).get(at("sent", concern)).text
    assert "The designated safeguarding lead for children" in page and "Not yet" in page and "Dee" not in page
    answer = {"discussed": SECRET, "outcome": SECRET, "next_step": SECRET, "more": "yes"}
    as_(cast.dee).post(at("answer", concern), answer | {"reporter_words": "Thank you. He has a coat now."})
    page = as_(cast.vik).get(at("sent", concern)).text
    assert "He has a coat now" in page and "Not yet" not in page
    assert SECRET not in page and "Dee" not in page
    assert "He has a coat now" in as_(cast.dee).get(at("concern", concern)).text

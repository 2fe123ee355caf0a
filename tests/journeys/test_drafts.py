"""Called away in the middle of a sentence, with the session ended meanwhile: the words are there on the next device."""

import pytest

pytestmark = pytest.mark.journey
NEW = "/records/concerns/new/"
HALF = "She would not go to the man at the gate and"


@pytest.mark.clause("S-06", "S-27")
def test_a_session_that_ends_in_the_middle_of_a_sentence_loses_nothing(sits_down):
    vik = sits_down("vik", afresh=True)
    vik.opens(NEW)
    with vik.page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        vik.writes({"What happened": HALF})
    assert vik.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    vik.page.context.clear_cookies()
    vik.opens(NEW)
    assert vik.where == "/accounts/login/"

    again = sits_down("vik", afresh=True, phone=True)
    again.opens("/")
    again.follows("A concern you began to write")
    again.reads("We kept what you were typing")
    assert again.page.get_by_role("textbox", name="What happened").input_value() == HALF
    again.presses("Throw it away")
    assert again.page.get_by_role("textbox", name="What happened").input_value() == ""

"""How an answer is signed: drawn, typed before somebody, or on paper; locked, and shown to few (E10)."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from consent.drawing import lines_of
from consent.models import Consent, Signature
from staff.models import Kept
from tests.consent.pages import page, text_of
from tests.consent.said import mother, safe_to_ask
from tests.consent.test_pages import filled

DRAWN = ";".join(" ".join(f"{x},{100 + x % 7}" for x in range(start, start + 40, 4)) for start in (20, 120))


@pytest.fixture
def amara(cast, as_):
    safe_to_ask(cast.amara, cast.leo)
    return as_(cast.amara)


@pytest.mark.clause("H-12", "S-16")
class TestOnTheScreen:
    def test_drawn_it_is_locked_in_the_database_and_shown_in_the_record(self, cast, amara):
        amara.post(page("record", cast.leo), filled(cast, how="on_screen", drawn=DRAWN))
        consent = Consent.objects.get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT locked FROM consent_signature")
            assert "," not in cursor.fetchone()[0]
        shown = text_of(amara.get(page("signature", consent)))
        assert all(f'points="{line}"' in shown for line in DRAWN.split(";"))
        assert page("signature", consent) in text_of(amara.get(page("person", cast.leo)))

    def test_a_typed_name_does_when_somebody_was_there(self, cast, amara):
        typed = filled(cast, how="on_screen", typed_name="Femi Larkin", present="Ben, in the room")
        amara.post(page("record", cast.leo), typed)
        assert Signature.objects.get().kind == "typed"

    @pytest.mark.parametrize(
        "signed", [{}, {"typed_name": "Femi"}, {"drawn": "1,1"}, {"drawn": '9,9"/><script>'}, {"drawn": DRAWN + ";x"}]
    )
    def test_without_either_it_is_not_recorded(self, cast, amara, signed):
        refused = amara.post(page("record", cast.leo), filled(cast, how="on_screen", **signed))
        assert "govuk-error-summary" in text_of(refused) and not Consent.objects.exists()

    def test_no_way_past_the_form(self, cast):
        with pytest.raises(ValidationError, match="draw the signature"):
            mother(cast, how="on_screen")

    def test_what_is_drawn_is_never_put_aside_unlocked(self, cast, amara):
        amara.post(page("record", cast.leo), {"kept_draft": "on", "words": "Yes", "drawn": DRAWN})
        assert "drawn" not in Kept.objects.get().data


@pytest.mark.clause("H-12")
class TestOnPaper:
    def test_the_scan_is_kept_encrypted_and_given_out_whole(self, cast, amara):
        paper = SimpleUploadedFile("signed by femi.txt", b"I agree. Femi")
        amara.post(page("record", cast.leo), filled(cast, paper=paper))
        signed = Signature.objects.get()
        saved = amara.get(page("signed_paper", signed))
        assert saved.getvalue() == b"I agree. Femi" and "femi" not in saved["Content-Disposition"]
        assert "Save the signed paper" in text_of(amara.get(page("signature", signed.consent)))

    def test_what_is_no_paper_is_refused_with_the_reason(self, cast, amara):
        wrong = SimpleUploadedFile("page.html", b"<html><script>alert(1)</script></html>")
        refused = text_of(amara.post(page("record", cast.leo), filled(cast, paper=wrong)))
        assert "The paper was not taken" in refused and not Consent.objects.exists()

    def test_nobody_else_opens_either(self, cast, as_, amara):
        amara.post(page("record", cast.leo), filled(cast, paper=SimpleUploadedFile("a.txt", b"I agree.")))
        signed = Signature.objects.get()
        for who in (cast.chen, cast.dana, cast.ade):
            assert as_(who).get(page("signed_paper", signed)).status_code == 404
            assert as_(who).get(page("signature", signed.consent)).status_code == 404


def test_lines_are_points_in_the_box_and_nothing_else():
    assert lines_of(DRAWN) == DRAWN.split(";")
    for odd in ("", ";", "601,1 " * 20, "1,1;" * 20, "1,1 " + "2,2 " * 20, "١,١ " * 20):
        with pytest.raises(ValueError, match="Draw the signature"):
            lines_of(odd)

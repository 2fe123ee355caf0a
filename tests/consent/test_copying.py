"""A copy of the register leaves with a purpose; it does nothing in a spreadsheet and holds nothing that is locked."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Trace
from consent.models import RegisterCopy
from consent.register import spreadsheet
from records.models import Agency, Person, Relationship, SafeContact
from tests.cast import years_ago
from tests.consent.said import mother, said

COPY = reverse("consent:copy_register")


def taken(client, purpose="The yearly report"):
    response = client.post(COPY, {"purpose": purpose})
    return response, list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.clause("S-08", "S-33")
class TestACopy:
    def test_says_where_everybody_stands_and_leaves_one_trace_with_its_purpose(self, cast, as_):
        mother(cast)
        response, (row,) = taken(as_(cast.dana))
        trace = Trace.objects.latest("pk")

        assert (row["Record"], row["Answer"], row["Where we stand"]) == (str(cast.leo), "Agreed", "Given")
        assert (trace.event, trace.facts["purpose"]) == ("consent.copied", "The yearly report")
        assert RegisterCopy.objects.get().many == 1 and "attachment" in response["Content-Disposition"]

    def test_needs_a_purpose(self, cast, as_):
        assert "Say what it is for" in as_(cast.dana).post(COPY, {"purpose": " "}).content.decode()
        assert not RegisterCopy.objects.exists()

    @pytest.mark.clause("H-06")
    def test_names_only_whom_its_reader_may_know(self, cast, as_):
        mother(cast)
        said(cast, cast.hana, cast.hana, "adult")

        assert {row["Name"] + row["Answered by"] for row in taken(as_(cast.dana))[1]} == {""}
        assert {row["Name"] for row in taken(as_(cast.sena))[1]} == {"Leo Larkin", "Hana Holt"}

    @pytest.mark.clause("H-31")
    def test_leaves_out_whoever_its_reader_is_shut_out_of(self, cast, as_):
        mother(cast)
        cast.leo.exclude(by=cast.sena, who=cast.dana, reason="Sister of the mother")

        assert taken(as_(cast.dana))[1] == []

    def test_holds_nothing_that_is_locked_away_and_no_free_words(self, cast, as_):
        SafeContact.protect(by=cast.amara, person=cast.leo, kind="address", value="9 Canary Row", withhold=[])
        mother(cast, words="We live at 9 Canary Row.", evidence="A letter to 9 Canary Row").withdraw(
            by=cast.amara, words="Canary Row"
        )

        assert b"Canary" not in taken(as_(cast.sena))[0].content

    @pytest.mark.clause("S-22")
    def test_has_a_mark_where_something_that_is_locked_stands_after_all(self, cast, as_):
        school = Agency.add(by=cast.dee, name="Larkspur House", kind="school")
        mother(cast, recipient=school)
        said(cast, cast.hana, cast.hana, "adult", recipient=school)
        SafeContact.protect(by=cast.dee, person=cast.leo, kind="setting", value="Larkspur House", withhold=[])
        assert {row["Agency or kind"] for row in taken(as_(cast.sena))[1]} == {
            "[School or setting: protected]", "Larkspur House",  # which is a secret of Leo's family and of no other
        }  # fmt: skip

    @pytest.mark.clause("H-12")
    def test_gives_no_sign_that_somebody_is_pressed(self, cast, as_):
        mother(cast, coercion_suspected=True)
        response, (row,) = taken(as_(cast.sena))

        assert row["Where we stand"] == "Ask the lead"
        assert b"oerc" not in response.content

    @pytest.mark.parametrize("sign", "=+-@")
    def test_makes_a_spreadsheet_do_nothing(self, cast, as_, sign):
        name = f"{sign}HYPERLINK(1)"
        odd = Person.register(by=cast.dee, name=name, group="child", born_on=years_ago(5))
        Relationship.link(by=cast.dee, person=odd, other=cast.femi, kind="mother", pr_basis="mother")
        said(cast, odd, cast.femi, "parent")

        assert [row["Name"] for row in taken(as_(cast.sena))[1]] == [f"'{name}"]


CELLS = st.text(st.sampled_from("=+-@'\" ,;\t\r\nłあ\ufeffab1"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_cell_acts_and_each_is_read_again_as_the_words_it_was(rows):
    rows = [["a,b,c", "b", "c"], *rows]
    text = spreadsheet.written(rows).decode("utf-8-sig")
    there = list(csv.reader(StringIO(text, newline="")))

    assert not [cell for row in there for cell in row if cell.lstrip(" \n\ufeff")[:1] in tuple("=+-@\t\r")]
    assert [[cell.strip() for cell in row] for row in spreadsheet.read(text)] == [
        [spreadsheet.plain(spreadsheet.defused(cell)).strip() for cell in row] for row in rows
    ]

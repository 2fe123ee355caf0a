"""An earlier register comes in: looked through line by line first, then all of it or nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Trace
from consent.models import Consent, EarlierRegister
from consent.register import bringing_in, spreadsheet
from consent.standing import standing
from tests.cast import years_ago
from tests.consent.said import ago, in_a_year, matter, mother
from tests.consent.test_copying import taken

BRING_IN = reverse("consent:bring_in")
HEAD = ["Record", "Name", *bringing_in.NEEDED, "Witness", "Four checks"]


def row(cast, **other):
    given = {
        "Record": str(cast.leo),
        "Agency or kind": "Example Children's Social Care",
        "Purpose": "Health care or therapy",
        "Information": "personal",
        "Answer": "Agreed",
        "Answered by": "Femi Larkin",
        "How": "In writing, signed",
        "Answered on": f"{ago(9):%d/%m/%Y}",
        "Look again by": in_a_year(30).isoformat(),
        "Four checks": "yes",
    }
    return [{**given, **other}.get(name, "") for name in HEAD]


def text(*rows, head=HEAD):
    return spreadsheet.written([head, *rows]).decode("utf-8-sig")


def sent(client, lines, **more):
    return client.post(BRING_IN, {"source": "The office spreadsheet", "lines": lines, **more})


def brought(client, lines):
    """Looked through, and then the button that the page shows."""
    looked = sent(client, lines)
    return sent(client, lines, looked_through=looked.context["form"].sha256)


def problems(client, *rows):
    return [line.problem for line in sent(client, text(*rows)).context["form"].report]


@pytest.mark.clause("S-02", "H-12", "H-35")
class TestAList:
    def test_is_looked_through_first_and_nothing_is_written(self, cast, as_):
        shown = sent(as_(cast.dee), text(row(cast))).content.decode()

        assert "Bring in 1 answer" in shown and not Consent.objects.exists()

    def test_then_comes_in_by_one_act_that_binds_every_answer(self, cast, as_):
        second = row(cast, Answer="Did not agree", **{"Agency or kind": "Police", "Four checks": ""})
        assert brought(as_(cast.dee), text(row(cast), second)).status_code == 302
        trace = Trace.objects.latest("pk")

        assert standing(cast.leo, **matter(cast)).state == "given"
        assert standing(cast.leo, "health", "police", "personal").state == "refused"
        assert (trace.event, len(trace.rows)) == ("consent.brought_in", 3)
        assert {consent.earlier_register for consent in Consent.objects.all()} == {EarlierRegister.objects.get()}
        assert "brought in the answers" in as_(cast.dee).get(reverse("records:story", args=[cast.leo.public_id])).text

    def test_with_one_wrong_line_brings_in_none_and_keeps_what_was_typed(self, cast, as_):
        lines = text(row(cast), row(cast, Purpose="gossip"))
        shown = brought(as_(cast.dee), lines)

        assert not Consent.objects.exists() and not EarlierRegister.objects.exists()
        assert "1 of 2 lines cannot be brought in" in shown.text and shown.context["form"]["lines"].value() == lines

    def test_that_was_changed_after_it_was_looked_through_is_looked_through_again(self, cast, as_):
        dee = as_(cast.dee)
        looked = sent(dee, text(row(cast))).context["form"].sha256
        shown = sent(dee, text(row(cast), row(cast, Purpose="learning")), looked_through=looked)

        assert shown.status_code == 200 and not Consent.objects.exists()

    def test_is_written_by_no_verb_that_forgets_whose_answer_it_is(self, cast):
        answer = bringing_in.lines_of(text(row(cast)), cast.dee)[0].answer
        answer.answered_by = cast.gran
        with pytest.raises(ValidationError, match="Only somebody with parental responsibility"):
            EarlierRegister.bring_in(by=cast.dee, source="Office", sha256="0" * 64, answers=[answer])
        assert not EarlierRegister.objects.exists()

    def test_is_a_file_whose_lines_stay_in_the_box(self, cast, as_):
        file = SimpleUploadedFile("list.csv", spreadsheet.written([HEAD, row(cast, Purpose="gossip")]))
        shown = as_(cast.dee).post(BRING_IN, {"source": "Office", "file": file})

        assert "gossip" in shown.context["form"]["lines"].value() and "“gossip” cannot stand under" in shown.text

    def test_that_is_a_copy_of_this_register_says_that_all_of_it_is_there(self, cast, as_):
        mother(cast)
        copy = taken(as_(cast.sena))[0].content.decode("utf-8-sig")
        lines = [line.replace("Wording\r\n", "Wording,Four checks\r\n") for line in copy.splitlines(keepends=True)]
        lines[1] = lines[1].rstrip("\r\n") + ",yes"

        assert ["already" in line.problem for line in bringing_in.lines_of("".join(lines), cast.dee)] == [True]


@pytest.mark.clause("S-02", "S-05", "H-12")
class TestALine:
    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"Record": "record 00000000"}, "Nobody in your register is called that"),
            ({"Record": "", "Name": "Nobody Known"}, "Nobody in your register is called that"),
            ({"Agency or kind": "The clinic"}, "There is no agency “The clinic”"),
            ({"Agency or kind": "other agencies"}, "is not an agreement"),
            ({"Purpose": "gossip"}, "Write one of these: Helping early"),
            ({"Information": "grievance"}, "A grievance is never shared"),
            ({"Answer": "perhaps"}, "“perhaps” cannot stand under “Answer”"),
            ({"Answered by": "Gran Larkin"}, "Only somebody with parental responsibility"),
            ({"Answered by": "Hana Holt"}, "is not recorded as family"),
            ({"Answered by": "themselves"}, "Under 16, a young person may decide when somebody has recorded"),
            ({"How": "Spoken, with a witness"}, "A spoken answer has a witness"),
            ({"How": "by pigeon"}, "“by pigeon” cannot stand under “How”"),
            ({"Answered on": "31/02/2026"}, "is not a day"),
            ({"Answered on": "2099-01-01"}, "a day that has been"),
            ({"Look again by": f"{ago(1):%Y-%m-%d}"}, "This has run out"),
            ({"Look again by": "2999-01-01"}, "No answer lasts longer than a year"),
            ({"Four checks": "no"}, "Write “yes” under “Four checks”"),
        ],
        ids=str,
    )
    def test_that_cannot_be_says_why_in_plain_words(self, cast, as_, wrong, says):
        (problem,) = problems(as_(cast.dee), row(cast, **wrong))
        assert says in problem

    def test_that_is_there_already_or_stands_twice_is_named(self, cast, as_):
        first, second = problems(as_(cast.dee), row(cast), row(cast))
        assert not first and "already, or twice" in second

    @pytest.mark.clause("H-06")
    def test_about_somebody_the_reader_may_not_open_says_what_it_says_of_nobody(self, cast, as_):
        of_hana = {"Record": str(cast.hana), "Answered by": "themselves"}
        hidden, nobody = problems(as_(cast.dee), row(cast, **of_hana), row(cast, Record="record 00000000"))
        assert hidden == nobody != "" and problems(as_(cast.ade), row(cast, **of_hana)) == [""]

    def test_gathers_who_decides_once_for_a_person_and_a_day(self, cast):
        others = [row(cast, Purpose="learning"), row(cast, **{"Agency or kind": "Police"})]
        with CaptureQueriesContext(connection) as asked:
            assert not any(line.problem for line in bringing_in.lines_of(text(row(cast), *others), cast.dee))
        assert sum("consent_wish" in query["sql"] for query in asked) == 2  # as the reader knows them, and as they are

    def test_costs_one_question_more_a_line_whoever_it_is_about_and_whatever_the_day(self, cast):
        def cost(*rows):
            with CaptureQueriesContext(connection) as asked:
                assert not any(line.problem for line in bringing_in.lines_of(text(*rows), cast.dee))
            asked = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
            return len([sql for sql in asked if "_check" not in sql]), len([sql for sql in asked if "_check" in sql])

        told = {"Answered by": "themselves"}
        others = [row(cast, **{"Answered on": f"{ago(days):%Y-%m-%d}"}) for days in (11, 12, 13)]
        others += [
            row(cast, Record=str(cast.yara), **told),
            row(cast, Record=str(cast.yara), Purpose="learning", **told),
        ]
        cost(row(cast))  # what dee may do is looked up once
        gathered, checked = cost(row(cast))
        assert (checked, cost(row(cast), *others)) == (1, (gathered, 1 + len(others)))

    def test_that_fits_two_people_asks_for_the_reference(self, cast, as_):
        Person = type(cast.leo)
        Person.register(by=cast.dee, name="Leo Larkin", group="child", born_on=years_ago(9))
        (problem,) = problems(as_(cast.dee), row(cast, Record="", Name="Leo Larkin"))
        assert "More than one record fits" in problem


class TestWhatIsNoList:
    @pytest.mark.parametrize(
        ("lines", "says"),
        [
            ("", "There is nothing in this list"),
            ("Record,Purpose\nx,y", "Missing: “Agency or kind”"),
            (text(head=[*HEAD, "Shoe size"]), "No such column, or twice the same: “Shoe size”"),
            (text(), "There is no line under"),
            (text(*[["x"] * len(HEAD)] * (bringing_in.MOST + 1)), "Bring in at most 500 at once"),
            ("x" * (bringing_in.LONGEST + 1), "This is longer than 400,000 letters"),
            ('"a', "not a list that a spreadsheet wrote"),
        ],
        ids=["nothing", "columns", "odd", "no line", "many", "long", "broken"],
    )
    def test_says_what_to_do(self, cast, as_, lines, says):
        assert says in sent(as_(cast.dee), lines).text.replace("&quot;", '"')

    def test_is_a_file_that_is_not_text(self, cast, as_):
        file = SimpleUploadedFile("list.csv", b"PK\x03\x04\xff\xfe")
        shown = as_(cast.dee).post(BRING_IN, {"source": "Office", "file": file, "lines": "kept"})

        assert "This file is not text" in shown.text and shown.context["form"]["lines"].value() == "kept"

"""Marks on an outline of the body: written with the entry or concern, changed by nobody, read as a list."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import Trace
from audit.verbs import NoVerb
from records import body
from records.models import Concern, Entry, Mark, Person
from staff.models import Kept
from tests.cast import in_days, years_ago
from tests.records.asking import FACTS, at, concern, entry

ARM = {"outline": "child", "view": "front", "x": 350, "y": 300, "kind": "bruise", "size": 20, "colour": "yellow"}
SAID = "Left upper arm: bruise, 20 mm across, yellow."


def mark(number=1, where="front.left_upper_arm", kind="bruise", **parts):
    return {f"mark_{number}_{part}": value for part, value in ({"where": where, "kind": kind} | parts).items()}


@pytest.fixture
def folder(cast):
    return cast.leo.folder("personal")


def written(cast, folder, *marks):
    return Entry.write(
        by=cast.amara, folder=folder, kind="observation", fact="Sat.", happened_at=in_days(0), marks=marks
    )


@pytest.mark.clause("S-03", "S-22")
class TestAMark:
    def test_is_written_by_the_act_that_writes_its_entry(self, cast, folder):
        one = written(cast, folder, ARM, ARM | {"x": 130})
        [trace] = Trace.objects.filter(event="entry.written")
        tables = [table for table, _, _ in trace.rows]
        assert tables.count("records_historicalmark") == 2
        assert [mark.told for mark in one.marks.all()] == [SAID, SAID.replace("Left", "Right")]

    def test_is_changed_by_nobody(self, cast, folder):
        mark = written(cast, folder, ARM).marks.get()
        mark.words = "older than it looked"
        with pytest.raises(NoVerb):
            mark.save()
        with pytest.raises(NoVerb):
            Mark.objects.update(colour="blue")
        with pytest.raises(NoVerb):
            mark.delete()

    @pytest.mark.parametrize("wrong", [{"entry": None}, {"x": 1001}, {"y": 1001}, {"concern": True}])
    def test_belongs_to_one_thing_and_stands_on_its_outline(self, cast, folder, wrong):
        if "concern" in wrong:
            wrong = {"concern": Concern.log(by=cast.amara, danger="no", facts=FACTS, others="a boy")}
        one = Mark(**{"entry": written(cast, folder)} | ARM | wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            super(type(one), one).save_base(raw=True)

    def test_of_a_concern_goes_with_it_into_the_folder(self, cast):
        sent = Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo], marks=[ARM])
        sent.answer(by=cast.dee, discussed="d", outcome="o", next_step="n")
        assert [mark.told for mark in Entry.objects.get(concern=sent).marks.all()] == [SAID]


@pytest.mark.clause("S-03")
class TestTheForm:
    def test_needs_no_script(self, cast, as_, folder):
        client = as_(cast.amara)
        client.post(at("write", folder), entry(**mark(size="20", colour="yellow")))
        assert SAID in client.get(at("folder", folder)).text

    def test_puts_a_mark_that_was_named_in_the_middle_of_its_place(self, cast, as_, folder):
        as_(cast.amara).post(at("write", folder), entry(**mark()))
        one = Mark.objects.get()
        assert (one.x, one.y) == body.middle_of("child", "front", "left upper arm")

    def test_keeps_the_very_point_if_it_lies_in_the_place_that_was_named(self, cast, as_, folder):
        as_(cast.amara).post(at("write", folder), entry(**mark(x="360", y="290"), **mark(2, x="10", y="990")))
        first, second = Mark.objects.all()
        assert (first.x, first.y) == (360, 290)
        assert (second.x, second.y) == body.middle_of("child", "front", "left upper arm")

    def test_begins_with_the_outline_of_the_age(self, cast, as_, folder):
        baby = Person.register(by=cast.dee, name="Bo", group="child", born_on=years_ago(1), key_person=cast.amara)
        chosen = {}
        for which in (folder, baby.folder("personal")):
            page = as_(cast.amara).get(at("write", which)).text
            chosen[which] = [outline for outline in body.OUTLINES if f'value="{outline}" checked' in page]
        assert list(chosen.values()) == [["child"], ["infant"]]

    def test_may_be_about_a_baby(self, cast, as_, folder):
        as_(cast.amara).post(at("write", folder), entry(mark_outline="infant", **mark(where="back.left_buttock")))
        assert Mark.objects.get().told == "Left buttock: bruise."

    def test_asking_for_another_loses_nothing_and_judges_nothing(self, cast, as_, folder):
        typed = entry(happened_at="", **mark(words="like a thumb", size="twenty"), add_mark="yes")
        page = as_(cast.amara).post(at("write", folder), typed).text
        for kept in ("Sat alone.", "like a thumb", "twenty", 'value="front.left_upper_arm" selected', "Mark 2"):
            assert kept in page
        assert "There is a problem" not in page and "Mark 3" not in page
        assert not Entry.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            (mark(where=""), "Choose where on the body"),
            (mark(kind=""), "Choose what you saw"),
            (mark(kind="other", words=" ", size="7"), "Say what you saw"),
            (mark(size="0"), "whole number of millimetres"),
            (mark(size="two"), "whole number of millimetres"),
            (mark(colour="week old"), "Choose one of the answers shown"),
            (mark(where="front.soul"), "Choose one of the answers shown"),
        ],
    )
    def test_an_error_says_what_to_do_and_loses_nothing(self, cast, as_, folder, wrong, says):
        page = as_(cast.amara).post(at("write", folder), entry(**(mark(size="61") | wrong))).text
        assert page.count(says) == 2 and "<title>Error:" in page.replace("\n", "")
        assert "Sat alone." in page and f'value="{wrong.get("mark_1_size", "61")}"' in page
        assert not Entry.objects.exists()

    def test_an_error_elsewhere_loses_no_mark(self, cast, as_, folder):
        page = as_(cast.amara).post(at("write", folder), entry(kind="", **mark(words="by the sleeve"))).text
        assert "by the sleeve" in page and 'id="marks" open' in page

    def test_a_page_that_locked_gives_the_marks_back(self, cast, as_, folder):
        typed = {name: [value] for name, value in mark(2, words="by the sleeve").items()}
        Kept.objects.create(user=cast.amara, path=at("write", folder), data=typed)
        page = as_(cast.amara).get(at("write", folder)).text
        assert "by the sleeve" in page and 'value="front.left_upper_arm" selected' in page and 'id="marks" open' in page

    def test_goes_with_a_concern_and_with_a_correction(self, cast, as_, folder):
        client = as_(cast.amara)
        client.post(at("log_concern"), concern(**mark()))
        client.post(at("correct", written(cast, folder)), entry(**mark(where="back.left_elbow")))
        assert [one.told for one in Mark.objects.all()] == ["Left upper arm: bruise.", "Left elbow: bruise."]

    def test_finding_a_person_loses_no_mark(self, cast, as_):
        page = as_(cast.amara).post(at("log_concern"), concern(find="yes", **mark(words="by the sleeve"))).text
        assert "by the sleeve" in page and not Concern.objects.exists()


@pytest.mark.clause("S-22")
class TestReading:
    def test_is_as_open_as_what_it_belongs_to(self, cast, as_, folder):
        Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo], marks=[ARM])
        written(cast, folder, ARM)
        sent = Concern.objects.get()
        pages = [at("folder", folder), at("concern", sent), at("sent", sent)]
        seen = {who: [SAID in as_(getattr(cast, who)).get(page).text for page in pages] for who in ("amara", "chen")}
        assert seen == {"amara": [True, False, True], "chen": [False, False, False]}
        assert SAID in as_(cast.dee).get(at("concern", sent)).text

    def test_is_a_list_beside_outlines_that_say_which_marks_they_show(self, cast, as_, folder):
        written(cast, folder, ARM, ARM | {"view": "left_hand", "x": 700, "y": 560}, ARM | {"x": 130})
        page = as_(cast.amara).get(at("folder", folder)).text
        assert 'aria-label="Outline, front. Marks 1, 3."' in page
        assert 'aria-label="Outline, left hand. Mark 2."' in page
        assert page.index(SAID) < page.index("Left thumb: bruise") < page.index("Right upper arm: bruise")

    def test_asks_no_more_of_the_database_for_more_of_them(self, cast, as_, folder):
        client = as_(cast.amara)

        def asked():
            with CaptureQueriesContext(connection) as queries:
                client.get(at("folder", folder))
            return len(queries)

        written(cast, folder, ARM).correct(by=cast.amara, fact="No", marks=[ARM])
        asked()
        few = asked()
        for _ in range(4):
            written(cast, folder, ARM, ARM).correct(by=cast.amara, fact="No", marks=[ARM])
        assert asked() == few

"""Fact, opinion, own words and hearsay stand apart; corrections add; what is late or out of date says so."""

import pytest
from django.utils import timezone

from records.models import Concern, Entry
from staff.models import Appointment, Line, User
from tests.cast import in_days
from tests.records.asking import at, entry


def write(client, folder, **answers):
    return client.post(at("write", folder), entry(**answers))


@pytest.fixture
def folder(cast):
    return cast.leo.folder("personal")


@pytest.mark.clause("S-03", "H-22")
class TestWriting:
    def test_keeps_each_kind_of_statement_in_its_own_place(self, cast, as_, folder):
        client = as_(cast.amara)
        write(client, folder, fact="Sat alone.", own_words="I am cold", opinion="Seems sad")

        page = client.get(at("folder", folder)).text
        for name, words in [("What happened", "Sat alone."), ("In their own words", "I am cold")]:
            assert page.index(name) < page.index(words)
        assert page.index("What the writer thinks") < page.index("Seems sad")

    def test_says_something_and_when_it_happened(self, cast, as_, folder):
        for missing in ({"fact": ""}, {"happened_at": ""}, {"kind": ""}, {"happened_at": "2090-01-01 10:00"}):
            assert "There is a problem" in write(as_(cast.amara), folder, **missing).text
        assert not Entry.objects.exists()

    def test_a_late_one_says_so(self, cast, as_, folder):
        client = as_(cast.amara)
        write(client, folder, happened_at=timezone.localtime().strftime("%Y-%m-%d %H:%M"))
        assert "Written later" not in client.get(at("folder", folder)).text

        write(client, folder, happened_at=timezone.localtime(in_days(-2)).strftime("%Y-%m-%d %H:%M"))
        assert "Written later" in client.get(at("folder", folder)).text

    def test_newest_first_a_page_at_a_time(self, cast, as_, folder):
        for number in range(30):
            Entry.write(
                by=cast.amara, folder=folder, kind="visit", fact=f"Visit {number:02}", happened_at=in_days(-number)
            )
        client = as_(cast.amara)
        first = client.get(at("folder", folder))
        second = client.get(at("folder", folder) + first.context["page"].onward)

        facts = [written.fact for written in [*first.context["page"], *second.context["page"]]]
        assert facts == [f"Visit {number:02}" for number in range(30)]

    def test_a_concern_is_not_written_here_where_no_lead_would_be_told(self, cast, as_, folder):
        assert "Choose one of the answers shown" in write(as_(cast.amara), folder, kind="concern").text


@pytest.mark.clause("S-03", "H-22")
class TestReadingBack:
    def test_is_for_their_author_as_long_as_they_have_a_role_here(self, cast, folder):
        Entry.write(by=cast.amara, folder=folder, kind="visit", fact="Went.", happened_at=in_days(-1))
        assert Entry.objects.open_to(cast.amara).exists()
        Appointment.objects.get(user=cast.amara).end(by=cast.adam)
        assert not Entry.objects.open_to(User.objects.get(pk=cast.amara.pk)).exists()


class TestCorrecting:
    def test_adds_and_leaves_the_first_words(self, cast, as_, folder):
        first = Entry.write(by=cast.amara, folder=folder, kind="visit", fact="Monday", happened_at=in_days(0))
        client = as_(cast.ben)
        client.post(at("correct", first), entry(fact="It was Tuesday"))

        first.refresh_from_db()
        page = client.get(at("folder", folder)).text
        assert first.fact == "Monday"
        assert page.index("Monday") < page.index("Correction") < page.index("It was Tuesday")
        assert page.count("story__item") == 1

    def test_out_of_date_needs_a_reason_and_keeps_the_words(self, cast, as_, folder):
        first = Entry.write(by=cast.amara, folder=folder, kind="visit", fact="Lives with Gran", happened_at=in_days(0))
        client = as_(cast.amara)
        assert "Say why" in client.post(at("mark_historical", first), {"why": " "}).text

        client.post(at("mark_historical", first), {"why": "Moved in May"})
        page = client.get(at("folder", folder)).text
        assert "Out of date" in page and "Moved in May" in page and "Lives with Gran" in page

    def test_is_for_those_who_may_read_it(self, cast, as_, folder):
        first = Entry.write(by=cast.amara, folder=folder, kind="visit", fact="x", happened_at=in_days(0))
        assert as_(cast.chen).post(at("correct", first), entry()).status_code == 404
        assert Entry.objects.count() == 1


@pytest.mark.clause("S-05")
class TestWhoSaidIt:
    def of(self, cast, who):
        return cast.leo.relationships.get(other=getattr(cast, who)).public_id

    @pytest.mark.parametrize(
        ("who", "kind", "accepted"),
        [("femi", "contact", True), ("gran", "contact", False), ("gran", "call", False), ("gran", "reported", True)],
    )
    def test_family_without_responsibility_is_kept_only_as_reported(self, cast, as_, folder, who, kind, accepted):
        answer = write(as_(cast.amara), folder, said_by=self.of(cast, who), kind=kind)

        assert (answer.status_code == 302) is accepted
        if not accepted:
            assert "Information from somebody without parental responsibility" in answer.text

    @pytest.mark.parametrize(("kind", "accepted"), [("report", True), ("reported", True), ("contact", False)])
    def test_a_professionals_report_is_a_report(self, cast, as_, folder, kind, accepted):
        answer = write(as_(cast.amara), folder, said_by="other", said_by_words="The health visitor", kind=kind)
        assert (answer.status_code == 302) is accepted

    def test_the_page_shows_whose_words_they_are(self, cast, as_, folder):
        client = as_(cast.amara)
        write(client, folder, said_by=self.of(cast, "gran"), kind="reported")

        assert "Said by Gran Larkin, grandparent" in client.get(at("folder", folder)).text

    def test_what_was_reported_names_who_said_it(self, cast, as_, folder):
        assert "Say who gave you this" in write(as_(cast.amara), folder, kind="reported").text

    def test_a_correction_does_not_come_from_them_either(self, cast, as_, folder):
        first = Entry.write(by=cast.amara, folder=folder, kind="visit", fact="x", happened_at=in_days(0))
        refused = as_(cast.amara).post(at("correct", first), entry(said_by=self.of(cast, "gran")))

        assert "may not complete" in refused.text
        assert not first.corrections.exists()

    def test_ones_own_correction_of_what_was_reported_is_ones_own(self, cast, as_, folder):
        write(as_(cast.amara), folder, said_by=self.of(cast, "gran"), kind="reported")
        as_(cast.amara).post(at("correct", Entry.objects.get()), entry())

        assert Entry.objects.get(reported_by="").kind == "observation"

    def test_about_an_adult_anybody_may_tell(self, cast, as_):
        answer = write(as_(cast.ade), cast.hana.folder("personal"), said_by="other", said_by_words="Her sister")
        assert answer.status_code == 302


@pytest.mark.clause("H-05", "H-09", "H-14")
class TestTheClosedFolder:
    def test_of_somebody_one_works_with_says_how_to_be_let_in(self, cast, as_):
        refused = as_(cast.amara).get(at("folder", cast.leo.folder("safeguarding")))

        assert refused.status_code == 403
        assert "A safeguarding lead can let you in" in refused.text
        assert as_(cast.amara).post(at("write", cast.leo.folder("safeguarding")), entry()).status_code == 403

    def test_of_somebody_else_does_not_exist(self, cast, as_):
        assert as_(cast.chen).get(at("folder", cast.leo.folder("safeguarding"))).status_code == 404

    @pytest.mark.clause("S-07", "H-28")
    def test_shows_a_line_manager_what_their_worker_wrote_and_nothing_else(self, cast, as_):
        safeguarding = cast.leo.folder("safeguarding")
        for author, fact in ((cast.amara, "By Amara"), (cast.dee, "By Dee")):
            Entry.write(by=author, folder=safeguarding, kind="visit", fact=fact, happened_at=in_days(0))
        page = as_(cast.ben).get(at("person", cast.leo)).text

        assert "By Amara" in page
        assert "By Dee" not in page

    @pytest.mark.clause("S-07", "H-28")
    def test_shows_a_leads_line_manager_no_concern_that_the_lead_filed(self, cast, as_):
        Line.start(by=cast.adam, worker=cast.dee, manager=cast.ben)
        concern = Concern.log(by=cast.vik, people=[cast.leo], danger="no", facts="By Vik")
        concern.answer(by=cast.dee, discussed="With the nurse", outcome="Watched", next_step="A visit")
        safeguarding = cast.leo.folder("safeguarding")
        Entry.write(by=cast.dee, folder=safeguarding, kind="visit", fact="By Dee", happened_at=in_days(0))
        page = as_(cast.ben).get(at("person", cast.leo)).text

        assert "By Dee" in page
        assert "By Vik" not in page
        assert as_(cast.ben).get(at("why", Entry.objects.get(concern=concern))).status_code == 404

    @pytest.mark.clause("S-07", "S-08", "H-14")
    def test_is_not_written_in_by_those_who_only_read_their_own_or_a_workers_words(self, cast, as_):
        safeguarding = cast.leo.folder("safeguarding")
        one = Entry.write(by=cast.amara, folder=safeguarding, kind="visit", fact="By Amara", happened_at=in_days(0))
        for who in (cast.amara, cast.ben):
            client = as_(who)
            assert client.get(at("why", one)).status_code == 200
            for page in ("correct", "mark_historical", "weigh", "source", "restrict"):
                assert [client.get(at(page, one)).status_code, client.post(at(page, one)).status_code] == [403, 403]
            assert "log a concern" in client.get(at("correct", one)).text

    @pytest.mark.clause("S-07", "H-28")
    def test_shows_a_line_manager_no_correction_that_somebody_else_wrote(self, cast, as_):
        safeguarding = cast.leo.folder("safeguarding")
        first = Entry.write(by=cast.amara, folder=safeguarding, kind="visit", fact="By Amara", happened_at=in_days(0))
        first.correct(by=cast.amara, fact="Her own")
        first.correct(by=cast.dee, fact="By Dee")

        assert "By Dee" not in as_(cast.ben).get(at("person", cast.leo)).text
        assert "Her own" in as_(cast.ben).get(at("person", cast.leo)).text
        assert "By Dee" in as_(cast.dee).get(at("person", cast.leo)).text

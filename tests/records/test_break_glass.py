"""A record opened at once because somebody may be in danger: told to every lead, answered for, and never more (D7)."""

from datetime import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from audit.models import Trace
from records.models import AccessRequest, BreakGlass, Concern, Entry, Folder, FolderGrant, Person, SafeContact
from records.working_days import after
from staff.models import Line, Notice, User
from tests.cast import PASSWORD, in_days
from tests.records.asking import at, but_for_tokens

pytestmark = pytest.mark.clause("H-06", "S-08")
WORDS = "Her brother rang: she has taken something and I must know what she is allergic to."


@pytest.fixture(autouse=True)
def hooks(db):
    cache.clear()


def typed(person, **answers):
    which = {"by": "name", "name": person.name, "born_on": person.born_on.isoformat()}
    return which | {"reason": "health", "words": WORDS, "password": PASSWORD} | answers


def breaks(client, person, **answers):
    return client.post(at("break_glass"), typed(person, **answers))


def knows(user):
    return set(Person.objects.open_to(User.objects.get(pk=user.pk)).values_list("name", flat=True))


def told(urgent, since=0):
    kind = Notice.Kind.URGENT if urgent else Notice.Kind.ORDINARY
    return set(Notice.objects.filter(kind=kind, pk__gt=since).values_list("to__first_name", flat=True))


class TestOpening:
    def test_needs_exactly_who_why_in_words_and_the_password(self, cast, as_):
        for wrong in ({"words": "She may be ill"}, {"password": "no"}, {"reason": "other"}, {"name": "Yara"}):
            assert "There is a problem" in breaks(as_(cast.chen), cast.yara, **wrong).text
        assert not FolderGrant.objects.exists() and not Notice.objects.exists()

        assert breaks(as_(cast.chen), cast.yara, name=" yara  YOUNG ")["Location"] == at("person", cast.yara)
        assert as_(cast.chen).get(at("folder", cast.yara.folder("safeguarding"))).status_code == 200
        with time_machine.travel(in_days(1 / 6 + 0.001)):
            assert knows(cast.chen) == set()
            as_(cast.dee)  # an idle session is locked: another begins
            page = as_(cast.chen).get(at("glass", BreakGlass.objects.get())).text
            assert "reported to the leads" in page and "Yara Young" not in page

    def test_goes_by_reference_too(self, cast, as_):
        sent = breaks(as_(cast.chen), cast.yara, by="reference", reference=str(cast.yara.public_id))
        assert sent["Location"] == at("person", cast.yara)

    def test_tells_every_other_lead_at_once_and_the_reader_that_it_was_reported(self, cast, as_):
        breaks(as_(cast.chen), cast.yara)
        assert told(urgent=True) == {"Dee", "Ade", "Dora", "Sena"} and told(urgent=False) == {"Chen"}
        assert "Your access was reported to the leads" in as_(cast.chen).get("/").text
        assert "It belongs to the other group" in as_(cast.ade).get("/").text
        assert "Yara" not in as_(cast.ade).get("/").text + as_(cast.ade).get(at("glasses")).text
        trace = Trace.objects.get(event="glass.broken")
        assert trace.by_id == cast.chen.pk and trace.facts["reason"] == "health" and "brother" not in str(trace.facts)

    @pytest.mark.parametrize("who", ["dana", "vik", "adam", "ola"])
    def test_is_for_nobody_whose_work_needs_no_record(self, cast, as_, who):
        answer = breaks(as_(getattr(cast, who)), cast.yara)
        assert answer.status_code == 403 and "ring a safeguarding lead" in " ".join(answer.text.lower().split())
        assert not FolderGrant.objects.exists()

    @pytest.mark.clause("H-31")
    def test_answers_for_a_hidden_record_as_for_none(self, cast, as_):
        cast.yara.exclude(by=cast.sena, who=cast.chen, reason="Her niece")
        client = as_(cast.chen)
        hidden = breaks(client, cast.yara)
        none = breaks(client, cast.yara, name="Xara Young")
        assert but_for_tokens(hidden.text).replace("Yara", "Xara") == but_for_tokens(none.text)
        numbers = [str(cast.yara.public_id), str(cast.chen.public_id)]
        pages = [breaks(client, cast.yara, by="reference", reference=number).text for number in numbers]
        texts = [but_for_tokens(page).replace(number, "") for page, number in zip(pages, numbers, strict=True)]
        assert texts[0] == texts[1]
        assert not FolderGrant.objects.exists() and not Notice.objects.exists()

    @pytest.mark.clause("H-31")
    def test_is_beaten_by_being_shut_out_the_leads_too(self, cast, as_):
        breaks(as_(cast.chen), cast.yara)
        cast.yara.exclude(by=cast.sena, who=cast.chen, reason="Her niece")
        assert knows(cast.chen) == set()
        broken = BreakGlass.objects.get()
        assert as_(cast.chen).get(at("glass", broken)).status_code == 404
        cast.hana.exclude(by=cast.sena, who=cast.dora, reason="Her aunt")
        last = Notice.objects.latest("pk").pk
        breaks(as_(cast.dee), cast.hana)
        assert told(urgent=True, since=last) == {"Ade", "Sena"}
        assert "Hana" not in as_(cast.dora).get(at("glasses")).text

    def test_the_third_of_a_day_waits_for_a_yes_but_danger_never_does(self, cast, as_):
        others = [
            Person.register(by=cast.dee, name=f"Child {n}", group="child", born_on=cast.leo.born_on) for n in "ab"
        ]
        for person in others:
            breaks(as_(cast.chen), person)
        sent = breaks(as_(cast.chen), cast.yara)
        broken = BreakGlass.objects.get(person=cast.yara)
        assert sent["Location"] == at("glass", broken) and "Yara Young" not in knows(cast.chen)
        assert breaks(as_(cast.chen), cast.leo, reason="danger")["Location"] == at("person", cast.leo)

        assert "say yes or no" in as_(cast.dee).get("/").text
        assert as_(cast.chen).post(at("glass", broken), {"answer": "yes"}).status_code == 200
        with pytest.raises(PermissionDenied):
            broken.allow(by=cast.chen)
        as_(cast.dee).post(at("glass", broken), {"answer": "yes"})
        assert "Yara Young" in knows(cast.chen)


class TestWhatItOpens:
    @pytest.fixture
    def broken(self, cast, as_):
        breaks(as_(cast.chen), cast.yara)
        return as_(cast.chen)

    def test_is_read_and_nothing_else(self, cast, broken):
        yara, personal = cast.yara, cast.yara.folder("personal")
        entry = Entry.write(by=cast.dee, folder=personal, kind="visit", fact="Went.", happened_at=in_days(-1))
        assert "Went." in broken.get(at("folder", personal)).text
        for page, thing in [("write", personal), ("correct", entry), ("change_person", yara), ("protect", yara)]:
            assert [broken.get(at(page, thing)).status_code, broken.post(at(page, thing), {}).status_code] == [403, 403]
        assert broken.post(f"/sharing/people/{yara.public_id}/start/").status_code in {403, 404}
        assert "log a concern" in broken.get(at("change_person", yara)).text
        assert Concern.log(by=cast.chen, people=[yara], danger="yes", facts="She told the ambulance.").pk

    @pytest.mark.clause("H-14")
    def test_leads_to_asking_for_a_reason_that_lasts(self, cast, broken):
        personal = cast.yara.folder("personal")
        assert at("ask_access", personal) in broken.get(at("write", personal)).text
        assert broken.get(at("ask_access", personal)).status_code == 200
        asked = {"why": "I go with her to the clinic", "kinds": ["personal"], "until": in_days(9).date().isoformat()}
        assert broken.post(at("ask_access", personal), asked).status_code == 302
        assert AccessRequest.objects.waiting().get().person == cast.yara

    def test_leaves_what_is_open_for_work_as_it_was(self, cast, as_):
        personal = cast.leo.folder("personal")
        breaks(as_(cast.amara), cast.leo)
        assert as_(cast.amara).get(at("folder", cast.leo.folder("safeguarding"))).status_code == 200
        assert as_(cast.amara).get(at("write", cast.leo.folder("safeguarding"))).status_code == 403
        assert as_(cast.amara).get(at("write", personal)).status_code == 200
        assert as_(cast.amara).get(at("change_person", cast.leo)).status_code == 200

    def test_reveals_nothing_that_is_locked_and_nothing_kept_to_named_people(self, cast, as_, broken):
        contact = SafeContact.protect(by=cast.dee, person=cast.yara, kind="address", value="14 Larkspur Row, ZZ9 9ZZ")
        kept = Entry.write(
            by=cast.dee, folder=cast.yara.folder("personal"), kind="visit", fact="Kept.", happened_at=in_days(-1)
        )
        kept.restrict(by=cast.dee, to=[], reason="x")
        breaks(as_(cast.ade), cast.yara)
        for who in (cast.chen, cast.ade):
            assert as_(who).get(at("reveal", contact)).status_code == 403
            assert "Kept." not in as_(who).get(at("folder", cast.yara.folder("personal"))).text

    def test_opens_nothing_to_the_readers_manager(self, cast, as_):
        Line.start(by=cast.adam, worker=cast.chen, manager=cast.ben)
        breaks(as_(cast.chen), cast.yara)
        assert "Yara Young" not in knows(cast.ben)

    def test_a_grievance_stays_closed(self, cast, broken):
        folder = Folder.start(by=cast.sena, kind="grievance", about_staff=cast.vik)
        assert broken.get(at("folder", folder)).status_code == 404
        assert not FolderGrant.objects.filter(content_object=folder).exists()

    def test_ends_when_it_was_not_needed_or_its_reader_closes_it(self, cast, as_, broken):
        one = BreakGlass.objects.get()
        assert as_(cast.dee).post(at("close_glass", one)).status_code == 404
        as_(cast.chen).post(at("close_glass", one))
        assert knows(cast.chen) == set()
        breaks(as_(cast.chen), cast.yara)
        two = BreakGlass.objects.exclude(pk=one.pk).get()
        as_(cast.dee).post(at("glass", two), {"answer": "not_needed", "words": "He meant another Yara."})
        assert knows(cast.chen) == set()
        assert "He meant another Yara." in as_(cast.chen).get(at("glass", two)).text

    @pytest.mark.parametrize(("closed", "answered"), [(1, 2), (None, 5)])
    def test_ended_when_it_did_whatever_is_answered_later(self, cast, closed, answered):
        """After an hour, by its reader; or by itself, after four."""
        one = BreakGlass.open(by=cast.chen, reason="health", why="x", words=WORDS, reference=cast.yara.public_id)
        if closed:
            with time_machine.travel(in_days(closed / 24)):
                one.end(by=cast.chen)
        ended = set(FolderGrant.objects.values_list("pk", "until", "ended_at"))
        with time_machine.travel(in_days(answered / 24)):
            one.answer_for(by=cast.dee, answer="not_needed", words="She meant another Yara.")
        assert set(FolderGrant.objects.values_list("pk", "until", "ended_at")) == ended


class TestAnsweringForIt:
    def test_is_for_another_lead_in_words_and_shows_what_was_read(self, cast, as_):
        breaks(as_(cast.chen), cast.yara)
        as_(cast.chen).get(at("folder", cast.yara.folder("send")))
        broken = BreakGlass.objects.get()
        for who, status in [(cast.amara, 404), (cast.ade, 404), (cast.dana, 404), (cast.chen, 200), (cast.dee, 200)]:
            assert as_(who).get(at("glass", broken)).status_code == status
        as_(cast.chen).post(at("glass", broken), {"answer": "needed", "words": "I say so"})
        with pytest.raises(PermissionDenied):
            broken.answer_for(by=cast.chen, answer="needed", words="I say so")
        page = as_(cast.dee).get(at("glass", broken)).text
        assert "The special educational needs" in page and WORDS in page.replace("&#x27;", "'")
        assert "There is a problem" in as_(cast.dee).post(at("glass", broken), {"answer": "needed"}).text
        assert "To look at" in as_(cast.dee).get("/").text
        as_(cast.dee).post(at("glass", broken), {"answer": "needed", "words": "The ambulance rang back."})
        assert BreakGlass.objects.get().answered_by == cast.dee
        assert "To look at" not in as_(cast.dee).get("/").text

    def test_is_due_in_a_working_day_and_then_goes_to_the_senior_leader_once(self, cast, as_):
        breaks(as_(cast.chen), cast.yara)
        last = Notice.objects.latest("pk").pk
        call_command("tick")
        assert told(urgent=True, since=last) == set()
        with time_machine.travel(in_days(5)):
            for _ in range(2):
                call_command("tick")
            assert [notice.to for notice in Notice.objects.filter(kind="urgent", pk__gt=last)] == [cast.sena]
            assert "Overdue" in as_(cast.dee).get("/").text

    @pytest.mark.parametrize(("begins", "due"), [(19, 20), (20, 23), (21, 23), (22, 23)])
    def test_a_working_day_passes_over_the_weekend(self, begins, due):
        moment = timezone.make_aware(datetime(2026, 11, begins, 15))
        assert f"{after(moment, 1):%d %H}" == f"{due} 15"


@pytest.mark.clause("H-14")
def test_the_way_there_is_the_same_from_everything_that_is_closed(cast, as_):
    client, words = as_(cast.chen), "Somebody may be in danger and you must see a record today?"
    pages = [client.get(at("person", cast.leo)), client.get("/records/no-such-page/"), client.get(at("ties"))]
    found = client.post(at("people"), {"words": "Leo"})
    nobody = client.post(at("people"), {"words": "Nobody"})
    assert all(words in page.text for page in [*pages, found, nobody])
    assert pages[0].text == pages[1].text

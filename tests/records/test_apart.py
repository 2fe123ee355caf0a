"""Folders about staff, volunteers, parents and other professionals: apart, with keepers and an end (H-33)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit import walls
from policy import packs
from records.apart import Kept
from records.keepers import keepers_of
from records.models import Entry, Folder, FolderAbout, KeptOut, Person
from staff import roles
from staff.models import PaperPromise, User
from tests.cast import STAFF, in_days, member
from tests.records.asking import at, but_for_tokens
from tests.records.test_concerns_about_staff import but_for_looks

pytestmark = [pytest.mark.django_db, pytest.mark.clause("H-33")]
ENTRY = {"kind": "meeting", "happened_at": "2026-01-05 10:00", "fact": "CANARY"}
WHY = "To see her safely"


def folder_about(cast, kind, name, *, account=None, by=None, **details):
    about = {"account": account, "name": name, "why": WHY} | details
    folder = FolderAbout.start(by=by or cast.sena, kind=kind, **about)
    Entry.write(by=by or cast.sena, folder=folder, kind="meeting", fact="CANARY", happened_at=in_days(-1))
    return folder


def opens(user, folder):
    return Folder.objects.open_to(User.objects.get(pk=user.pk)).contains(folder)


def openers(cast, folder):
    return [name for name in STAFF if opens(getattr(cast, name), folder)]


class TestWhoKeepsIt:
    def test_is_said_by_the_policy_for_each_kind(self, cast):
        assert openers(cast, folder_about(cast, "staff", "Chen Example", account=cast.chen)) == ["sena"]
        assert openers(cast, folder_about(cast, "volunteer", "Stu Reed")) == ["dee", "ade", "dora", "sena"]
        assert openers(cast, folder_about(cast, "parent", "Gran Larkin")) == ["dee", "ade", "dora", "sena"]

    @pytest.mark.clause("H-31")
    def test_is_never_whom_it_is_about_though_they_lead_work_here_too_or_were_let_in(self, cast, as_):
        folder = folder_about(cast, "parent", "Dee Example", account=cast.dee)
        assert openers(cast, folder) == ["ade", "dora", "sena"]
        folder.grant(by=cast.sena, to=cast.dee, purpose="By mistake", until=in_days(9))
        entry = Entry.write(by=cast.dee, folder=folder, kind="call", fact="Hers", happened_at=in_days(-1))
        assert not opens(cast.dee, folder) and not Entry.objects.open_to(cast.dee).contains(entry)

    @pytest.mark.clause("H-31")
    def test_of_the_only_one_who_would_is_whoever_a_concern_about_them_goes_to(self, cast, as_):
        as_(cast.ola).post(at("start_about_workers"), {"kind": "staff", "account": cast.sena.public_id, "why": WHY})
        folder = Folder.objects.get(about_staff=cast.sena)
        assert openers(cast, folder) == ["ola"]
        assert "The policy says that your role" in as_(cast.ola).get(at("folder", folder)).text
        assert opens(member("sita", roles.SeniorLeader), folder)

    def test_may_only_read_where_the_policy_says_so(self, cast, as_):
        folder, client = folder_about(cast, "volunteer", "Stu Reed"), as_(cast.dee)
        assert "CANARY" in (page := client.get(at("folder", folder)).text) and at("write", folder) not in page
        assert client.get(at("apart", folder)).status_code == 404
        for page in (client.get(at("write", folder)), client.post(at("write", folder), ENTRY)):
            assert page.status_code == 403 and "Your role reads this folder" in page.text
        assert as_(cast.dora).post(at("write", folder), ENTRY)["Location"] == at("folder", folder)

    def test_is_whoever_the_policy_names_however_few_hold_the_role(self, cast):
        kind, held = packs.current().apart["staff"], {"senior_leader": {1}, "outside_person": {2}, "deputy": {3}}
        assert keepers_of(kind, User(pk=9), held) == ["senior_leader"]
        assert keepers_of(kind, User(pk=1), held) == ["senior_leader", "outside_person"]


class TestNeedToKnow:
    @pytest.mark.clause("S-08")
    def test_somebody_is_let_in_for_a_purpose_writes_there_and_finds_it_from_home(self, cast, as_):
        folder = folder_about(cast, "parent", "Gran Larkin")
        given = {"to": cast.ben.public_id, "purpose": "Meets her on Friday", "until": in_days(5).date()}
        assert as_(cast.dee).post(at("grant", folder), given)["Location"] == at("apart", folder)
        client = as_(cast.ben)
        assert at("folder", folder) in client.get("/").text
        assert "Dee Example let you in" in client.get(at("folder", folder)).text
        assert client.post(at("write", folder), ENTRY)["Location"] == at("folder", folder)
        assert client.get(at("apart", folder)).status_code == client.get(at("about_others")).status_code == 404
        page = as_(cast.dee).get(at("apart", folder)).text
        assert "Meets her on Friday" in page and "gave somebody access" in page
        as_(cast.dee).post(at("end_grant", folder.grants.get()), {"why": "Done"})
        assert not opens(cast.ben, folder)

    @pytest.mark.clause("H-31")
    def test_whoever_is_shut_out_meets_nothing_though_they_keep_it_or_were_let_in(self, cast, as_):
        folder = folder_about(cast, "parent", "Gran Larkin")
        folder.grant(by=cast.sena, to=cast.ben, purpose="Meets her", until=in_days(5))
        for who in (cast.dee, cast.ben):
            as_(cast.sena).post(at("shut_folder", folder), {"who": who.public_id, "reason": "Her nephew"})
        assert openers(cast, folder) == ["ade", "dora", "sena"]
        assert not Entry.objects.open_to(cast.dee).filter(folder=folder).exists()
        KeptOut.objects.get(user=cast.dee).end(by=cast.sena, why="It was a mistake")
        assert opens(cast.dee, folder) and not opens(cast.ben, folder)

    @pytest.mark.clause("H-31")
    def test_is_never_shut_to_the_last_who_keeps_it(self, cast, as_):
        folder = folder_about(cast, "staff", "Chen Example", account=cast.chen)
        assert (
            "would be left"
            in as_(cast.sena).post(at("shut_folder", folder), {"who": cast.sena.public_id, "reason": "x"}).text
        )
        assert opens(cast.sena, folder)

    @pytest.mark.clause("H-31")
    def test_whoever_is_shut_out_of_a_person_is_shut_out_of_the_folder_about_them_too(self, cast):
        folder = folder_about(cast, "parent", "Gran Larkin", person=cast.gran)
        folder.grant(by=cast.sena, to=cast.ben, purpose="Meets her", until=in_days(5))
        for who in (cast.dee, cast.ben):
            cast.gran.exclude(by=cast.sena, who=who, reason="Her nephew")
        assert openers(cast, folder) == ["ade", "dora", "sena"]
        assert not Entry.objects.open_to(cast.dee).filter(folder=folder).exists()

    @pytest.mark.clause("H-06", "H-31")
    def test_to_whom_it_is_about_every_page_is_as_if_it_were_not_there(self, cast, as_):
        client = as_(cast.dee)
        pages = ["/", at("colleagues"), at("about_others"), at("about_workers"), *pages_of(cast)]
        with time_machine.travel(timezone.now(), tick=False):
            before = everything(client, pages)
            folder = folder_about(cast, "parent", "Dee Example", account=cast.dee)
            assert everything(client, pages) == before
            unreal = Folder(public_id="0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11")
            for page in ("folder", "write", "apart", "shut_folder", "grant"):
                (told, asked), (nothing, as_many) = (answer(client, at(page, one)) for one in (folder, unreal))
                assert told == nothing and told[0] == 404 and asked == as_many, page


def answer(client, address):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    return (response.status_code, but_for_tokens(response.text)), len(asked)


def everything(client, pages):
    """Each page as it is read for the second time, and how much it asked of the database."""
    for page in pages:
        client.get(page)
    told = [answer(client, page) for page in pages]
    return [(status, but_for_looks([text]), asked) for (status, text), asked in told]


class TestApart:
    def test_from_every_record_of_a_child_and_no_service_user(self, cast, as_):
        """Not in the story, the chronology, the search, the folders or the lists; even of whom it points at."""
        people, folders = Person.objects.count(), cast.gran.folders.count()
        client = as_(cast.sena)
        with time_machine.travel(timezone.now(), tick=False):
            before = everything(client, pages_of(cast))
            folder = folder_about(cast, "parent", "Gran Larkin", person=cast.gran)
            assert (Person.objects.count(), cast.gran.folders.count()) == (people, folders)
            assert everything(client, pages_of(cast)) == before
            assert "CANARY" in client.get(at("folder", folder)).text

    def test_from_the_pages_of_an_entry_that_belong_to_a_record(self, cast, as_):
        entry = folder_about(cast, "parent", "Gran Larkin").entries.get()
        client = as_(cast.dee)
        assert client.get(at("move", entry)).status_code == 403
        for page in ("correct", "mark_historical", "rectify", "why", "entry_history"):
            assert as_(cast.sena).get(at(page, entry)).status_code == 200, page


def pages_of(cast):
    return [at("people"), at("person", cast.leo), *(at(page, cast.gran) for page in ("person", "story", "chronology"))]


class TestStartingOne:
    def test_says_whom_why_and_which_kind(self, cast, as_):
        client = as_(cast.dee)
        given = {"kind": "professional", "name": "Nell Vine", "words": "Health visitor", "why": WHY}
        folder = Folder.objects.get(public_id=client.post(at("start_about_others"), given)["Location"].split("/")[-2])
        page = client.get(at("about_others")).text
        assert all(words in page for words in ("Nell Vine", "Health visitor", WHY, "three years after the last entry"))
        assert client.post(at("write", folder), ENTRY | {"kind": "complaint"})["Location"] == at("folder", folder)
        assert "Choose" in client.post(at("write", folder), ENTRY | {"kind": "visit"}).text
        assert client.post(at("start_about_others"), given).status_code == 200  # there is one already
        assert client.post(at("start_about_others"), given | {"why": "", "name": "Al"}).status_code == 200
        assert "Say who it is about" in client.post(at("start_about_others"), given | {"name": ""}).text
        assert FolderAbout.objects.count() == 1

    @pytest.mark.clause("H-31")
    def test_asks_whether_it_is_a_colleague_of_that_name(self, cast, as_):
        client, given = as_(cast.dee), {"kind": "parent", "name": "ben  Example", "why": WHY}
        assert "works here" in client.post(at("start_about_others"), given).text
        client.post(at("start_about_others"), given | {"other_person": "on"})
        client.post(at("start_about_others"), given | {"account": cast.ben.public_id})
        assert [one.folder.about_staff for one in FolderAbout.objects.order_by("pk")] == [None, cast.ben]

    @pytest.mark.clause("H-06")
    def test_about_a_known_relation_begins_on_the_page_of_the_family(self, cast, as_):
        """Tied to their record where that opens to whoever starts it; else by the name they know."""
        link, family = cast.leo.relationships.get(other=cast.femi), at("family", cast.leo)
        begin = f"{at('start_about_others')}?relation={link.public_id}"
        assert begin not in as_(cast.amara).get(family).text
        for who, kind, person in ((cast.dee, "parent", None), (cast.sena, "professional", cast.femi)):
            client = as_(who)
            assert begin in client.get(family).text
            asked = client.get(begin).context["form"].initial
            client.post(at("start_about_others"), asked | {"kind": kind, "why": WHY})
            assert FolderAbout.objects.get(kind=kind).person == person
        assert not as_(cast.ade).get(begin).context["form"].initial

    @pytest.mark.clause("H-29")
    def test_of_somebody_who_promised_on_paper_needs_no_account(self, cast, as_):
        paper = PaperPromise.register(
            by=cast.sena, name="Cora Chair", capacity="committee", signed_on=in_days(-9).date(), witness="x", kept="y"
        )
        client, given = as_(cast.dora), {"kind": "volunteer", "paper": paper.public_id, "why": WHY}
        client.post(at("start_about_workers"), given)
        about = FolderAbout.objects.get()
        assert (about.name, about.paper, Kept.of(about.folder).until) == ("Cora Chair", paper, None)
        paper.end(by=cast.sena)
        about.refresh_from_db()
        assert Kept.of(about.folder).until.year == timezone.localdate().year + 6

    @pytest.mark.clause("H-31")
    def test_is_for_those_the_policy_names_and_never_about_oneself(self, cast, as_):
        given = {"kind": "staff", "account": cast.sena.public_id, "why": WHY}
        assert as_(cast.sena).post(at("start_about_workers"), given).status_code == 200
        assert (
            "Senior leader"
            in as_(cast.ola).post(at("start_about_workers"), given | {"account": cast.ben.public_id}).text
        )
        assert as_(cast.dee).post(at("start_about_workers"), given).status_code == 403
        assert not FolderAbout.objects.exists()


@pytest.mark.clause("H-25")
class TestItsTime:
    def test_runs_from_the_last_day_here_and_says_why(self, cast, as_):
        folder, client = folder_about(cast, "staff", "Chen Example", account=cast.chen), as_(cast.sena)
        assert "As long as they are here; then six years after they leave" in client.get(at("about_workers")).text
        said = {"words": "Practitioner", "left_on": "2025-05-03", "seen": folder.about.version}
        assert client.post(at("change_about", folder.about), said)["Location"] == at("apart", folder)
        assert client.post(at("change_about", folder.about), said | {"words": "Other"}).status_code == 409
        for page in ("about_workers", "folder"):
            shown = client.get(at(page, folder if page == "folder" else None)).text
            assert "3 May 2031: six years after they leave" in shown and "S-33" in shown

    def test_that_is_over_is_listed_until_somebody_says_why_it_goes_on(self, cast, as_):
        folder = folder_about(cast, "parent", "Gran Larkin")
        with time_machine.travel(timezone.now() + timedelta(days=3 * 366)):
            client = as_(cast.dee)
            User.objects.get(pk=cast.dee.pk).undertakings.model.sign(by=cast.dee, typed_name=cast.dee.name)
            page = client.get(at("about_others")).text
            assert "Their time is over" in page and "Nothing is destroyed here" in page
            assert at("about_others") in client.get("/").text
            assert at("keep_longer", folder.about) in client.get(at("folder", folder)).text
            assert client.post(at("keep_longer", folder.about), {"why": "x", "until": "2020-01-01"}).status_code == 200
            later = timezone.localdate() + timedelta(days=99)
            client.post(at("keep_longer", folder.about), {"why": "A claim is open", "until": later})
            page = client.get(at("about_others")).text
            assert "Their time is over" not in page and "A claim is open" in page

    def test_of_a_leap_day_ends_on_the_first_of_march(self, cast):
        folder = folder_about(cast, "staff", "Al Elm", left_on=date(2024, 2, 29))
        assert Kept.of(folder).until == date(2030, 3, 1)

    def test_of_a_concern_about_a_colleague_has_an_end_too(self, cast):
        folder = Folder.start(by=cast.sena, kind="grievance", about_staff=cast.chen)
        assert Kept.of(folder).until.year == timezone.localdate().year + 10 and "pension age" in Kept.of(folder).why


def test_the_lists_ask_no_more_for_more_folders(cast, as_):
    client, counts = as_(cast.sena), []
    for rows in (2, 9):
        for number in range(rows):
            folder_about(cast, "volunteer", f"Al {rows} {number}")
        client.get(at("about_workers"))
        counts.append(answer(client, at("about_workers"))[1])
    assert counts[0] == counts[1]


@pytest.mark.postgresql
@pytest.mark.clause("H-06", "H-31")
def test_the_wall_in_the_database_shows_them_to_those_who_keep_them_and_never_to_whom_they_are_about(cast):
    folder = folder_about(cast, "parent", "Dee Example", account=cast.dee)
    shut = folder_about(cast, "parent", "Gran Larkin")
    KeptOut.shut(by=cast.sena, folder=shut, who=cast.ade, reason="Her nephew")
    shown = {name: through_the_wall(getattr(cast, name)) for name in STAFF}
    assert [name for name in STAFF if folder.pk in shown[name][0]] == ["ade", "dora", "sena"]
    assert [name for name in STAFF if shut.pk in shown[name][0]] == ["dee", "dora", "sena"]
    for keys, abouts, entries in shown.values():
        assert keys == abouts and entries == keys


def through_the_wall(user):
    with walls.around(user.pk, user.over):
        folders = set(Folder._base_manager.filter(kind="about").values_list("pk", flat=True))
        abouts = set(FolderAbout._base_manager.values_list("folder", flat=True))
        return folders, abouts, set(Entry._base_manager.filter(fact="CANARY").values_list("folder", flat=True))

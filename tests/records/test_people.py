"""Finding people, opening a record, and who may complete information about a child."""

import pytest

from consent.models import NoticeGiven
from records import reach
from records.models import Person
from tests.cast import in_days, years_ago
from tests.records.asking import at, child


class TestTheList:
    @pytest.mark.clause("H-06", "S-07")
    def test_shows_the_people_one_has_a_reason_to_see(self, cast, as_):
        assert "Leo Larkin" in as_(cast.amara).get(at("people")).text
        assert "Leo Larkin" in as_(cast.ben).get(at("people")).text
        assert "Leo Larkin" not in as_(cast.chen).get(at("people")).text
        assert "There is nobody here that you may see yet" in as_(cast.chen).get(at("people")).text

    def test_goes_on_from_the_last_row_newest_first_and_says_how_many_there_are(self, cast, as_):
        for number in range(30):
            Person.register(by=cast.dee, name=f"Child {number:02}", group="child", born_on=years_ago(5))
        reach.move_up(cast.leo.folder("personal"), in_days(1).date())
        client = as_(cast.dee)
        first = client.get(at("people"))
        total = Person.objects.open_to(cast.dee).count()
        second = client.get(at("people") + first.context["page"].onward)

        assert f"25 of {total} shown, newest first" in " ".join(first.text.split())
        people = [*first.context["shown"], *second.context["shown"]]
        assert people[0] == cast.leo
        assert [person.pk for person in people[1:]] == sorted((person.pk for person in people[1:]), reverse=True)
        assert len(set(people)) == total

    def test_of_a_lead_holds_whom_they_were_let_in_to_and_leaves_out_whom_they_are_shut_out_from(self, cast, as_):
        cast.hana.folder("personal").grant(by=cast.ade, to=cast.dee, purpose="Cover", until=in_days(9))
        cast.yara.exclude(by=cast.sena, who=cast.dee, reason="an aunt")
        page = as_(cast.dee).get(at("people")).context["page"]
        assert set(page) == {cast.leo, cast.hana} == set(Person.objects.open_to(cast.dee))
        assert page.total == 2

    @pytest.mark.parametrize("after", ["0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11", "nonsense", ""])
    def test_a_forged_place_in_the_list_is_the_beginning(self, cast, as_, after):
        assert "Leo Larkin" in as_(cast.dee).get(at("people"), {"after": after}).text

    def test_is_not_a_page_of_those_who_work_with_nobody(self, cast, as_):
        for user in (cast.vik, cast.dana, cast.adam, cast.ola):
            assert as_(user).get(at("people")).status_code == 404


@pytest.mark.clause("H-06")
class TestSearch:
    def test_finds_by_part_of_a_name_and_leaves_no_name_in_the_address(self, cast, as_):
        answer = as_(cast.amara).post(at("people"), {"words": "lark le"})

        assert "Leo Larkin" in answer.text
        assert answer.request["QUERY_STRING"] == ""

    def test_finds_nobody_else(self, cast, as_):
        assert "Yara Young" not in as_(cast.amara).post(at("people"), {"words": "Yara"}).text


class TestOpeningARecord:
    @pytest.mark.clause("H-05")
    def test_opens_its_folders_and_shows_it_to_its_key_person(self, cast, as_):
        answer = as_(cast.chen).post(at("register"), child(key_person=cast.chen.public_id))

        nia = Person.objects.get(name="Nia Novak")
        assert answer.url == at("person", nia)
        assert {folder.kind for folder in nia.folders.all()} == {"developmental", "personal", "send", "safeguarding"}

    def test_for_a_colleague_leads_back_to_the_list(self, cast, as_):
        answer = as_(cast.chen).post(at("register"), child(key_person=cast.amara.public_id))
        assert answer.url == at("people")

    @pytest.mark.parametrize(
        ("stage", "day", "group"), [("child", 4, "child"), ("child", 30, "adult"), ("adult", 9, "child")]
    )
    def test_the_date_of_birth_says_whether_it_is_a_child(self, cast, as_, stage, day, group):
        field = "adult_born_on" if stage == "adult" else "born_on"
        as_(cast.dee).post(at("register"), child(stage=stage, **{field: years_ago(day).isoformat()}))

        assert Person.objects.get(name="Nia Novak").group == group

    def test_a_child_not_yet_born_has_a_due_date(self, cast, as_):
        as_(cast.dee).post(at("register"), child(stage="unborn", due_on=in_days(60).date().isoformat()))

        assert Person.objects.get(name="Nia Novak").is_unborn

    def test_nobody_is_born_tomorrow(self, cast, as_):
        page = as_(cast.dee).post(at("register"), child(born_on=in_days(1).date().isoformat())).text
        assert "This is in the future" in page

    def test_somebody_alike_is_shown_first_and_may_still_be_somebody_else(self, cast, as_):
        client, twin = as_(cast.amara), child(name="Leo Larkin")
        page = client.post(at("register"), twin).text

        assert "Is it one of these?" in page
        assert client.post(at("register"), twin | {"sure": "on"}).status_code == 302

    @pytest.mark.clause("H-06")
    def test_somebody_alike_whom_one_may_not_see_is_no_hint(self, cast, as_):
        assert as_(cast.chen).post(at("register"), child(name="Leo Larkin")).status_code == 302


@pytest.mark.clause("S-05")
class TestWhoCompletesInformationAboutAChild:
    def test_an_adult_with_parental_responsibility(self, cast, as_):
        as_(cast.amara).post(at("register"), child(source="parent", informant="Nela Novak"))
        assert Person.objects.get(name="Nia Novak").informed_by == "Nela Novak"

    def test_nobody_else_and_the_page_says_what_to_do_instead(self, cast, as_):
        page = as_(cast.amara).post(at("register"), child(source="other")).text

        assert not Person.objects.filter(name="Nia Novak").exists()
        assert "Only an adult with parental responsibility" in page
        assert "keep what this person said as information" in page

    def test_an_adult_may_be_described_by_others(self, cast, as_):
        answer = as_(cast.amara).post(at("register"), child(stage="adult", source="other"))
        assert answer.status_code == 302

    @pytest.mark.parametrize(("who", "accepted"), [("femi", True), ("gran", False), ("quin", True)])
    def test_a_change_of_details_too(self, cast, as_, who, accepted):
        link = cast.leo.relationships.get(other=getattr(cast, who))
        details = {"name": "Leo Adu", "stage": "child", "born_on": "2022-01-01", "said_by": link.public_id}
        as_(cast.amara).post(at("change_person", cast.leo), details)

        cast.leo.refresh_from_db()
        assert (cast.leo.name == "Leo Adu") is accepted


class TestChangingDetails:
    DETAILS = {"name": "Leo Adu", "stage": "child", "born_on": "2022-01-01", "said_by": "me"}

    def test_says_who_gave_them(self, cast, as_):
        as_(cast.amara).post(at("change_person", cast.leo), self.DETAILS)

        cast.leo.refresh_from_db()
        assert (cast.leo.name, cast.leo.informed_by) == ("Leo Adu", "a member of staff")

    def test_overwrites_nothing_that_somebody_else_has_changed_since(self, cast, as_):
        seen = cast.leo.version
        as_(cast.dee).post(at("change_person", cast.leo), self.DETAILS | {"seen": seen, "safety_note": "Do not ring"})
        refused = as_(cast.amara).post(at("change_person", cast.leo), self.DETAILS | {"seen": seen, "name": "Leo B"})

        cast.leo.refresh_from_db()
        assert refused.status_code == 409
        assert "Leo B" in refused.text and "Do not ring" in refused.text
        assert (cast.leo.name, cast.leo.safety_note) == ("Leo Adu", "Do not ring")

    def test_a_child_who_turns_out_to_be_an_adult_keeps_every_folder(self, cast, as_):
        grown = self.DETAILS | {"born_on": years_ago(25).isoformat()}
        as_(cast.dee).post(at("change_person", cast.leo), grown)

        cast.leo.refresh_from_db()
        assert cast.leo.group == "adult"
        assert cast.leo.folders.count() == 4


class TestTheKeyPerson:
    @pytest.mark.clause("H-05", "S-07")
    def test_is_named_by_a_lead_and_access_moves_at_once(self, cast, as_):
        as_(cast.dee).post(at("key_person", cast.leo), {"to": cast.chen.public_id})

        assert as_(cast.chen).get(at("person", cast.leo)).status_code == 200
        assert as_(cast.amara).get(at("person", cast.leo)).status_code == 404
        assert as_(cast.ben).get(at("person", cast.leo)).status_code == 404

    @pytest.mark.clause("H-14", "H-05")
    def test_is_not_named_by_others_who_are_told_who_can(self, cast, as_):
        refused = as_(cast.amara).post(at("key_person", cast.leo), {"to": cast.amara.public_id})

        assert refused.status_code == 403
        assert "safeguarding lead says who the key person is" in refused.text
        assert as_(cast.chen).get(at("key_person", cast.leo)).status_code == 404


@pytest.mark.clause("S-26")
class TestFirstContact:
    def test_lists_what_is_still_to_do_until_it_is_done(self, cast, as_):
        client = as_(cast.dee)
        assert "Say who has parental responsibility" in client.get(at("person", cast.yara)).text

        link = {"kind": "mother", "new_name": "Yvonne Young", "pr_basis": "mother", "has_evidence": "no"}
        client.post(at("add_relation", cast.yara), link)
        page = client.get(at("person", cast.yara)).text
        assert "Say who has parental responsibility" not in page
        assert "See a document that shows parental responsibility" in page

    def test_asks_for_the_notice_until_it_was_gone_through(self, cast, as_):
        client = as_(cast.amara)
        assert "Go through the notice with" in client.get(at("person", cast.leo)).text

        for other in (cast.femi, cast.quin):
            NoticeGiven.explain(by=cast.amara, person=cast.leo, to_person=other, how="in_person")
        assert "Go through the notice with" not in client.get(at("person", cast.leo)).text

    def test_has_nothing_left_for_somebody_whose_papers_were_seen(self, cast, as_):
        assert "parental responsibility, then" not in as_(cast.amara).get(at("person", cast.leo)).text

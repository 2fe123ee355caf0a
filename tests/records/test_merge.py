"""Two records of one person become one: nothing is moved, nothing opens that was closed, and it can be undone."""

import pytest

from consent.models import Consent
from consent.standing import standing
from records.models import (
    Entry,
    Exclusion,
    Folder,
    FolderReader,
    Likeness,
    Order,
    Person,
    PersonReader,
    Relationship,
)
from records.reach import reasons
from sharing.models import Decision
from tests.cast import in_days, years_ago
from tests.records.asking import at
from tests.sharing.conftest import AGREED


@pytest.fixture
def twin(cast):
    """A second record of Leo, kept by Chen, who knows nothing of the first; each with words in its own folder."""
    twin = Person.register(by=cast.chen, name="Léo Larkin", group="child", born_on=years_ago(4), key_person=cast.chen)
    for person, author, words in ((cast.leo, cast.amara, "Written by Amara"), (twin, cast.chen, "Written by Chen")):
        for kind in ("personal", "safeguarding"):
            folder = person.folder(kind)
            Entry.write(by=author, folder=folder, kind="visit", fact=f"{words}: {kind}", happened_at=in_days(-1))
    return twin


@pytest.fixture
def alike(cast, twin):
    return Likeness.find(by=cast.sena, newer=twin, earlier=cast.leo, why_alike="The same name")


def merge(cast, as_, alike, stays):
    said = {"stays": str(stays.public_id), "why": "The same birth certificate", "seen": alike.version}
    return as_(cast.dee).post(at("likeness", alike), said)


def doors():
    """Who may open which folder, by the flat rows."""
    return set(FolderReader.objects.values_list("reader", "thing", "until"))


@pytest.mark.clause("S-08", "H-06")
class TestAfterAMerge:
    def test_the_lead_reads_both_on_the_record_that_stays(self, cast, as_, twin, alike):
        merge(cast, as_, alike, cast.leo)
        client = as_(cast.dee)

        assert client.get(at("person", twin)).url == at("person", cast.leo)
        for page in (at("person", cast.leo), at("folder", cast.leo.folder("personal"))):
            assert "Written by Amara" in client.get(page).text and "Written by Chen" in client.get(page).text
        people = client.get(at("people")).text
        assert "Leo Larkin" in people and "Léo Larkin" not in people

    def test_nobody_opens_a_folder_that_was_closed_to_them(self, cast, as_, twin, alike):
        before = doors()
        merge(cast, as_, alike, cast.leo)
        assert doors() == before

        for reader, own, other in ((cast.amara, "Amara", "Chen"), (cast.chen, "Chen", "Amara")):
            client = as_(reader)
            pages = [client.get(at("person", cast.leo)).text]
            tabs = Folder.objects.tabs_of(cast.leo, reader)
            pages += [client.get(at("folder", tab)).text for tab in tabs if tab.is_open]
            pages.append(client.get(at("story", cast.leo)).text)
            assert any(f"Written by {own}" in page for page in pages)
            assert not any(f"Written by {other}" in page for page in pages)
            theirs = twin if reader == cast.amara else cast.leo
            assert {client.get(at("folder", folder)).status_code for folder in theirs.folders.all()} <= {403, 404}

    def test_a_grant_for_one_folder_opens_that_folder_alone(self, cast, as_, twin, alike):
        merge(cast, as_, alike, cast.leo)
        twin.folder("safeguarding").grant(by=cast.dee, to=cast.amara, purpose="Named", until=in_days(3))
        (tab,) = [tab for tab in Folder.objects.tabs_of(cast.leo, cast.amara) if tab.kind == "safeguarding"]
        page = as_(cast.amara).get(at("folder", tab)).text

        assert "Written by Chen: safeguarding" in page and "Written by Amara: safeguarding" not in page

    def test_whoever_is_shut_out_of_one_is_shut_out_of_both_then_and_later(self, cast, as_, twin, alike):
        cast.leo.exclude(by=cast.sena, who=cast.chen, reason="His uncle")
        merge(cast, as_, alike, cast.leo)
        for person in (cast.leo, twin):
            assert as_(cast.chen).get(at("person", person)).status_code == 404
            assert as_(cast.chen).get(at("folder", person.folder("personal"))).status_code == 404

        cast.leo.exclude(by=cast.sena, who=cast.amara, reason="A friend")
        assert as_(cast.amara).get(at("person", twin)).status_code == 404
        cast.leo.exclusions.get(user=cast.amara).end(by=cast.dee, why="No longer")
        assert as_(cast.amara).get(at("person", cast.leo)).status_code == 200
        assert [*Exclusion.objects.in_force().values_list("user__first_name", flat=True)] == ["Chen", "Chen"]

    def test_whom_an_order_limits_is_kept_to_few_in_whichever_records_the_link_stands(self, cast, as_, twin, alike):
        hal = Person.register(by=cast.ade, name="Hal Holt", group="adult", service_user=False)
        link = Relationship.link(by=cast.dee, person=cast.leo, other=hal, kind="father", is_confidential=True)
        order = Order.record(by=cast.dee, person=twin, kind="no_contact", limited=cast.hana, no_receipt=True,
                             words="Stays away", starts_on=years_ago(1))  # fmt: skip
        merge(cast, as_, alike, cast.leo)
        same = Likeness.find(by=cast.ade, newer=hal, earlier=cast.hana, why_alike="The same day of birth")
        same.merge(by=cast.ade, stays=cast.hana, why="The same passport")
        page = at("chronology", cast.leo)
        assert "Stays away" in as_(cast.dee).get(page).text
        for reader in (cast.amara, cast.chen):
            assert "Stays away" not in as_(reader).get(page).text
            assert as_(reader).get(at("change_order", order)).status_code == 404
        link.change(by=cast.dee, readers=[cast.amara])
        assert Order.objects.of(cast.leo, cast.amara).get() == order and not Order.objects.of(cast.leo, cast.chen)

    def test_the_flat_rows_say_what_the_reasons_say(self, cast, as_, twin, alike):
        merge(cast, as_, alike, cast.leo)
        may = {reason.reader_id for person in (cast.leo, twin) for f in person.folders.all() for reason in reasons(f)}
        for person in (cast.leo, twin):
            assert set(PersonReader.objects.filter(thing=person).values_list("reader", flat=True)) == may

    def test_a_no_a_limit_and_a_decision_of_either_record_count_for_the_person(self, cast, as_, twin, alike):
        link = Relationship.link(by=cast.chen, person=twin, other=cast.femi, kind="mother", pr_basis="mother")
        Relationship.link(by=cast.chen, person=twin, new_name="Una", kind="other", restriction="No contact")
        Consent.record(
            by=cast.chen, person=twin, answered_by=cast.femi, relationship=link, footing="parent", state="refused",
            how="writing", purpose="health", recipient=cast.social_care, information="personal",
            review_on=in_days(90).date(), **dict.fromkeys(Consent.CHECKS, True),
        )  # fmt: skip
        to = {"contact": cast.contact, "agency": cast.social_care, "information": "safeguarding"}
        Decision.propose(by=cast.dee, people=[twin], facts=AGREED, request={"name": "D", "asked_for": "x", "why": "y"},
                         **to)  # fmt: skip
        assert standing(cast.leo, "health", cast.social_care, "personal").state == "none"
        merge(cast, as_, alike, cast.leo)
        cast.leo.refresh_from_db()

        assert standing(cast.leo, "health", cast.social_care, "personal").state == "refused"
        assert "No contact" in as_(cast.dee).get(at("person", cast.leo)).text
        assert Decision.objects.open_to(cast.dee).about(cast.leo.every_record()).count() == 1


@pytest.mark.clause("S-08")
class TestUndoing:
    def test_makes_two_records_again_each_as_it_was(self, cast, as_, twin, alike):
        cast.leo.exclude(by=cast.sena, who=cast.chen, reason="His uncle")
        before, people = doors(), set(PersonReader.objects.values_list("reader", "thing"))
        merge(cast, as_, alike, twin)
        assert as_(cast.dee).get(at("person", cast.leo)).url == at("person", twin)
        assert as_(cast.dee).post(at("part", alike), {"why": ""}).status_code == 200
        assert as_(cast.dee).post(at("part", alike), {"why": "Cousins"}).status_code == 302

        assert (doors(), set(PersonReader.objects.values_list("reader", "thing"))) == (before, people)
        assert as_(cast.chen).get(at("person", twin)).status_code == 200
        assert as_(cast.chen).get(at("person", cast.leo)).status_code == 404
        assert as_(cast.dee).get(at("person", cast.leo)).status_code == 200
        log = as_(cast.dee).get(at("likenesses")).text
        assert "Merged, and undone" in log
        assert as_(cast.dee).get(at("part", alike)).status_code == 404

    def test_is_for_whoever_looks_after_both(self, cast, as_, twin, alike):
        merge(cast, as_, alike, cast.leo)
        for user in (cast.amara, cast.chen, cast.ade):
            assert as_(user).post(at("part", alike), {"why": "x"}).status_code == 404
        assert Likeness.objects.get().outcome == "one"


def test_a_child_and_an_adult_are_not_merged_until_the_date_of_birth_is_put_right(cast, as_):
    alike = Likeness.find(by=cast.sena, newer=cast.hana, earlier=cast.leo, why_alike="The same name")
    page = as_(cast.sena).get(at("likeness", alike)).text
    assert "Put the date of birth right first" in page and "This record stays" not in page


def test_nothing_of_the_trail_tells_whoever_may_open_only_one(cast, as_, twin, alike):
    merge(cast, as_, alike, cast.leo)
    for reader in (cast.amara, cast.chen):
        page = as_(reader).get(at("story", cast.leo)).text
        assert "merged" not in page and "noticed" not in page


@pytest.mark.clause("S-08", "H-06")
class TestByHand:
    def name(self, client, cast, other):
        said = {"person": other.public_id, "find_words": other.name, "why": "The same passport"}
        return client.post(at("alike", cast.leo), said)

    def test_a_lead_names_two_that_no_comparison_finds_and_settles_it_on_the_page_of_both(self, cast, as_):
        other = Person.register(by=cast.chen, name="Bo Winter", group="child", key_person=cast.chen)
        assert Likeness.look() == 0 or not Likeness.objects.filter(newer=other).exists()
        assert as_(cast.amara).get(at("alike", cast.leo)).status_code == 403
        assert as_(cast.chen).get(at("alike", cast.leo)).status_code == 404
        first = self.name(as_(cast.dee), cast, other).url
        found = Likeness.objects.get(newer=other)
        assert first == at("likeness", found) == self.name(as_(cast.dee), cast, other).url
        assert "The same passport" in as_(cast.dee).get(first).text
        assert as_(cast.dora).get(first).status_code == 200

    def test_what_was_told_apart_or_undone_is_asked_again(self, cast, as_, twin, alike):
        alike.tell_apart(by=cast.dora, why="Another mother")
        self.name(as_(cast.dee), cast, twin)
        alike.refresh_from_db()
        assert (alike.outcome, alike.why_alike) == ("", "The same passport")
        merge(cast, as_, alike, cast.leo)
        assert "Choose from the people shown" in self.name(as_(cast.dee), cast, twin).text
        alike.refresh_from_db()
        alike.part(by=cast.dee, why="Two passports")
        self.name(as_(cast.dee), cast, twin)
        alike.refresh_from_db()
        assert merge(cast, as_, alike, twin).status_code == 302

    def test_nobody_is_offered_whom_the_lead_may_not_look_after(self, cast, as_, twin):
        twin.exclude(by=cast.sena, who=cast.dee, reason="x")
        page = as_(cast.dee).post(at("alike", cast.leo), {"find_words": twin.name, "find": "yes"}).text
        assert "Nobody of that name" in page
        assert "Choose from the people shown" in self.name(as_(cast.dee), cast, twin).text
        assert not Likeness.objects.exists()

"""“Why can I see this?” is one true sentence, and it ends when the access does (S-08)."""

import pytest

from policy import packs
from records.models import Concern, Entry
from records.why import why_concern, why_entry, why_folder, why_person
from tests.cast import in_days
from tests.records.asking import FACTS, at

pytestmark = pytest.mark.clause("S-08", "S-07")


class TestTheReason:
    def test_is_the_role_the_child_the_worker_or_the_lead_who_said_yes(self, cast):
        personal = cast.leo.folder("personal")
        personal.grant(by=cast.dee, to=cast.chen, purpose="Covers in May", until=in_days(9))
        day = in_days(9)

        assert why_folder(personal, cast.amara) == "You are Leo Larkin’s key person."
        assert why_folder(personal, cast.ben) == "You manage Amara Example, who may open it."
        said = f"Dee Example let you in until {day.day} {day:%B %Y} for: Covers in May"
        assert why_folder(personal, cast.chen) == why_person(cast.leo, cast.chen) == said
        assert "for children) opens every record of a child" in why_person(cast.leo, cast.dee)

    def test_of_an_entry_is_the_pen_the_name_on_it_or_the_folder(self, cast):
        folder = cast.leo.folder("safeguarding")
        folder.grant(by=cast.dee, to=cast.amara, purpose="Named", until=in_days(9))
        entry = Entry.write(by=cast.amara, folder=folder, kind="visit", fact=FACTS, happened_at=in_days(0))
        assert why_entry(entry, cast.amara) == "You wrote it."
        assert why_entry(entry, cast.ben) == "You manage Amara Example, who wrote it."
        entry.restrict(by=cast.dee, to=[cast.chen], reason="x")
        folder.grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(9))
        assert why_entry(entry, cast.chen).startswith("You are named on this entry, and: Dee Example let you in")

    def test_of_a_concern_is_the_role(self, cast):
        concern = Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo])
        assert "opens every concern about a child" in why_concern(concern, cast.dee)
        about_chen = Concern.log(by=cast.amara, danger="no", facts=FACTS, is_about_staff=True, about_staff=cast.chen)
        keeper = next(
            user for user in (cast.dee, cast.sena, cast.dora) if Concern.objects.open_to(user).contains(about_chen)
        )
        assert "The policy names your role" in why_concern(about_chen, keeper)


def test_stands_on_every_record_and_says_when_to_ask_again(cast, as_):
    folder = cast.leo.folder("personal")
    folder.grant(by=cast.dee, to=cast.chen, purpose="Covers in May", until=in_days(9))
    entry = Entry.write(by=cast.amara, folder=folder, kind="visit", fact=FACTS, happened_at=in_days(0))
    for page in (at("person", cast.leo), at("folder", folder), at("why", entry)):
        assert "Dee Example let you in until" in as_(cast.chen).get(page).text
    assert at("renew", folder.grants.get()) in as_(cast.chen).get(at("folder", folder)).text
    assert at("renew", folder.grants.get()) not in as_(cast.amara).get(at("folder", folder)).text


@pytest.mark.clause("S-04")
def test_every_folder_says_what_it_is_for_and_whom_to_ask_to_see_it(cast, as_):
    pack = packs.current()
    for folder in cast.leo.folders.all():
        page = as_(cast.dee).get(at("folder", folder)).text
        assert pack.folder_purposes[folder.kind] in page
        assert pack.asking_to_see.number in page and "may ask to see what we hold about them" in page


@pytest.mark.clause("H-04")
def test_a_lead_finds_the_local_procedures_beside_a_concern(cast, as_):
    concern = Concern.log(by=cast.amara, people=[cast.leo], danger="no", facts=FACTS)
    page = as_(cast.dee).get(at("concern", concern)).text
    assert all(one.address in page for one in packs.current().procedures)

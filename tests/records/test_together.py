"""One writing about several people: in the file of each, and no file shows another to whoever may not open that."""

import pytest

from records.models import Entry, Person, Relationship
from tests.cast import in_days, years_ago
from tests.records.asking import at, entry
from tests.records.test_marks import mark

pytestmark = pytest.mark.clause("H-10", "S-08")


@pytest.fixture
def mia(cast):
    mia = Person.register(by=cast.dee, name="Mia Marsh", group="child", born_on=years_ago(5), key_person=cast.chen)
    mia.folder("personal").grant(by=cast.dee, to=cast.amara, purpose="Covers", until=in_days(3))
    return mia


def write(client, cast, *others, **answers):
    also = [str(person.public_id) for person in others]
    return client.post(at("write", cast.leo.folder("personal")), entry(also=also, **answers))


def test_one_text_stands_in_the_file_of_each(cast, as_, mia):
    assert write(as_(cast.amara), cast, mia, **mark()).status_code == 302
    first, second = Entry.objects.order_by("pk")
    assert {one.folder.person for one in (first, second)} == {cast.leo, mia}
    assert first.fact == second.fact and first.incident == second.incident is not None
    assert {one.folder.person: one.marks.count() for one in (first, second)} == {cast.leo: 1, mia: 0}


def test_the_other_file_is_named_only_to_whoever_may_open_it(cast, as_, mia):
    write(as_(cast.amara), cast, mia)
    mia.exclude(by=cast.sena, who=cast.ben, reason="A cousin")
    page = at("folder", cast.leo.folder("personal"))
    assert "the file of Mia Marsh" in as_(cast.amara).get(page).text
    assert "Mia" not in as_(cast.ben).get(page).text
    there = as_(cast.chen).get(at("folder", mia.folder("personal"))).text
    assert "Sat alone." in there and "Leo" not in there


def test_a_file_that_closed_to_the_writer_is_named_to_them_no_more(cast, as_, mia):
    write(as_(cast.amara), cast, mia)
    folder = mia.folder("personal")
    folder.end_grant(by=cast.dee, grant=folder.grants.get(), why="Back early")
    page = as_(cast.amara).get(at("folder", cast.leo.folder("personal"))).text
    assert "Sat alone." in page and "Mia" not in page


def test_only_people_in_whose_folder_one_writes_are_taken(cast, as_, mia):
    yara = cast.yara
    assert "Choose from the people shown" in write(as_(cast.amara), cast, yara).text
    mia.exclude(by=cast.sena, who=cast.amara, reason="A cousin")
    assert "Choose from the people shown" in write(as_(cast.amara), cast, mia).text
    assert not Entry.objects.exists()


def test_a_name_in_the_text_is_warned_about_and_may_stay(cast, as_, mia):
    page = write(as_(cast.amara), cast, mia, fact="mia pushed him.").text
    assert "“Mia”: this text goes into several files" in page and not Entry.objects.exists()
    assert write(as_(cast.amara), cast, mia, fact="mia pushed him.", names_stay="on").status_code == 302


@pytest.mark.clause("S-05")
def test_what_one_family_said_is_only_reported_in_the_file_of_another(cast, as_, mia):
    femi = cast.leo.relationships.get(other=cast.femi)
    write(as_(cast.amara), cast, mia, said_by=femi.public_id, kind="contact", detail_agreed="To talk")
    other = Entry.objects.get(folder__person=mia)
    assert (other.kind, other.reported_by) == ("reported", "somebody in another file")
    assert "To talk" in other.fact and Entry.objects.get(folder__person=cast.leo).kind == "contact"

    Relationship.link(by=cast.dee, person=mia, other=cast.femi, kind="mother", pr_basis="mother")
    write(as_(cast.amara), cast, mia, said_by=femi.public_id, kind="contact")
    assert Entry.objects.filter(folder__person=mia, kind="contact").count() == 1

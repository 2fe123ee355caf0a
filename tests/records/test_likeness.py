"""Looking before a record is opened: who is alike among those one may see, and how a lead hears of the others."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.verbs import Stale
from records.likeness import CERTAIN, LIKELY, POSSIBLE, keys_of, likeness
from records.models import Entry, Likeness, Person
from staff.models import Notice
from tests.cast import years_ago
from tests.records.asking import at, but_for_tokens, child

DAY, OTHER_DAY = date(2021, 5, 4), date(2019, 8, 2)


def somebody(*names, born_on=None):
    return SimpleNamespace(names=list(names), born_on=born_on)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (somebody("Leo Larkin", born_on=DAY), somebody("Leo Larkin", born_on=DAY), CERTAIN),
        (somebody("Inês Pereira"), somebody("Ines Pereira"), LIKELY),
        (somebody("Łukasz O’Neil"), somebody("Lukasz ONeil"), LIKELY),
        (somebody("Larkin Leo"), somebody("Leo Larkin"), LIKELY),
        (somebody("Leo Larkin", born_on=DAY), somebody("Leo Larkin", born_on=OTHER_DAY), LIKELY),
        (somebody("Leonard Adu", "Leo Larkin"), somebody("Leo Larkin"), LIKELY),
        (somebody("Cathrine Moss"), somebody("Katherine Moss"), LIKELY),
        (somebody("Leo Larken", born_on=DAY), somebody("Lio Larkin", born_on=DAY), CERTAIN),
        (somebody("L Larkin"), somebody("Leo Larkin"), POSSIBLE),
        (somebody("Lena Larkin", born_on=DAY), somebody("Leo Larkin", born_on=OTHER_DAY), POSSIBLE),
        (somebody("Luz Pereira", born_on=DAY), somebody("Sol Pereira", born_on=DAY), 0),
        (somebody("Yara Young"), somebody("Leo Larkin"), 0),
        (somebody("李"), somebody("王"), 0),
    ],
)
def test_how_likely_two_names_are_one_person(one, other, how):
    found, why = likeness(one, other)
    assert (found, bool(why)) == (how, bool(how))
    assert likeness(other, one)[0] == how
    assert not how or keys_of(one.names, one.born_on) & keys_of(other.names, other.born_on)
    assert not any(word in why for name in (*one.names, *other.names) for word in name.split())


@pytest.mark.clause("H-06")
class TestLooking:
    def test_shows_who_is_alike_and_why_and_goes_on_with_the_words_already_typed(self, cast, as_):
        client = as_(cast.amara)
        page = client.post(at("look"), {"name": "larkin léo", "born_on": "2021-05-04"})
        assert "The same name" in page.text and at("person", cast.leo) in page.text

        begun = client.post(at("register"), {"begin": "yes", "name": "larkin léo", "unlike": cast.leo.public_id})
        assert f'name="key_person" value="{cast.amara.public_id}"' in page.text
        assert 'value="larkin léo"' in begun.text and "Is it one of these" not in begun.text
        typed = child(name="larkin léo", unlike=[cast.leo.public_id])
        assert client.post(at("register"), typed).status_code == 302

    def test_comes_before_every_new_record(self, cast, as_):
        assert as_(cast.amara).get(at("register")).url == at("look")

    @pytest.mark.clause("S-08")
    @pytest.mark.parametrize("page", ["look", "register"])
    def test_somebody_hidden_is_like_nobody_to_the_letter_and_to_the_question_asked(self, cast, as_, page):
        client, answers = as_(cast.chen), []
        for name in ("Leo Larkin", "Zeb Zarkin"):
            client.get(at("ask"))
            words = child(name=name, born_on=cast.leo.born_on.isoformat(), key_person=cast.chen.public_id)
            with CaptureQueriesContext(connection) as asked:
                answer = client.post(at(page), words)
            text = but_for_tokens(answer.text).replace(name, "")
            answers.append((answer.status_code, text, len(asked), sorted(answer.headers), Likeness.objects.count()))

        assert answers[0] == answers[1]


@pytest.mark.clause("S-08", "H-06")
class TestWhatTheClockFinds:
    @pytest.fixture
    def twin(self, cast, as_):
        as_(cast.chen).post(at("register"), child(name="Léo Larkin", key_person=cast.chen.public_id))
        call_command("tick")
        return Person.objects.get(name="Léo Larkin")

    def test_goes_to_the_lead_and_to_nobody_else(self, cast, as_, twin):
        alike = Likeness.objects.get()
        assert (alike.newer, alike.earlier) == (twin, cast.leo)
        assert "Two records may be one person" in as_(cast.dee).get("/").text
        assert "Two records may be one person" not in as_(cast.chen).get("/").text
        assert as_(cast.chen).get(at("likeness", alike)).status_code == 404
        assert "look" not in as_(cast.chen).get(at("story", twin)).text.split("<main")[1].replace("looked", "")
        assert Notice.objects.filter(to=cast.dee).exists() and not Notice.objects.filter(to=cast.chen).exists()

    def test_passes_by_a_lead_who_is_shut_out_of_one_of_them(self, cast, as_):
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Her nephew")
        Person.register(by=cast.chen, name="Leo Larkin", group="child")
        call_command("tick")

        assert "Two records may be one person" not in as_(cast.dee).get("/").text
        assert "Two records may be one person" in as_(cast.dora).get("/").text
        assert set(Notice.objects.values_list("to__email", flat=True)) == {cast.dora.email}

    def test_is_said_once_and_never_offered_again(self, cast, as_, twin):
        alike = Likeness.objects.get()
        said = {"stays": "two", "why": "Seen together", "seen": alike.version}
        assert as_(cast.dee).post(at("likeness", alike), said).status_code == 302
        assert as_(cast.dee).post(at("likeness", alike), said).status_code == 409
        twin.change(by=cast.dee, known_as="Leo")
        call_command("tick")

        assert Likeness.objects.get().standing == "Two people"
        assert "Two records may be one person" not in as_(cast.dee).get("/").text
        with pytest.raises(Stale):
            alike.merge(by=cast.dee, stays=cast.leo, why="x")

    def test_needs_a_reason(self, cast, as_, twin):
        as_(cast.dee).post(at("likeness", Likeness.objects.get()), {"stays": str(twin.public_id)})
        assert Likeness.objects.get().outcome == ""

    def test_compares_each_record_once(self, cast, twin):
        with CaptureQueriesContext(connection) as asked:
            assert Likeness.look() == 0
        assert len(asked) == 1


@pytest.mark.clause("S-05", "S-26")
class TestWhoCompletesAChildsRecord:
    @pytest.mark.parametrize("source", ["other", "unsure"])
    def test_what_others_say_is_kept_as_information_from_them(self, cast, as_, source):
        said = {f"{source}_who": "Olga Brandt, childminder", f"{source}_said": "She cries at night."}
        as_(cast.dee).post(at("register"), child(source=source, language="Welsh", known_as="Nini", **said))

        nia, entry = Person.objects.get(name="Nia Novak"), Entry.objects.get()
        assert (nia.language, nia.known_as, nia.informed_by) == ("", "", "a member of staff")
        assert (entry.kind, entry.reported_by, entry.folder.kind) == (
            "reported",
            "Olga Brandt, childminder",
            "personal",
        )
        assert "She cries at night." in entry.fact and "Welsh" in entry.fact and "Nini" in entry.fact

    def test_is_kept_with_who_they_are_and_that_they_have_responsibility(self, cast, as_):
        as_(cast.dee).post(at("register"), child(source="parent", informant="Nela Novak", informant_is="mother"))
        nia = Person.objects.get(name="Nia Novak")

        assert (nia.informed_by, nia.informant_is, nia.informant_pr) == ("Nela Novak", "mother", "yes")
        assert "Nela Novak, mother. Parental responsibility: yes" in as_(cast.dee).get(at("person", nia)).text

    def test_each_question_says_why_it_is_asked(self, cast, as_):
        page = as_(cast.dee).post(at("register"), {"begin": "yes", "name": "Nia"}).text
        assert page.count("So that ") >= 3 and "Their age decides who may agree" in page


def test_nothing_asks_more_for_more_people_alike(cast, as_):
    client = as_(cast.dee)

    def asked():
        client.get(at("ask"))
        with CaptureQueriesContext(connection) as queries:
            client.post(at("look"), {"name": "Ada Marsh"})
        return len(queries)

    Person.register(by=cast.dee, name="Ada Marsh", group="child")
    few = asked()
    for number in range(12):
        Person.register(by=cast.dee, name="Ada Marsh", group="child", born_on=years_ago(number))
    assert asked() == few

"""A concern is logged in a minute by anybody, and reaches whoever must know."""

import re

import pytest

from records.models import Concern
from staff import roles
from staff.models import Appointment, Notice, User
from staff.notices import send_waiting
from tests.cast import in_days, member
from tests.records.asking import FACTS, at, but_for_tokens, concern


def sent(client, **answers):
    return client.post(at("log_concern"), concern(**answers))


@pytest.mark.clause("S-27", "H-02")
class TestSending:
    def test_one_page_is_enough(self, cast, as_):
        answer = sent(as_(cast.amara), people=[cast.leo.public_id], others="")

        logged = Concern.objects.get()
        assert answer.url == at("sent", logged)
        assert (logged.reporter, logged.facts, logged.urgent) == (cast.amara, FACTS, False)
        assert logged.about.get().person == cast.leo

    @pytest.mark.parametrize("missing", ["danger", "is_about_staff", "others", "facts"])
    def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(self, cast, as_, missing):
        answer = sent(as_(cast.amara), own_words="I fell", **{missing: ""})

        assert not Concern.objects.exists()
        assert "There is a problem" in answer.text
        assert "I fell" in answer.text

    def test_sent_twice_it_is_one_concern(self, cast, as_):
        first, again = (sent(as_(cast.amara), once="one-token") for _ in range(2))

        assert Concern.objects.count() == 1
        assert first.url == again.url

    def test_somebody_without_a_record_and_a_child_not_yet_born_are_named_in_words(self, cast, as_):
        sent(as_(cast.vik), others="the baby she is expecting")

        assert Concern.objects.get().about.get().words == "the baby she is expecting"

    def test_the_page_after_it_says_what_not_to_do(self, cast, as_):
        page = as_(cast.amara).post(at("log_concern"), concern(), follow=True).text

        assert "Your concern was received" in page
        assert "Do not investigate" in page
        assert "Ring the lead now" in page and "01632 960100" in page
        assert "999" not in page.split("What happens next")[0].split("<main")[1]


class TestDanger:
    @pytest.mark.parametrize("danger", ["yes", "not_sure"])
    @pytest.mark.clause("S-27", "H-02")
    def test_makes_it_urgent_and_tells_the_sender_to_telephone(self, cast, as_, danger):
        page = as_(cast.vik).post(at("log_concern"), concern(danger=danger), follow=True).text

        assert Concern.objects.get().urgent
        assert "Now telephone" in page.split("What happens next")[0]
        assert 'href="tel:999"' in page.split("What happens next")[0]
        assert {(notice.to, notice.urgent) for notice in Notice.objects.all()} == {(cast.dee, True)}

    def test_has_its_numbers_on_the_form_without_a_script(self, cast, as_):
        page = as_(cast.vik).get(at("log_concern")).text
        assert page.index('href="tel:999"') < page.index("Is anyone in danger now?")


@pytest.mark.clause("S-27")
class TestWhoIsTold:
    @pytest.mark.parametrize(("who", "lead"), [("leo", "dee"), ("hana", "ade")])
    def test_the_lead_of_the_group(self, cast, as_, who, lead):
        Concern.log(by=cast.vik, danger="no", facts=FACTS, people=[getattr(cast, who)], group=getattr(cast, who).group)
        assert [notice.to for notice in Notice.objects.all()] == [getattr(cast, lead)]

    def test_a_child_among_several_comes_first(self, cast, as_):
        for person in (cast.leo, cast.hana):
            person.folder("personal").grant(by=cast.dora, to=cast.ben, purpose="Works with both", until=in_days(20))
        sent(as_(cast.ben), people=[cast.leo.public_id, cast.hana.public_id], group="adult")

        assert Concern.objects.get().group == "child"

    def test_somebody_unknown_counts_as_a_child(self, cast, as_):
        sent(as_(cast.vik))
        assert Concern.objects.get().group == "child"

    def test_the_message_says_nothing(self, cast, as_, mailoutbox):
        sent(as_(cast.amara), people=[cast.leo.public_id])
        send_waiting()

        assert len(mailoutbox) == 1
        for word in ("Leo", "Larkin", "Amara", FACTS, "concern"):
            assert word not in mailoutbox[0].subject + mailoutbox[0].body


class TestWhereItBegins:
    def test_with_the_person_whose_page_it_came_from(self, cast, as_):
        address = f"{at('log_concern')}?person={cast.hana.public_id}"
        assert address in as_(cast.ade).get(at("person", cast.hana)).text

        assert chosen(as_(cast.ade).get(address).text, cast.hana)

    def test_with_the_people_of_the_concern_it_adds_to(self, cast, as_):
        logged = Concern.log(by=cast.dee, danger="no", facts=FACTS, people=[cast.leo], others="a boy")
        address = f"{at('log_concern')}?after={logged.public_id}"
        assert address in as_(cast.dee).get(at("sent", logged)).text

        page = as_(cast.dee).get(address).text
        assert chosen(page, cast.leo)
        assert 'value="a boy"' in page

    @pytest.mark.clause("H-06")
    def test_with_nobody_whom_this_user_may_not_see(self, cast, as_):
        logged = Concern.log(by=cast.dee, danger="no", facts=FACTS, people=[cast.leo], others="a lad")
        for query in ({"person": cast.leo.public_id}, {"after": logged.public_id}, {"person": "x", "after": "x"}):
            page = as_(cast.chen).get(at("log_concern"), query).text
            assert "Leo" not in page and "a lad" not in page

    def test_and_says_that_one_person_is_needed(self, cast, as_):
        page = as_(cast.amara).get(at("log_concern")).text

        assert "Tick, find or describe at least one" in page
        assert not re.search(r"(Who is it about\?|Somebody not listed)\s*<span[^>]*>\(optional", page)


def chosen(page, person):
    return re.search(rf'value="{person.public_id}"[^>]* checked', page)


class TestBeforeTheUndertaking:
    @pytest.mark.clause("H-06", "S-27")
    def test_a_new_worker_logs_in_words_and_is_shown_nobody(self, cast, as_):
        new = member("nia", roles.Practitioner, promised=False)
        cast.leo.assign_key_person(by=cast.dee, to=new)
        client = as_(new)

        assert "Larkin" not in client.get(at("log_concern")).text
        assert "Larkin" not in client.post(at("log_concern"), concern(find="yes", find_words="Leo")).text
        assert "Choose from the people shown" in sent(client, people=[cast.leo.public_id]).text
        assert sent(client).status_code == 302
        assert "Your concern was received" in client.get(at("sent", Concern.objects.get())).text


class TestLookingForSomebody:
    @pytest.mark.clause("H-06")
    def test_keeps_what_was_typed_and_judges_nothing(self, cast, as_):
        page = as_(cast.dee).post(at("log_concern"), {"find": "yes", "find_words": "leo", "facts": "Typed"}).text

        assert "Leo Larkin, 4" in page
        assert "Typed" in page
        assert "There is a problem" not in page
        assert not Concern.objects.exists()

    @pytest.mark.clause("H-06")
    def test_finds_nobody_whom_one_may_not_see(self, cast, as_):
        page = as_(cast.chen).post(at("log_concern"), {"find": "yes", "find_words": "leo"}).text
        other = as_(cast.chen).post(at("log_concern"), {"find": "yes", "find_words": "xyz"}).text

        assert "Leo Larkin" not in page
        assert but_for_tokens(page).replace('value="leo"', "") == but_for_tokens(other).replace('value="xyz"', "")

    @pytest.mark.parametrize("choice", ["leo", "nobody", "nonsense"])
    @pytest.mark.clause("H-06")
    def test_a_forged_choice_says_the_same_whether_the_person_exists_or_not(self, cast, as_, choice):
        forged = {
            "leo": str(cast.leo.public_id),
            "nobody": "0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11",
            "nonsense": "1 OR 1=1",
        }
        page = sent(as_(cast.chen), people=[forged[choice]]).text

        assert "Choose from the people shown." in page
        assert not Concern.objects.exists()


def test_anybody_with_an_account_may_log_even_without_a_role(cast, as_):
    bare = member("nobody", roles.Practitioner)
    Appointment.objects.get(user=bare).end(by=cast.adam)

    assert sent(as_(User.objects.get(pk=bare.pk))).status_code == 302

"""Whoever belongs to a family, or knows it, says so or is noticed; a lead shuts them out of all of it (A2, H-31)."""

import pytest
from django.core.exceptions import PermissionDenied

from records.models import Person, Relationship, Tie
from records.shut_out import shut_out_of_family
from staff.models import Notice, User
from tests.cast import years_ago
from tests.records.asking import at, but_for_tokens


@pytest.fixture
def ida(cast):
    """A sister of Leo."""
    ida = Person.register(by=cast.dee, name="Ida Larkin", group="child", born_on=years_ago(7), key_person=cast.chen)
    Relationship.link(by=cast.dee, person=cast.leo, other=ida, kind="sibling")
    return ida


def knows(user):
    return {person.name for person in Person.objects.open_to(user)}


@pytest.mark.clause("H-31", "H-06")
class TestShuttingOutOfAFamily:
    def test_is_one_step_for_everybody_the_lead_looks_after(self, cast, as_, ida):
        page = as_(cast.dee).get(at("exclude", ida)).text
        assert "Now: Leo Larkin." in page
        assert "Femi" not in page
        as_(cast.dee).post(at("exclude", ida), {"who": cast.chen.public_id, "reason": "Aunt", "whole_family": "on"})

        assert knows(cast.chen) == set()
        assert cast.leo.shuts_out(cast.chen) and ida.shuts_out(cast.chen)
        assert not cast.femi.shuts_out(cast.chen)

    def test_reaches_whoever_is_linked_later_and_nobody_beyond(self, cast, ida):
        shut_out_of_family(cast.leo, by=cast.sena, who=cast.chen, reason="Uncle")
        assert {person.shuts_out(cast.chen) for person in (cast.leo, ida, cast.femi, cast.gran)} == {True}
        new = Relationship.link(by=cast.amara, person=cast.leo, new_name="Otto Larkin", kind="sibling").other
        far = Relationship.link(by=cast.amara, person=new, new_name="Somebody Else", kind="sibling").other

        assert new.shuts_out(cast.chen)
        assert not far.shuts_out(cast.chen)

    def test_of_one_record_alone_reaches_nobody_else(self, cast, ida):
        cast.leo.exclude(by=cast.dee, who=cast.chen, reason="Uncle")
        assert knows(cast.chen) == {"Ida Larkin"}

    def test_never_leaves_a_record_that_nobody_decides_about(self, cast, ida):
        for who in (cast.dora, cast.sena):
            ida.exclude(by=cast.dee, who=who, reason="x")
        shut_out_of_family(cast.leo, by=cast.dee, who=cast.dee, reason="x")
        assert cast.leo.shuts_out(cast.dee) and not ida.shuts_out(cast.dee)


@pytest.mark.clause("H-06", "H-31")
class TestDeclaring:
    def test_goes_to_the_leads_and_tells_the_colleague_nothing(self, cast, as_):
        sent = as_(cast.vik).post(at("declare_tie"), {"words": "The Larkins are my neighbours"}, follow=True).text
        assert "The leads know now" in sent
        assert set(Notice.objects.values_list("to__first_name", flat=True)) == {"Dee", "Ade"}
        assert "Vik Example: The Larkins are my neighbours" in as_(cast.dee).get("/").text
        assert "neighbours" not in as_(cast.amara).get("/").text

        before = as_(cast.vik).get(at("declare_tie")).text
        settle(as_(cast.dee), cast, shut_out="family")
        as_(cast.dee).get(at("ties"))
        assert but_for_tokens(as_(cast.vik).get(at("declare_tie")).text) == but_for_tokens(before)
        assert cast.leo.shuts_out(cast.vik)

        said = "known to, Vik Example, who works here"
        assert said in as_(cast.dee).get(at("person", cast.leo)).text
        assert said not in as_(cast.amara).get(at("person", cast.leo)).text

    def test_is_judged_by_another_lead_never_by_oneself(self, cast, as_):
        tie = Tie.declare(by=cast.dee, words="Leo is my nephew")
        assert as_(cast.dee).get(at("tie", tie)).status_code == 404
        with pytest.raises(PermissionDenied):
            tie.dismiss(by=cast.dee, reason="No")
        assert "then choose them" in settle(as_(cast.dora), cast, person="").text
        assert "There is a problem" in settle(as_(cast.dora), cast, reason="").text
        settle(as_(cast.dora), cast)
        assert knows(cast.dee) == {"Yara Young"}


def settle(client, cast, **answers):
    said = {"answer": "act", "person": cast.leo.public_id, "shut_out": "record", "reason": "They are family"}
    return client.post(at("tie", Tie.objects.get()), said | answers)


@pytest.mark.clause("H-31")
class TestWhatIsNoticed:
    def test_is_a_likeness_of_names_once_whichever_came_first(self, cast, as_):
        User.open(by=cast.adam, email="kim@example.org", first_name="Kim", last_name="Larkin")
        new = Person.register(by=cast.dee, name="Ned Larkin", group="child", born_on=years_ago(3))
        new.change(by=cast.dee, language="Twi")
        Person.register(by=cast.dee, name="Kim Larkin", group="child", born_on=years_ago(3))

        assert set(Tie.objects.values_list("person__name", "source")) == {
            (name, "surname") for name in ("Leo Larkin", "Femi Larkin", "Gran Larkin", "Quin Larkin", "Ned Larkin")
        } | {("Kim Larkin", "name")}
        assert "Femi" not in as_(cast.dee).get(at("ties")).text
        assert "Kim Larkin</a>" in as_(cast.dee).get(at("ties")).text

    def test_of_one_colleague_waits_whatever_more_is_known_of_another(self, cast):
        kim, ned = (
            User.open(by=cast.adam, email=f"{name}@example.org", first_name=name, last_name="Larkin")
            for name in ("Kim", "Ned")
        )
        near = Tie.notice(by=User.system(), user=ned, person=cast.leo, source=Tie.Source.BOTH)
        waiting = Tie.objects.waiting_for(cast.dee).filter(person=cast.leo)
        assert [*waiting] == [Tie.objects.get(user=kim, person=cast.leo), near]

    def test_is_dismissed_with_a_reason_that_is_kept_and_not_noticed_again(self, cast, as_):
        kim = User.open(by=cast.adam, email="kim@example.org", first_name="Kim", last_name="Young")
        tie = Tie.objects.get()
        as_(cast.dee).post(at("tie", tie), {"answer": "dismiss", "reason": "Only the same name"})
        cast.yara.change(by=cast.dee, language="Twi")
        assert Tie.objects.get().answer == "Only the same name"
        assert "Only the same name" in as_(cast.dora).get(at("ties")).text
        assert not cast.yara.shuts_out(kim)

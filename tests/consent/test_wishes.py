"""A young person who can decide asks that their parents are not told: it is kept to, unless a lead names a harm."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.verbs import Stale
from consent.models import NoticeGiven, Wish
from consent.silence import kept_from_whoever_answered
from consent.untold import not_told_yet, untold_of
from records.models import Entry, Relationship, Telling
from records.models.telling import may_be_told
from tests.cast import in_days
from tests.consent.pages import page
from tests.consent.said import assessed, mother, said, teenager, told, waits_for

BEHAVIOUR = {"kind": "behaviour", "fact": "She shouted.", "happened_at": in_days(-1), "parent_told": "due"}


@pytest.fixture
def nia(cast):
    """Fifteen, with a mother; she understands, and does not want her told of anything."""
    nia = teenager(cast)
    assessed(cast, nia, wants_parents_told="no")
    return nia


def written(cast, person, kind="personal"):
    return Entry.write(by=cast.amara, folder=person.folder(kind), **BEHAVIOUR).tellings.standing().get()


def outweigh(cast, wish, by=None):
    wish.outweigh(by=by or cast.dee, harm="self", reason="She spoke of not wanting to live.")


@pytest.mark.clause("H-15", "S-19")
class TestTheWish:
    def test_takes_the_parents_off_every_list_of_whom_to_tell(self, cast, nia):
        assert told(nia) == {"Nia Larkin"}
        listed = dict(untold_of(list(not_told_yet(cast.dee)), cast.dee))
        assert [one.name for one in listed[nia]] == ["Nia Larkin"]
        NoticeGiven.explain(by=cast.dee, person=nia, to_person=nia, how="in_person")
        assert nia not in not_told_yet(cast.dee)

        with pytest.raises(ValidationError, match="their parents are not told"):
            NoticeGiven.explain(by=cast.dee, person=nia, to_name="femi larkin", how="letter")

    @pytest.mark.clause("H-11")
    def test_makes_the_duty_to_tell_a_parent_wait_for_the_lead(self, cast, nia):
        waits = written(cast, nia)

        assert (waits.said, "their parents are not told" in waits.words) == (Telling.Said.LEAD, True)
        assert not may_be_told(nia, cast.dee, "personal").exists()
        with pytest.raises(PermissionDenied, match="which harm"):
            waits.rule(by=cast.dee, said=Telling.Said.DUE, look_on=in_days(0).date())

    def test_holds_back_what_was_to_be_told_before_it(self, cast):
        nia = teenager(cast)
        before = written(cast, nia)
        assessed(cast, nia, wants_parents_told="no")

        assert before.said == Telling.Said.DUE
        assert Telling.objects.standing().get(person=nia).said == Telling.Said.LEAD

    def test_of_one_kind_of_information_is_about_that_kind(self, cast):
        nia = teenager(cast)
        assessed(cast, nia, wants_parents_told="some")

        assert not may_be_told(nia, cast.dee, "personal").exists()
        assert may_be_told(nia, cast.dee, "send").get().other == cast.femi
        assert told(nia) == {"Nia Larkin", "Femi Larkin"}

    def test_about_photographs_is_about_photographs_and_not_about_the_personal_folder(self, cast, as_):
        nia, display = teenager(cast), {"kind": "photographs", "purpose": "display", "recipient": None}
        before = written(cast, nia)
        assessed(cast, nia, wants_parents_told="some", **display, information="")
        answers = [
            said(cast, nia, cast.femi, "parent", "refused", **display, information=""),
            said(cast, nia, cast.femi, "parent", "refused"),
        ]

        assert may_be_told(nia, cast.dee, "personal").get().other == cast.femi and before.said == Telling.Said.DUE
        assert [bool(kept_from_whoever_answered(answer)) for answer in answers] == [True, False]
        assert "Photographs and film" in as_(cast.amara).get(page("person", nia)).text

    def test_is_talked_about_again_on_a_day_and_holds_on_it_too(self, cast, nia):
        wish, talk = Wish.objects.get(), f"A talk to have: {nia.name}"
        assert timezone.localdate() < wish.review_on <= in_days(366).date()
        for wrong in (0, 400):
            with pytest.raises(ValidationError, match="Give a day to come, within a year"):
                Wish.hear(by=cast.amara, person=nia, competence=wish.competence, review_on=in_days(wrong).date())
        Wish.hear(by=cast.amara, person=nia, competence=wish.competence, review_on=in_days(20).date())
        assert talk not in waits_for(cast.amara)
        with time_machine.travel(timezone.now() + timedelta(days=21)):
            assert talk in waits_for(cast.amara) and talk not in waits_for(cast.dee)
            assert told(nia) == {"Nia Larkin"}
            Wish.hear(by=cast.amara, person=nia, competence=wish.competence)
            assert talk not in waits_for(cast.amara)

    def test_keeps_the_copy_of_a_parents_answer_from_going_to_them(self, cast, as_, nia):
        answer = said(cast, nia, cast.femi, "parent")

        assert "This copy is not given to them" in as_(cast.amara).get(page("copy", answer)).text
        assert "not given" not in as_(cast.amara).get(page("copy", mother(cast))).text

    def test_ends_when_they_change_their_mind(self, cast, nia):
        wish = Wish.objects.get()
        wish.end(by=cast.amara)

        assert told(nia) == {"Nia Larkin", "Femi Larkin"}
        with pytest.raises(Stale):
            wish.end(by=cast.amara)

    @pytest.mark.clause("S-18")
    def test_is_outweighed_by_a_harm_that_a_lead_names_and_by_nobody_else(self, cast, nia):
        wish, waits = Wish.objects.get(), written(cast, nia)
        for other in (cast.amara, cast.ade):
            with pytest.raises(PermissionDenied, match="Only a safeguarding lead"):
                outweigh(cast, wish, by=other)
        outweigh(cast, wish)

        assert may_be_told(nia, cast.dee, "personal").exists()
        waits.rule(by=cast.dee, said=Telling.Said.DUE, look_on=in_days(0).date())


@pytest.mark.clause("S-02")
class TestWhoseItIs:
    def test_under_sixteen_it_needs_a_record_that_they_understand(self, cast):
        nia = teenager(cast)
        not_able = assessed(cast, nia, able=False, wants_parents_told="no")

        assert not Wish.objects.exists()
        for competence in (None, not_able):
            with pytest.raises(ValidationError, match="Record first"):
                Wish.hear(by=cast.amara, person=nia, competence=competence)

    def test_from_sixteen_it_needs_none_and_a_grown_person_needs_no_wish(self, cast):
        assert Wish.hear(by=cast.dee, person=cast.yara).is_standing
        with pytest.raises(ValidationError, match="told nothing anyway"):
            Wish.hear(by=cast.ade, person=cast.hana)


class TestThePages:
    def test_records_it_ends_it_and_lets_only_a_lead_outweigh_it(self, cast, as_):
        nia = teenager(cast, years=16)
        asks = {"information": "all", "words": "Not my mum.", "review_on": in_days(90).date()}
        as_(cast.amara).post(page("wish", nia), asks)
        wish = Wish.objects.get()
        assert (wish.information, wish.words) == ("", "Not my mum.")
        assert as_(cast.amara).get(page("outweigh", wish)).status_code == 403
        for name, sent in (("outweigh", {"harm": "self", "reason": "Said so."}), ("end_wish", {})):
            assert as_(cast.ade).post(page(name, wish), sent).status_code == 404
        assert as_(cast.dee).post(page("outweigh", wish), {"harm": "self", "reason": ""}).status_code == 200
        as_(cast.dee).post(page("outweigh", wish), {"harm": "self", "reason": "Said so."})

        assert Wish.objects.get().outweighed_by == cast.dee

    def test_lets_no_lead_of_others_outweigh_it_who_was_only_let_in_to_read(self, cast, as_, nia):
        nia.folder("personal").grant(by=cast.dee, to=cast.ade, purpose="The mother", until=in_days(9))
        wish = page("outweigh", Wish.objects.get())
        assert [as_(who).get(wish).status_code for who in (cast.ade, cast.dee)] == [403, 200]

    @pytest.mark.clause("H-12", "H-13")
    def test_whoever_reads_along_sees_no_more_than_without_it(self, cast, as_, nia):
        """On the page that may be turned round, what they asked stands only in a part that is folded away."""
        shown = as_(cast.amara).get(page("person", nia)).text
        open_parts = shown.split("<details")[0] + "".join(
            part.split("</details>")[-1] for part in shown.split("<details")
        )

        assert "not told" in shown and "not told" not in open_parts.lower().replace("not told yet", "")
        record = as_(cast.amara).get(reverse("records:person", args=[nia.public_id])).text
        assert "Not to be told" in record and "Femi Larkin</strong>. They asked" in record

    @pytest.mark.clause("H-15")
    def test_send_nobody_to_a_parent_before_what_they_ask_of_us_was_read(self, cast, as_, nia):
        """The same words whether they asked or not: whoever reads along learns only that they can decide something."""
        asked = as_(cast.amara).get(page("person", nia)).text
        Wish.objects.get().end(by=cast.amara)
        told = as_(cast.amara).get(page("person", nia)).text

        for shown in (asked, told):
            assert "Before you ask anybody" in shown and "Ask Femi Larkin" not in shown
        assert "Ask Femi Larkin." in as_(cast.amara).get(page("person", cast.leo)).text

    @pytest.mark.clause("S-02", "S-05")
    def test_record_an_assessment_a_power_and_a_decision(self, cast, as_):
        ade, whom = as_(cast.ade), {"purpose": "health", "recipient": "kind:health", "information": "personal"}
        whom |= {"kind": "sharing"}
        two = {**whom, "about": "The nurse", "help_given": "Pictures", "impairment": "Dementia", "reasons": "Asked"}
        two |= dict.fromkeys(["understands", "retains", "weighs", "communicates"], "no") | {"because_of_it": "yes"}
        assert ade.post(page("capacity", cast.hana), two).status_code == 200  # no day on which it is looked at again
        ade.post(page("capacity", cast.hana), two | {"review_on": in_days(60).date().isoformat()})
        found = cast.hana.capacities.get()
        link = Relationship.link(by=cast.ade, person=cast.hana, other=cast.gran, kind="attorney")
        seen = {"relationship": str(link.public_id), "kind": "property", "evidence": "A copy"}
        ade.post(page("power", cast.hana), seen)
        made = {
            **whom,
            "about": "The nurse",
            "wants": "Yes",
            "asked": "Gran",
            "less_restrictive": "Dates",
            "shares": "yes",
        }
        made |= {"can_wait": "No", "reasons": "Care", "decided_by": "Dr Oak", "decided_at": "2020-01-01 10:00"}
        made |= {"review_on": "2020-06-01"}
        assert "First somebody records" in ade.post(page("best_interests", cast.hana), made).text

        assert found.outcome == "not able to decide" and cast.hana.powers.get().kind == "property"
        assert "Dementia" in ade.get(page("capacity_record", found)).text
        ade.post(page("end_power", cast.hana.powers.get()), {})
        assert not cast.hana.powers.get().is_standing
        assert as_(cast.amara).get(page("capacity_record", found)).status_code == 404

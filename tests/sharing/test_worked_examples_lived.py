"""The worked examples that are about records rather than answers: who may see, who may agree, and what wakes up."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from consent.models import Consent
from consent.standing import standing
from records.models import Agency, Concern, Entry, Person, Relationship, SafeContact
from sharing.leaving.guard import Answer, judged
from sharing.models import Decision
from staff.models import User
from tests.consent.said import ago, assessed, mother, said, teenager, told

from .conftest import AGREED, NOT_TO_SHARE, REFUSED
from .test_guard import item, to
from .test_waking import NO


@pytest.mark.clause("S-19", "H-24")
def test_a_health_visitor_who_hears_no_is_told_why_and_a_day_is_set_to_look_again(cast, propose, in_a_month):
    decision = propose(REFUSED | {"public_interest": "insufficient"})
    decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
    decision.tell_requester(by=cast.amara, how="By telephone", at=timezone.now(), words="His mother has said no.")

    assert (decision.state, decision.look_on) == ("not_shared", in_a_month)
    assert decision.requester_told_at and not hasattr(decision, "disclosure")


@pytest.mark.clause("H-15", "S-19", "S-02")
def test_a_competent_young_person_who_wants_their_parents_not_told_is_told_alone(cast):
    nia = teenager(cast)
    assert told(nia) == {"Nia Larkin", "Femi Larkin"}
    assessed(cast, nia, wants_parents_told="no")
    assert told(nia) == {"Nia Larkin"}


@pytest.mark.clause("S-13", "S-22")
def test_a_refuge_address_stops_what_goes_to_anybody_but_those_who_protect(cast, propose):
    SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value="14 Larkspur Row", withhold=[])
    answers = {}
    for kind in ("solicitor", "school", "police", "children"):
        agency = Agency.add(by=cast.dee, name=f"Example {kind}", kind=kind)
        contact = agency.verify(by=cast.dee, name="Sol", post="x", telephone="0", number_from="Our directory")
        decision = propose(AGREED, contact=contact, agency=agency)
        answers[kind] = judged(decision, to(contact), [item("They are at 14 Larkspur Row.")]).answer

    assert answers == dict.fromkeys(("solicitor", "school"), Answer.STOPPED) | dict.fromkeys(
        ("police", "children"), Answer.CONFIRM
    )


@pytest.mark.clause("H-12", "S-16")
def test_an_old_agreement_for_other_agencies_is_none_and_one_that_ran_out_is_asked_for_again(cast):
    with pytest.raises(ValidationError, match="not an agreement"):
        mother(cast, recipient=None, recipient_kind="other", answered_at=ago(300))
    mother(cast, answered_at=ago(300), review_on=ago(1).date())

    assert standing(cast.leo, "health", cast.social_care, "personal").state == "expired"


@pytest.mark.clause("H-31", "H-06")
def test_a_concern_about_the_lead_goes_past_them_and_they_cannot_see_that_it_exists(cast, as_):
    concern = Concern.log(by=cast.chen, danger="no", facts="She was rough.", is_about_staff=True, about_staff=cast.dee)

    assert not Concern.objects.open_to(cast.dee).contains(concern)
    assert Concern.objects.open_to(cast.sena).contains(concern)
    page, absent = as_(cast.dee).get(f"/records/concerns/{concern.public_id}/"), as_(cast.dee).get("/records/nothing/")
    assert (page.status_code, page.content) == (absent.status_code, absent.content)


@pytest.mark.clause("S-05", "S-02")
def test_a_childminder_tells_what_they_know_and_agrees_to_nothing(cast):
    minder = Person.register(by=User.system(), name="Mina Minder", group="adult")
    Relationship.link(by=User.system(), person=cast.leo, other=minder, kind="childminder")

    with pytest.raises(ValidationError, match="parental responsibility"):
        said(cast, cast.leo, minder, "parent")
    assert not Consent.objects.exists()
    folder = cast.leo.folder("personal")
    entry = Entry.write(
        by=cast.amara, folder=folder, kind="reported", fact="He sleeps badly.", reported_by="Mina Minder",
        happened_at=timezone.now(),
    )  # fmt: skip
    assert (entry.kind, entry.reported_by) == ("reported", "Mina Minder")


@pytest.mark.clause("H-21", "S-19")
def test_a_new_concern_about_a_child_opens_both_earlier_decisions_not_to_share(cast, propose, in_a_month):
    for _ in range(2):
        propose(NO).sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
    Concern.log(by=cast.chen, danger="no", facts="A third bruise.", people=[cast.leo])

    assert [decision.state for decision in Decision.objects.all()] == ["reopened", "reopened"]

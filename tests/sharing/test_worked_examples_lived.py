"""The worked examples that are about records rather than answers: who may see, who may agree, and what wakes up."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from consent.models import Consent
from records.models import Concern, Entry, Person, Relationship
from sharing.models import Decision
from staff.models import User
from tests.consent.said import said

from .conftest import NOT_TO_SHARE
from .test_waking import NO


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

"""How it was shared, what the family was told, and what whoever asked is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from policy import packs
from sharing.models import Decision

from .conftest import AGREED, NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM, TO_SHARE
from .pieces import confirm, entry, signed, ticked, told, url

__all__ = ["entry", "signed", "told"]


@pytest.mark.clause("H-30", "S-22")
class TestTheWay:
    @pytest.mark.parametrize(
        ("said", "key"),
        [("WhatsApp", "chat_group"), ("a Facebook message", "social_network"), ("the mums' group chat", "chat_group")],
    )
    def test_a_social_network_or_chat_is_refused_in_the_policys_words(self, amara, signed, entry, told, said, key):
        words = told | ticked(entry) | {"method": "other", "method_other": said}
        refused = amara.post(url(signed), words)
        assert packs.current().banned_methods[key] in str(refused.context["form"].errors["method_other"].as_data())

    @pytest.mark.parametrize("method", ["chat_group", "ordinary_email", "pigeon", ""])
    def test_a_way_that_is_not_on_the_list_is_refused(self, amara, signed, entry, told, method):
        assert "method" in amara.post(url(signed), told | ticked(entry) | {"method": method}).context["form"].errors

    def test_another_way_is_never_taken(self, amara, signed, entry, told):
        words = told | ticked(entry) | {"method": "other", "method_other": "Carrier pigeon"}
        assert "method_other" in amara.post(url(signed), words).context["form"].errors

    def test_the_telephone_stands_first(self, amara, signed):
        assert amara.get(url(signed)).context["form"].fields["method"].choices[0][0] == "telephone"

    def test_only_somebody_of_this_agency_who_was_called_back_receives_it(self, cast, amara, signed, entry, told):
        from records.models import Agency

        other = Agency.add(by=cast.dee, name="Another", kind="charity").verify(
            by=cast.dee, name="Ono Other", post="Clerk", telephone="01632 960180", number_from="our directory"
        )
        for forged in (str(other.public_id), "nobody", "0f3cdd11-0000-4000-8000-000000000000"):
            assert (
                "contact" in amara.post(url(signed), told | ticked(entry) | {"contact": forged}).context["form"].errors
            )


@pytest.mark.clause("H-07", "H-15", "H-34", "S-30")
class TestTheFamily:
    def test_no_answer_about_them_is_given_beforehand(self, amara, signed, entry, told):
        form = amara.get(url(signed)).context["form"]
        assert [form[name].value() for name in ("tell", "agency_named")] == [None, None]
        assert "agency_named" in amara.post(url(signed), told | {"agency_named": ""}).context["form"].errors

    def test_learns_our_name_but_not_the_workers(self, amara, signed, entry, told):
        preview = confirm(amara, signed, told | ticked(entry)).context["preview"]
        assert preview.sender == "The Springfield Project"
        assert signed.disclosure.agency_named and not signed.disclosure.worker_named

    def test_our_name_is_left_out_only_by_an_agreement(self, amara, signed, entry, told):
        words = told | ticked(entry) | {"agency_named": "no"}
        assert "agency_agreement" in amara.post(url(signed), words).context["form"].errors
        agreed = {"agreed_with": "We and Sol Worker", "agency_agreement": "Their safety."}
        confirm(amara, signed, words | agreed | {"agreed_on": timezone.localdate().isoformat()})
        assert not signed.disclosure.agency_named

    def test_was_told_or_there_is_a_reason_and_a_day(self, amara, signed, entry, told):
        words = told | ticked(entry) | {"tell": "not_yet"}
        assert "tell_on" in amara.post(url(signed), words).context["form"].errors
        later = timezone.localdate() + timedelta(days=7)
        confirm(amara, signed, words | {"tell_on": later.isoformat()})
        assert (signed.tell, signed.tell_on) == ("not_yet", later)


@pytest.mark.clause("H-24", "S-23")
class TestWhoeverAskedIsTold:
    @pytest.fixture
    def refused(self, propose, cast, in_a_month):
        decision = propose(REFUSED | {"public_interest": "insufficient"})
        decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
        return decision

    def test_and_nobody_tells_themselves(self, cast, amara, signed, refused, propose):
        """What a worker decided on their own question; a lead's no to it is talked over with them (H-24)."""
        untold = Decision.objects.untold_by(cast.amara)
        by_dee = propose(REFUSED_HARM)
        by_dee.sign(by=cast.dee, outcome="share", **OVERRIDE)
        assert [untold.contains(one) for one in (signed, by_dee, refused)] == [False, False, True]
        assert [one.is_untold for one in (signed, by_dee, refused)] == [False, False, True]
        page = amara.get(reverse("sharing:requester_told", args=[signed.public_id]))
        assert page.status_code == 403 and "nobody else asked" in page.content.decode()

    def test_somebody_outside_hears_of_a_yes_too(self, cast, amara):
        request = {"kind": "setting", "name": "Hal Visitor", "asked_for": "How he is", "why": "A review"}
        request["asked_at"] = timezone.now() - timedelta(days=1)
        to = {"contact": cast.contact, "agency": cast.social_care}
        decision = Decision.propose(by=cast.amara, people=[cast.leo], facts=AGREED, request=request, **to)
        decision.sign(by=cast.amara, outcome="share", **TO_SHARE)
        assert decision.is_untold and Decision.objects.untold_by(cast.amara).contains(decision)

    TOLD = {"whom": "Hal Visitor", "how": "By telephone", "at": "2026-03-02 10:15", "said": "No, and why."}

    def test_of_a_refusal_too_and_how(self, amara, refused):
        page = reverse("sharing:requester_told", args=[refused.public_id])
        amara.post(page, self.TOLD)
        refused.refresh_from_db()
        assert refused.requester_told_how == "Hal Visitor, by telephone: No, and why."
        assert amara.post(page, self.TOLD).status_code == 403

    @pytest.mark.parametrize("left_out", ["whom", "how", "at", "said"])
    def test_with_everything_said(self, amara, refused, left_out):
        page = reverse("sharing:requester_told", args=[refused.public_id])
        assert left_out in amara.post(page, self.TOLD | {left_out: ""}).context["form"].errors

    def test_not_before_it_is_signed(self, amara, propose):
        page = reverse("sharing:requester_told", args=[propose().public_id])
        assert amara.get(page).status_code == 403

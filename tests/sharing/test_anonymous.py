"""The case in words that name nobody, and the second person who looks before anything leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.models import SafeContact
from sharing.anonymous import brief_without_names, identities_of, names_in, without
from sharing.models import Decision
from sharing.states import NotNow

from .conftest import AGREED, OVERRIDE, REFUSED_HARM, TO_SHARE
from .test_deciding import at

ADDRESS = "14 Acacia Avenue, Birmingham B12 9XX"
WORDS = (
    "Leo Larkin (b. {born}) told Amara that Quin hit him. FEMI and his gran are afraid; the Larkins moved to "
    "{address}. Ring 01632 960155 or femi@example.net, or Sol Worker. Leo's arm is blue."
)
GIVEN_AWAY = ("leo", "larkin", "amara", "quin", "femi", "gran", "sol", "acacia", "b12", "960155", "example.net")


@pytest.fixture
def named(cast, propose):
    """A case whose every box names somebody."""
    SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value=ADDRESS)
    said = WORDS.format(born=f"{cast.leo.born_on:%d/%m/%Y}", address=ADDRESS)
    request = {"name": "Sol Worker", "asked_for": said, "why": said}
    return Decision.propose(
        by=cast.amara, people=[cast.leo], facts=REFUSED_HARM, request=request, welfare=said, because={"harm": said},
        purpose_words=said, contact=cast.contact, agency=cast.social_care, purpose="protection",
    )  # fmt: skip


@pytest.mark.clause("H-16", "S-21")
class TestABriefWithoutNames:
    def test_keeps_what_matters_and_no_protected_value(self, cast, named):
        brief = brief_without_names(named)

        assert "aged one to four" in brief and "arm is blue" in brief and "Share to protect" in brief
        for word in (*GIVEN_AWAY, str(cast.leo.born_on.year)):
            assert word not in brief.lower(), word
        assert names_in(brief, named) == []

    def test_calls_each_of_them_the_same_throughout_and_keeps_whose_it_is(self, cast, named):
        hidden = identities_of(named)
        said = without("Leo's arm. Femi saw LEO; Femi’s sister did not. Amara told Sol. The Larkins left.", hidden)
        mother = said.split("Femi")[0].split(". ")[1].split(" saw")[0]
        assert said.startswith(f"[the child]'s arm. {mother} saw [the child]; {mother}’s sister") and "person" in mother
        assert said.endswith("[a colleague] told [whoever asks]. The [somebody] left.")

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_no_value_survives_however_it_is_written(self, named, data):
        hidden = getattr(named, "hidden", None) or identities_of(named)
        named.hidden = hidden
        value = data.draw(st.sampled_from(["Leo Larkin", "Quin Larkin", "Amara Example", ADDRESS]))
        spaced = data.draw(st.sampled_from([" ", "  ", "\n", "-", ", "])).join(value.split())
        changed = data.draw(st.sampled_from([str.upper, str.lower, str.title, str]))(spaced)
        before = data.draw(st.sampled_from(["He said: ", "(", "“", ""]))
        left = without(f"{before}{changed}. And then.", hidden).lower()
        assert not [word for word in value.lower().replace(",", "").split() if len(word) > 2 and word in left]

    def test_stands_ready_in_the_form_and_names_are_refused_unless_said(self, cast, named, as_):
        dee = as_(cast.dee)
        form = dee.get(at("seek_advice", named)).context["form"]
        brief = form["asked"].value()
        assert "arm is blue" in brief

        door = form.fields["door"].choices[0][0]
        refused = dee.post(at("seek_advice", named), {"door": door, "asked": "Leo is hurt. What now?"})
        assert "asked" in refused.context["form"].errors and "Leo is hurt" in refused.text
        assert dee.post(at("seek_advice", named), {"door": door, "asked": f"{brief} What now?"}).status_code == 302
        advice = Decision.objects.get(pk=named.pk).advice.get()
        assert (advice.named, advice.asked_by) == (False, cast.dee)

    def test_named_on_purpose_it_is_recorded_as_named(self, cast, named, as_):
        door = as_(cast.dee).get(at("seek_advice", named)).context["form"].fields["door"].choices[0][0]
        as_(cast.dee).post(at("seek_advice", named), {"door": door, "asked": "Leo is hurt.", "named": "on"})
        assert Decision.objects.get(pk=named.pk).advice.get().named

    @pytest.mark.clause("H-21")
    def test_waiting_for_it_never_stands_in_front_of_protection(self, cast, named):
        named.seek_advice(by=cast.dee, door="The service", asked="What now?")
        named.sign(by=cast.dee, outcome="share", **OVERRIDE)
        assert named.state == "to_share"


def left(decision, by):
    item = {"what": "A bruise", "why_needed": "To treat him", "nature": "fact"}
    disclosure = {"contact": decision.contact, "to_whom": "Sol", "method": "telephone", "shared_at": timezone.now()}
    decision.record_disclosure(by=by, disclosure=disclosure | {"taken_by": "Sol", "will_do": "s47"}, items=[item])


@pytest.mark.clause("S-20", "S-30")
class TestASecondPersonFirst:
    SOON = timezone.localdate() + timedelta(days=5)
    NOT_TOLD = {"tell": "not_yet", "tell_words": "The police have asked.", "tell_on": SOON}

    @pytest.fixture
    def held(self, cast, propose):
        decision = propose(AGREED)
        decision.sign(by=cast.dee, outcome="share", **TO_SHARE | self.NOT_TOLD)
        return decision

    def test_nothing_leaves_before_they_have_looked(self, cast, held, as_):
        with pytest.raises(NotNow, match="second person"):
            left(held, cast.amara)
        assert as_(cast.amara).get(at("disclose", held)).status_code == 403
        assert "A second person looks at this first" in as_(cast.dee).get(at("decision", held)).text
        held = Decision.objects.get(pk=held.pk)
        held.review(by=cast.sena, said="Right, and in time.")
        left(held, cast.amara)
        assert Decision.objects.get(pk=held.pk).state == "shared"

    def test_never_in_front_of_harm_where_they_look_afterwards(self, cast, propose):
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE | self.NOT_TOLD)
        assert decision.needs_second and not decision.second_first
        left(decision, cast.amara)

    def test_nor_in_front_of_what_the_law_requires(self, cast, propose):
        request = {"name": "Court", "asked_for": "The record", "why": "Order", "reference": "C1"}
        decision = Decision.propose(
            by=cast.amara, people=[cast.leo], facts=AGREED | {"duty": "court_order"}, request=request,
            contact=cast.contact, agency=cast.social_care, information="safeguarding",
        )  # fmt: skip
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE | self.NOT_TOLD | {"legal_power": "court_order"})
        assert not decision.second_first

    def test_nothing_is_held_where_the_policy_asks_for_nobody(self, cast, propose):
        decision = propose(AGREED)
        decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
        assert not decision.needs_second
        left(decision, cast.amara)

    def test_sharing_against_the_rules_is_held_too(self, cast, propose):
        decision = propose(AGREED | {"consent": "refused", "public_interest": "insufficient"})
        why = {"against_verdict": "I know her well.", "ground": "harm_to_others"}
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE | why)
        with pytest.raises(NotNow):
            left(decision, cast.amara)

"""An emergency is shared first and recorded after: by anybody, in four screens, and a second person looks at it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from records.models import Concern
from sharing.models import Decision, Draft
from staff.models import Undertaken
from tests.cast import member

HAPPENING = {"happening": "He was unconscious on the floor.", "group": "child"}
TOLD = {
    "to_whom": "Police, ambulance or fire", "method": "telephone", "shared_at": "2026-03-02 10:15",
    "taken_by": "Operator 12", "reference": "A77", "will_do": "emergency",
}  # fmt: skip
SAID = {
    "fact": "He is allergic to penicillin.",
    "rationale": "The ambulance needed it before they could treat him.",
}  # fmt: skip
FAMILY = {
    "tell": "before",
    "tell_words": "His mother was there.",
    "others_at_risk": "nobody",
    "could_be_harmed": "nobody",
}


def record(client, person=None, **different):
    """Go through the four screens; ``different`` replaces a screen's words."""
    first = HAPPENING | ({"people": [str(person.public_id)]} if person else {"others": "A boy of about five"})
    client.post(reverse("sharing:emergency"), first | different.get("happening", {}))
    draft = Draft.objects.latest("pk")
    for screen, words in (("told", TOLD), ("said", SAID), ("family", FAMILY)):
        response = post(client, draft, screen, words | different.get(screen, {}))
    return response


def post(client, draft, screen, words):
    draft.refresh_from_db()
    return client.post(
        reverse("sharing:emergency_screen", args=[draft.public_id, screen]), {"seen": draft.version, **words}
    )


@pytest.mark.clause("S-17", "H-21", "H-13", "H-03")
class TestRecordedByAnybody:
    def test_a_key_worker_records_it_and_the_lead_is_told_at_once(self, cast, as_):
        response = record(as_(cast.amara), cast.leo)
        decision = Decision.objects.get()
        assert response["Location"] == reverse("sharing:emergency_recorded", args=[decision.public_id])
        assert decision.state == "emergency" and decision.urgent and decision.needs_second
        assert cast.dee.notices.filter(kind="urgent").exists()
        assert decision.about.get().folder == cast.leo.folder("safeguarding")
        assert not Draft.objects.exists()

    def test_it_keeps_whom_they_told_what_and_why(self, cast, as_):
        record(as_(cast.amara), cast.leo)
        disclosure = Decision.objects.get().disclosure
        assert (disclosure.to_whom, disclosure.taken_by, disclosure.reference) == (
            "Police, ambulance or fire", "Operator 12", "A77",
        )  # fmt: skip
        item = disclosure.items.get()
        assert (item.what, item.nature, item.why_needed) == (SAID["fact"], "fact", SAID["rationale"])

    @pytest.mark.parametrize("who", ["vik", "dana", "adam", "ola", "chen"])
    def test_whoever_knows_nobody_names_them_in_words_and_a_concern_is_logged(self, cast, as_, who):
        user = getattr(cast, who)
        page = as_(user).get(record(as_(user))["Location"])
        assert page.status_code == 200 and "Recorded" in page.content.decode()
        concern = Concern.objects.get()
        assert concern.about.get().words == "A boy of about five" and concern.urgent
        assert Decision.objects.get().concern == concern

    def test_a_missing_undertaking_stops_nothing(self, cast, as_):
        from staff.roles import Practitioner

        new = member("nia", Practitioner, promised=False)
        assert not Undertaken.objects.filter(user=new).exists()
        client = as_(new)
        first = client.get(reverse("sharing:emergency"))
        assert first.status_code == 200 and "people" not in first.context["form"].fields
        record(client)
        assert Decision.objects.get().proposed_by == new

    def test_nobody_is_shown_or_taken_whom_one_may_not_know_of(self, cast, as_):
        chen = as_(cast.chen)
        found = chen.post(reverse("sharing:emergency"), {"find": "yes", "name": "Leo"})
        assert "Leo Larkin" not in found.content.decode()
        chen.post(reverse("sharing:emergency"), HAPPENING | {"people": [str(cast.leo.public_id)], "others": "x"})
        draft = Draft.objects.first()
        assert draft is None or not draft.people.exists()

    def test_somebody_is_found_by_name_without_losing_a_word(self, cast, as_):
        found = as_(cast.dee).post(reverse("sharing:emergency"), HAPPENING | {"find": "yes", "name": "yara"})
        page = found.content.decode()
        assert "Yara Young" in page and HAPPENING["happening"] in page
        assert not Draft.objects.exists()


class TestWhatAScreenAsks:
    @pytest.mark.parametrize("left_out", ["to_whom", "shared_at", "taken_by", "will_do"])
    def test_whom_when_and_who_took_it(self, cast, as_, left_out):
        client = as_(cast.amara)
        client.post(reverse("sharing:emergency"), HAPPENING | {"others": "A boy"})
        refused = post(client, Draft.objects.get(), "told", TOLD | {left_out: ""})
        assert left_out in refused.context["form"].errors

    def test_nothing_was_told_in_the_future(self, cast, as_):
        client = as_(cast.amara)
        client.post(reverse("sharing:emergency"), HAPPENING | {"others": "A boy"})
        refused = post(client, Draft.objects.get(), "told", TOLD | {"shared_at": "2999-01-01 10:00"})
        assert "in the future" in str(refused.context["form"].errors["shared_at"])

    def test_something_that_was_said(self, cast, as_):
        client = as_(cast.amara)
        client.post(reverse("sharing:emergency"), HAPPENING | {"others": "A boy"})
        assert "fact" in post(client, Draft.objects.get(), "said", SAID | {"fact": ""}).context["form"].errors

    @pytest.mark.clause("H-18", "S-30")
    @pytest.mark.parametrize("left_out", ["others_at_risk", "could_be_harmed", "tell"])
    def test_who_else_is_at_risk_and_who_knows(self, cast, as_, left_out):
        client = as_(cast.amara)
        assert record(client, cast.leo, family={left_out: ""}).status_code == 200
        assert not Decision.objects.exists()

    def test_what_was_said_with_fact_and_opinion_apart(self, cast, as_):
        client = as_(cast.amara)
        record(client, cast.leo, said={"opinion": "I think he was pushed."})
        natures = {item.what: item.nature for item in Decision.objects.get().disclosure.items.all()}
        assert natures == {SAID["fact"]: "fact", "I think he was pushed.": "opinion"}

    def test_somebody_it_is_about(self, cast, as_):
        refused = as_(cast.amara).post(reverse("sharing:emergency"), HAPPENING)
        assert "others" in refused.context["form"].errors

    def test_what_was_left_out_is_asked_again_before_it_is_recorded(self, cast, as_):
        client = as_(cast.amara)
        client.post(reverse("sharing:emergency"), HAPPENING | {"others": "A boy"})
        draft = Draft.objects.get()
        early = post(client, draft, "family", FAMILY)
        assert early["Location"].endswith("/told/") and not Decision.objects.exists()


@pytest.mark.clause("S-17", "H-21")
class TestTheReview:
    def test_is_done_by_a_second_person_and_never_by_whoever_acted(self, cast, as_):
        record(as_(cast.amara), cast.leo)
        decision = Decision.objects.get()
        assert Decision.objects.reviewable_by(cast.dee).contains(decision)
        assert not Decision.objects.reviewable_by(cast.amara).exists()
        decision.review(by=cast.dee, said="Right: it could not wait.")
        assert decision.state == "reviewed" and decision.is_signed

    def test_is_not_another_decision_whether_to_share_what_has_left(self, cast, as_):
        record(as_(cast.amara), cast.leo)
        page, approve, review = (
            reverse(f"sharing:{name}", args=[Decision.objects.get().public_id])
            for name in ("decision", "approve", "review")
        )
        shown = as_(cast.dee).get(page).text
        assert review in shown and approve not in shown and SAID["rationale"] in shown
        assert "is reviewed by a second person instead" in as_(cast.dee).get(approve).text

    def test_reaches_the_lead_for_somebody_without_a_record_too(self, cast, as_):
        record(as_(cast.vik))
        decision = Decision.objects.get()
        assert decision.group == "child"
        assert Decision.objects.reviewable_by(cast.dee).contains(decision)
        decision.review(by=cast.dee, said="Right.")
        assert decision.is_signed

    @pytest.mark.clause("S-20")
    def test_it_is_kept_in_the_folder_of_whoever_it_turns_out_to_be(self, cast, as_):
        record(as_(cast.vik))
        Concern.objects.get().link(by=cast.dee, person=cast.leo)
        assert Decision.objects.get().about.get().folder == cast.leo.folder("safeguarding")

    def test_nobody_else_reads_the_receipt(self, cast, as_):
        record(as_(cast.vik))
        url = reverse("sharing:emergency_recorded", args=[Decision.objects.get().public_id])
        assert as_(cast.chen).get(url).status_code == 404


def test_a_draft_where_danger_came_up_goes_on_as_an_emergency(cast, as_):
    from .walk import put, start

    client = as_(cast.amara)
    draft = start(client, cast.leo)
    put(client, draft, "danger", "yes")
    first = HAPPENING | {"people": [str(cast.leo.public_id)]}
    assert post(client, draft, "happening", first)["Location"].endswith("/told/")
    for screen, words in (("told", TOLD), ("said", SAID), ("family", FAMILY)):
        post(client, draft, screen, words)
    assert Decision.objects.get().about.get().person == cast.leo


def test_recorded_twice_it_is_one_record(cast, as_):
    client = as_(cast.amara)
    client.post(reverse("sharing:emergency"), HAPPENING | {"others": "A boy"})
    draft = Draft.objects.get()
    post(client, draft, "told", TOLD)
    post(client, draft, "said", SAID)
    draft.refresh_from_db()
    url = reverse("sharing:emergency_screen", args=[draft.public_id, "family"])
    words = FAMILY | {"seen": draft.version, "once": "one press"}
    client.post(url, words)
    client.post(url, words)
    assert Decision.objects.count() == 1


def test_what_is_said_most_lies_under_the_thumb(cast, amara):
    """The time is filled in, the quickest way is chosen, and ways by which nobody is told at once are not offered."""
    draft = Draft.begin(owner=cast.amara, people=[cast.leo], details={"happening": {"happening": "x"}})
    form = amara.get(reverse("sharing:emergency_screen", args=[draft.public_id, "told"])).context["form"]
    assert abs(form.initial["shared_at"] - timezone.now()) < timedelta(minutes=1)
    assert not {"one_time_link", "sealed_file", "tracked_post"} & dict(form.fields["method"].choices).keys()
    assert [key for key, _ in form.fields["will_do"].choices[:2]] == ["emergency", "not_known"]

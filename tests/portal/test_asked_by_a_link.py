"""A question sent by a link: read and answered at the door; a no counts at once, a yes when somebody has looked."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent import by_link
from consent.models import Consent, Conversation, SheetGiven, SheetLink
from consent.standing import standing
from records.models import Person, Relationship
from staff.models import Notice
from tests.cast import in_days
from tests.staff.test_outbox import letters  # noqa: F401  (a real post office on loopback)

pytestmark = pytest.mark.clause("H-12", "S-16")
TO = "femi@home.example.org"
SAY = {"alone": "no", "sent_to": TO}


@pytest.fixture(autouse=True)
def nobody_is_counted_yet(db):
    cache.clear()


def matter(cast):
    about = {"purpose": "health", "information": "personal", "recipient": cast.social_care, "recipient_kind": ""}
    return about | {"person": cast.leo, "to_person": cast.femi, "answer_by": in_days(7).date()}


@pytest.fixture
def link(cast):
    return SheetLink.send(by=cast.amara, sent_to=TO, alone=True, **matter(cast))


def knock(link, code=None, **answer):
    address = reverse("portal:door", args=[link.token])
    return Client().post(address, {"code": code or link.code, "name": "Femi", **answer})


def stands(cast):
    return standing(cast.leo, "health", cast.social_care, "personal").label


class TestTheDoor:
    def test_the_mail_says_nothing_and_is_sent_once(self, link, letters):  # noqa: F811
        assert by_link.send_waiting() == 1 and by_link.send_waiting() == 0
        ((to, text),) = letters.came
        assert to == [TO] and link.address in text.replace("=\n", "")
        assert not any(word in text for word in (link.code, "Leo", "Larkin", "agree", "child", "Playgroup"))

    def test_shows_the_sheet_to_link_and_code_and_nothing_to_anything_else(self, link):
        shown = knock(link).content.decode()
        assert "Example Children" in shown and "Yes, I agree" in shown and "Leo" not in shown
        wrong = knock(link, code="0000 0000")
        assert b"That opened nothing" in wrong.content and b"agree" not in wrong.content

    def test_opens_no_more_after_five_tries_a_week_or_once_it_was_taken_back(self, cast, link):
        with time_machine.travel(in_days(8), tick=False):
            assert b"That opened nothing" in knock(link).content
        for _ in range(5):
            knock(link, code="0000 0000")
        assert b"That opened nothing" in knock(link).content
        other = SheetLink.send(by=cast.amara, sent_to=TO, alone=True, **matter(cast) | {"information": "developmental"})
        other.revoke(by=cast.amara)
        assert b"That opened nothing" in knock(other).content

    def test_speaks_their_language(self, cast):
        link = SheetLink.send(by=cast.amara, sent_to=TO, alone=True, language="pl", is_easy=True, **matter(cast))
        assert "Nie, nie zgadzam się" in knock(link).content.decode()


class TestTheAnswer:
    def test_a_no_counts_at_once_and_whoever_asked_hears_that_something_came(self, cast, link, as_):
        assert b"has arrived" in knock(link, answer="no", words="Not now.").content
        said = Consent.objects.get()
        assert (said.state, said.how, said.asked_by, said.words) == ("refused", "link", cast.amara, "Not now.")
        assert Notice.objects.filter(to=cast.amara).exists()
        assert "An answer came by the link: Leo Larkin" in as_(cast.amara).get("/").text

    def test_a_yes_counts_only_when_whoever_asked_has_looked_and_ticked(self, cast, link, as_):
        knock(link, answer="yes", words="")
        assert not Consent.objects.exists()
        page = reverse("consent:look_at_answer", args=[link.public_id])
        ticked = {"checks": ["informed", "competent", "free", "specific"], "lead_looks": "no"}
        as_(cast.amara).post(page, ticked)
        said = Consent.objects.get()
        assert (said.state, said.answered_by, said.footing, said.failed_checks) == ("given", cast.femi, "parent", [])
        assert as_(cast.amara).post(page, ticked).status_code == 403

    def test_who_wants_to_talk_first_has_said_neither(self, cast, link):
        knock(link, answer="talk", words="Ring me on Monday")
        assert not Consent.objects.exists() and SheetLink.objects.to_look_at(cast.amara).exists()

    def test_once(self, link):
        knock(link, answer="no", words="")
        assert b"That opened nothing" in knock(link, answer="yes", words="").content
        assert Consent.objects.get().state == "refused"

    def test_nothing_chosen_is_asked_again(self, link):
        assert b"Choose one of the three" in knock(link, words="").content
        assert SheetLink.objects.get().answer == ""


@pytest.mark.clause("H-13", "S-05")
class TestWhoIsNotAskedLikeThis:
    def refused(self, cast, **other):
        with pytest.raises(ValidationError) as problem:
            SheetLink.send(by=cast.amara, sent_to=TO, **matter(cast) | {"alone": True} | other)
        assert not SheetGiven.objects.exists() and not SheetLink.objects.exists()
        return problem.value.messages[0]

    def test_whoever_does_not_read_their_mail_alone(self, cast):
        assert "somebody else may read it" in self.refused(cast, alone=False)

    def test_where_it_was_not_safe_to_talk_last_time(self, cast):
        Conversation.begin(by=cast.amara, person=cast.leo, present="others", talk="unsure", interpreter="not_needed")
        assert "not safe to talk" in self.refused(cast)

    def test_whoever_an_order_keeps_from_knowing(self, cast):
        assert self.refused(cast, to_person=cast.quin)

    def test_a_child_whose_understanding_is_assessed_in_a_meeting(self, cast):
        nia = Person.register(by=cast.dee, name="Nia Novak", group="child", key_person=cast.amara)
        assert "meeting" in self.refused(cast, person=nia, to_person=nia)

    def test_whose_earlier_answer_was_perhaps_not_free(self, cast):
        link = Relationship.objects.get(person=cast.leo, other=cast.femi)
        Consent.record(
            by=cast.amara, person=cast.leo, answered_by=cast.femi, relationship=link, footing="parent", state="given",
            purpose="learning", recipient=cast.social_care, information="personal", how="telephone",
            review_on=in_days(30).date(), coercion_suspected=True,
        )  # fmt: skip
        assert "free" in self.refused(cast)

    def test_whose_mailbox_others_read(self, cast, as_):
        form = {
            "respondent": f"person:{cast.femi.public_id}", "kind": "sharing", "purpose": "health", "style": "easy",
            "information": "personal", "recipient": f"agency:{cast.social_care.public_id}", "language": "en",
            "review_on": in_days(7).date().isoformat(), "sent_to": TO,
        }  # fmt: skip
        page, amara = reverse("consent:ask_by_link", args=[cast.leo.public_id]), as_(cast.amara)
        form["respondent"] = next(key for key, _ in amara.get(page).context["form"].fields["respondent"].choices)
        assert "may read it, or answer for them" in amara.post(page, form | {"alone": "yes"}).text
        assert amara.post(page, form | {"alone": "no"}).status_code == 302
        sent = amara.get(reverse("consent:link", args=[SheetLink.objects.get().public_id])).text
        assert SheetLink.objects.get().code in sent

    def test_and_what_became_unsafe_since_opens_nothing(self, cast, link):
        later = timezone.now() + timedelta(minutes=1)
        with time_machine.travel(later, tick=False):
            Conversation.begin(by=cast.amara, person=cast.leo, present="others", talk="no", interpreter="not_needed")
            assert b"That opened nothing" in knock(link).content

"""What is about to leave, and what has left: one held back, one looked at first, one by a link, one gone astray."""

from datetime import timedelta

from django.utils import timezone

from sharing.leaving import guard
from sharing.models import Decision

from . import decisions, story

RATIONALE = "She agreed that they hear this much, so that they can plan with her."


def make(demo):
    _held_back(demo)
    _looked_at_first(demo)
    _by_link(demo)
    _astray(demo)


def _signed(demo, by, person, answered_by, contact, asked_for, why, **told):
    story.answer(demo, person, answered_by, "given", "health", contact, "personal", days=3)
    calm = decisions.CALM | {"consent": "given"}
    decision = decisions.propose(demo, by, [person], calm, asked_for, why, contact=contact, information="personal")
    welfare = "They are seen and safe, and nothing must tell anybody where they live."
    said = {"rationale": RATIONALE, "welfare": welfare, **decisions.COMMON, **decisions.LAW, **told}
    decision.sign(by=demo.staff["dora"], outcome="share", **said)
    return decision


def _held_back(demo):
    decision = _signed(demo, "amara", "hana", None, "housing", "How many rooms she needs", "The housing officer asked")
    parcel = decisions.disclosure(demo, "housing", "secure_email", "service")
    what = "She and Bea share one room at 14 Larkspur Row."
    items = [{"what": what, "nature": "fact", "why_needed": "To find a flat."}]
    why = "The flat must be near, so that Bea keeps her school."
    decision.hold_back(by=demo.staff["amara"], why=why, **guard.parcel(decision, parcel, items))


def _looked_at_first(demo):
    """Her mother agreed, and her father is not to hear of it yet: somebody else looks before anything leaves."""
    _signed(
        demo, "amara", "nadia", "amina", "visitor", "What she may not eat", "The health visitor plans with her mother",
        tell="not_yet", tell_words="Amina asks that Imran hears of it after the first visit.",
        tell_on=timezone.localdate() + timedelta(days=14),
    )  # fmt: skip


def _by_link(demo):
    decision = _signed(demo, "amara", "kofi", "abena", "visitor", "How Kofi sleeps", "The health visitor asked")
    item = {"what": "He sleeps through since May.", "nature": "fact", "why_needed": "To plan the visit."}
    sent = decisions.disclosure(demo, "visitor", "one_time_link", "not_known")
    link = {"sent_to": "visitor@riverside.example.org"}
    decision.record_disclosure(by=demo.staff["amara"], disclosure=sent, items=[item], delivery=link)


def _astray(demo):
    decision = Decision.objects.filter(about__person=demo.people["kofi"], state="shared").order_by("pk").first()
    decision.reply.record(
        by=demo.staff["amara"], answer="accepted", said_by="Nell Oak", words="She begins with him next week."
    )
    words = "The therapist’s colleague of the same name read it, and rang us."
    decision.report_mistake(by=demo.staff["amara"], kind="wrong", words=words)

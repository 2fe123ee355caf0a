"""What follows a decision, and what wakes one up: an agreement taken back, or a new worry about the same person."""

from django.db import transaction

from audit import ledger
from audit.events import Event
from audit.verbs import follows
from records.models import Concern, Person
from staff import notices

from .agreement import gone_since, lost_with
from .models import Decision, Draft, Reply, Request
from .models.reply import EXPECTS_NOTHING
from .relatives import family_of
from .states import State
from .waking import wake_what_rests

RELIED_ON_AGREEMENT = "An agreement this decision relied on was taken back. Weigh it again."
NO_LONGER_THEIRS = "An order changed who may agree, and this decision relied on an agreement. Weigh it again."
NEW_CONCERN = "There is a new concern about the same person."
NEW_REQUEST = "Somebody has asked about the same person again."
# Of whom, and where they live, is for those who may see it on its own page.
SOMETHING_NEW = "Something new bears on this."


@follows(Event.DECISION_SIGNED)
@follows(Event.DECISION_EMERGENCY)
def sealed_before_the_page_answers(decision, *, by):
    """Nobody has the minute until the next tick in which to touch it. If it fails, the decision stands and waits."""
    transaction.on_commit(ledger.seal, robust=True)


@follows(Event.DISCLOSED)
@follows(Event.DECISION_EMERGENCY)
def expect_an_answer(decision, *, by):
    """What was shared so that somebody acts is followed until it is known whether they do (S-23)."""
    if decision.disclosure.will_do not in EXPECTS_NOTHING:
        Reply.expect(by=by, decision=decision)


@follows(Event.CONSENT_WITHDRAWN)
def weigh_again_what_relied_on_it(consent, *, by):
    """Open decisions that stood on this agreement go back to be weighed; what was shared stays on record (H-12).

    What waits behind a link that nobody has opened has not reached anybody: it stops.
    """
    if not consent.is_to_share:
        return
    relied = Decision.objects.about(consent.person.every_record()).filter(facts__consent="given")
    for decision in relied.filter(state__in=[State.PROPOSED, State.ADVICE, State.TO_SHARE]):
        now = lost_with(consent, decision)
        if now:
            decision.wake(by=by, why=RELIED_ON_AGREEMENT, consent=now)
    for decision in relied.whose_link_opens():
        if lost_with(consent, decision):
            decision.stop_link(by=by)


@follows(Event.CONSENT_WITHDRAWN)
def wake_drafts_that_relied_on_it(consent, *, by):
    """A question that somebody was about to send: the draft says so, and its owner hears that something waits."""
    about = Draft.objects.filter(people__in=consent.person.every_record()).select_related("owner").distinct()
    for draft in about.filter(facts__consent="given"):
        if consent.is_to_share and draft.matter == (consent.purpose, consent.information):
            draft.wake(RELIED_ON_AGREEMENT)
            notices.tell([draft.owner])


@follows(Event.ORDER_RECORDED)
@follows(Event.ORDER_CHANGED)
def weigh_again_what_an_order_took_away(order, *, by):
    """Open decisions that stood on the agreement of somebody who may not give it any more (S-05)."""
    relied = Decision.objects.filter(about__person=order.person, facts__consent="given")
    for decision in relied.filter(state__in=[State.PROPOSED, State.ADVICE, State.TO_SHARE]).distinct():
        now = gone_since(decision)
        if now:
            decision.wake(by=by, why=NO_LONGER_THEIRS, consent=now)
    for decision in relied.whose_link_opens().distinct():
        if gone_since(decision):
            decision.stop_link(by=by)


@follows(Event.CONCERN_LOGGED)
@follows(Event.CONCERN_LINKED)
def look_again_at_what_was_not_shared(concern, *, by):
    """A new concern opens earlier decisions not to share about the same people, and their family's (H-21).

    One about a colleague leaves no mark in any record: it may be about whoever decides there (H-33).
    """
    concern = concern if isinstance(concern, Concern) else concern.concern
    if concern.is_about_staff:
        return
    people = [about.person for about in concern.about.exclude(person=None).select_related("person")]
    wake_what_rests(Person.objects.every_record_of(people), by=by, why=NEW_CONCERN, but=concern)
    wake_what_rests(family_of(people), by=by, why=SOMETHING_NEW, but=concern)


@follows(Event.DECISION_PROPOSED)
def look_again_where_somebody_asks_anew(decision, *, by):
    """Somebody outside asks about a person of whom we said no before; not our own question, which shows it anyway."""
    if decision.request.is_from_outside:
        wake_what_rests(decision.people, by=by, why=NEW_REQUEST, but=decision)


@follows(Event.REQUEST_RECEIVED)
@follows(Event.REQUEST_LINKED)
def look_again_where_a_request_came(asked, *, by):
    """The same, of a request in the inbox as soon as it says whom it is about; not of what we ask others."""
    if asked.direction == Request.Direction.IN:
        people = Person.objects.filter(pk__in=asked.about.exclude(person=None).values("person"))
        wake_what_rests(Person.objects.every_record_of(people), by=by, why=NEW_REQUEST)


@follows(Event.HOUSEHOLD_RECORDED)
@follows(Event.HOUSEHOLD_CHANGED)
@follows(Event.CONTACT_PROTECTED)
@follows(Event.CONTACT_CHANGED)
def look_again_where_they_moved(where, *, by):
    """Where they live has changed: another home, or an address locked away. A telephone number changes nothing."""
    if getattr(where, "kind", "address") == "address":
        wake_what_rests(where.person.every_record(), by=by, why=SOMETHING_NEW)


@follows(Event.CONCERN_LINKED)
def keep_an_emergency_with_whom_it_was_about(concern, *, by):
    """Somebody named only in words got a record: what was shared about them is kept in their folder too (S-20)."""
    for decision in concern.decisions.filter(state__in=[State.EMERGENCY, State.REVIEWED]):
        there = decision.about.values("person")
        found = concern.about.filter(person__service_user=True).exclude(person__in=there).select_related("person")
        if found:
            decision.keep_with(by=by, people=[link.person for link in found])

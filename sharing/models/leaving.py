"""What may be done about that which leaves under a decision: shared, held back, let go, and what went wrong."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, note, verb
from records.models.received import lock_on
from staff import notices
from staff.door import LASTS

from .. import signing
from ..states import Move, NotNow, check
from .delivery import LINK, Delivery, OutgoingCode


class LeavingQuerySet(RecordedQuerySet):
    """Decisions by what waits for a lead about that which leaves; what they may decide is in decision.py."""

    def left_from(self, user):
        """Recorded as shared, and this user may see how it went."""
        return self.open_to(user).filter(disclosure__isnull=False)

    def handed_over_by(self, user):
        """What left this user may take, or send a link to: theirs, theirs to decide, or theirs to take copies of.

        Whoever is only let into the folder knows that it left, and can stop it; files may be of what they cannot read.
        """
        allowed = (self.theirs_to_decide(user), self.exportable_by(user))
        theirs = Q(proposed_by=user.pk) | Q(disclosure__shared_by=user.pk)
        for found in allowed:
            theirs |= Q(pk__in=found.values("pk"))
        return self.left_from(user).filter(theirs)

    def holding_back(self, user):
        """Something was held back, and a lead has not said yet whether it may leave."""
        return self.open_to(user).theirs_to_decide(user).filter(held_back__answered_at=None, held_back__isnull=False)

    def whose_link_opens(self):
        """Those whose parcel has left on paper only: its link was not opened yet, and still could be."""
        live = {"opened_at": None, "revoked_at": None, "way": LINK, "made_at__gt": timezone.now() - LASTS}
        return self.filter(**{f"disclosure__deliveries__{name}": said for name, said in live.items()})

    def gone_wrong(self, user):
        """Something left that should not have, and nobody has written down what was done about it."""
        waiting = {"disclosure__incidents__isnull": False, "disclosure__incidents__closed_at": None}
        return self.open_to(user).theirs_to_decide(user).filter(**waiting).distinct()


class Leaving(Recorded):
    class Meta:
        abstract = True

    @verb(Event.DISCLOSED)
    def record_disclosure(
        self, *, by, disclosure, items, seen=None, confirmed=False, gone_already=False, delivery=None, **told
    ):
        """Record what left, how and to whom; a decision is not shared before (S-23).

        ``confirmed``: whoever protects people needs what is locked. ``gone_already``: it went before the guard read it.
        ``delivery``: the address for a one-time link, or what shows that it arrived another way (H-23).
        """
        from ..leaving import guard

        self.unless_changed_since(seen)
        self.state = check(self.state, Move.RECORD_DISCLOSURE)
        self.unless_before_signing(disclosure["shared_at"])
        self._unless_looked_at_first()
        self._unless_for_others(disclosure.get("contact"))
        whole = disclosure | (delivery or {})
        found = guard.unless_it_may_go(self, whole, items, confirmed=confirmed, gone_already=gone_already)
        for field, value in told.items():
            setattr(self, field, value)
        self.save()
        made = self._disclosed(by, disclosure, items)
        if delivery:
            Delivery.begin(made, by=by, way=disclosure["method"], **delivery)
        if found.kinds:
            note(found=found.kinds, answer=str(found.answer))
        if found.answer == guard.Answer.STOPPED:
            self._gone_wrong(by, made, "protected", found.kinds)

    @verb(Event.HELD_BACK)
    def hold_back(self, *, by, **said):
        """Ask a lead whether exactly this may go to exactly them."""
        check(self.state, Move.RECORD_DISCLOSURE)
        if self.held_back.filter(sha256=said["sha256"], answered_at=None).exists():
            raise Stale("The lead was asked about exactly this already.")
        self.held_back.create(asked_by=by, **said)
        notices.tell([user for user in self.told_first() if user != by], urgent=self.urgent)

    @verb(Event.HELD_BACK)
    def hold_copy_back(self, *, by, why):
        """Ask a lead whether a copy of the whole record, with what is locked in it, may go to this colleague."""
        from ..leaving import copies

        asked = copies.asked_of_a_lead(self, by)
        if self.held_back.filter(sha256=asked["sha256"], asked_by=by, answered_at=None).exists():
            raise Stale("The lead was asked about exactly this already.")
        self.held_back.create(asked_by=by, why=why, **asked)
        notices.tell([user for user in self.told_first() if user != by], urgent=False)

    @verb(Event.HELD_BACK_ANSWERED)
    def answer_held_back(self, *, by, held, lets_go, reason):
        signing.refuse_unless_designated(self, by)
        held.refresh_from_db()
        if held.answered_at:
            raise Stale("Another lead has answered this already.", held.reason)
        note(answer="let go" if lets_go else "kept back", why=reason)
        held.lets_go, held.reason, held.answered_by, held.answered_at = lets_go, reason, by, timezone.now()
        held.save()
        self._tell(held.asked_by)

    @verb(Event.DELIVERY_BEGUN)
    def send_again(self, *, by, sent_to):
        """Another link, in the place of the one before; not while a mistake stands open."""
        self._unless_it_may_go_again(sent_to)
        if not self.disclosure.deliveries.filter(way=LINK).exists():
            raise NotNow("This did not go by a link.", "Decide and share anew what they need besides.")
        self._take_back(by)
        Delivery.begin(self.disclosure, by=by, way=LINK, sent_to=sent_to)

    @verb(Event.CODE_TEXTED)
    def text_code(self, *, by):
        """The code goes to the mobile telephone that was checked: another way than the link went."""
        delivery = self.disclosure.deliveries.filter(way=LINK).order_by("pk").last()
        if not (delivery and delivery.is_live and delivery.number):
            raise NotNow("No code goes by text for this link.", "Ring the number that was checked, and tell the code.")
        if delivery.is_texted:
            raise Stale("The code was sent by text already.", "Has it not come? Ring them, and tell it.")
        OutgoingCode.objects.create(delivery=delivery)

    @verb(Event.DELIVERY_REVOKED)
    def take_back(self, *, by):
        """The link stops at once."""
        if not self._take_back(by):
            raise NotNow("This link opens nothing any more.", "Make another one.")

    def stop_link(self, *, by):
        """What it stood on is gone, and nobody has opened it yet: whoever sent it hears that something waits."""
        self.take_back(by=by)
        self._tell(self.disclosure.shared_by)

    @verb(Event.DELIVERY_OPENED)
    def note_opened(self, *, by, delivery, name, sha256, at):
        """The receipt: who says that they opened it, when, and the hash of exactly what they got."""
        delivery.refresh_from_db()
        if not delivery.is_live:
            raise NotNow("This link opens nothing any more.", "Ask whoever sent it.")
        note(sha256=sha256)
        delivery.opened_at, delivery.opened_by, delivery.opened_sha256 = at, name, sha256
        delivery.save()
        self._tell(delivery.made_by)

    @verb(Event.PARCEL_TAKEN)
    def take_parcel(self, *, by, form):
        """It is taken, to be handed over; not while a mistake stands open."""
        self._unless_it_may_go_again()
        note(form=form)

    @verb(Event.INCIDENT_FOUND)
    def report_mistake(self, *, by, kind, words):
        """It went where it should not have: the link stops, nothing more goes, the leads hear of it at once."""
        self._take_back(by)
        self._gone_wrong(by, self.disclosure, kind, words)

    @verb(Event.INCIDENT_CLOSED)
    def settle_mistake(self, *, by, incident, done):
        signing.refuse_unless_designated(self, by)
        incident.refresh_from_db()
        if incident.closed_at:
            raise Stale("What was done about this is recorded already.", incident.done)
        note(done=done)
        incident.done, incident.closed_by, incident.closed_at = done, by, timezone.now()
        incident.save()

    def unless_before_signing(self, shared_at):
        """Refuse a time before it was signed, to the minute: only an emergency is shared first (S-17, S-23)."""
        if shared_at < self.signed_at.replace(second=0, microsecond=0):
            signed = date_format(timezone.localtime(self.signed_at), "j F Y, H:i")
            raise NotNow(
                f"It was signed on {signed}, and nothing leaves before that.",
                "Give a time after it. Was it shared before, to protect somebody? Record that as an emergency.",
            )

    def _unless_looked_at_first(self):
        if self.second_first and not self.second_at:
            raise NotNow(
                "A second person looks at this before anything leaves.",
                "Ask a deputy or a senior leader. Is somebody in danger? Share now, and record it as an emergency.",
            )

    def _unless_for_others(self, contact):
        """It was decided for one organisation: nobody of another gets it under that signature."""
        if contact and self.agency_id and contact.agency_id != self.agency_id:
            raise NotNow(f"This was signed for {self.agency.name}.", "For anybody else, ask whether it may be shared.")

    def _unless_it_may_go_again(self, sent_to=""):
        from ..leaving import guard

        if self.disclosure.incidents.filter(closed_at=None).exists():
            raise NotNow("Something went wrong with this, and nobody has settled it yet.", "Settle that first.")
        guard.unless_it_may_go_again(self.disclosure, sent_to)

    def _disclosed(self, by, disclosure, items):
        from ..files import unless_kept
        from .disclosure import Disclosure, DisclosureItem

        made = Disclosure.objects.create(decision=self, shared_by=by, **disclosure)
        for item in items:
            _unless_locked(item.get("entry"))
            unless_kept(item.get("attachment"))
            DisclosureItem.objects.create(disclosure=made, **item)
        return made

    def _take_back(self, by):
        live = [one for one in self.disclosure.deliveries.filter(opened_at=None, revoked_at=None) if one.is_live]
        for delivery in live:
            delivery.revoked_at, delivery.revoked_by = timezone.now(), by
            delivery.save()
        return live

    def _gone_wrong(self, by, disclosure, kind, words):
        disclosure.incidents.create(kind=kind, words=words, found_by=by)
        notices.tell(self.told_first(), urgent=True)


def _unless_locked(entry):
    """What a partner gave us on a condition does not go on before they agree (S-11)."""
    if why := lock_on(entry):
        raise NotNow(why, "Ask them, and record their permission beside the entry.")

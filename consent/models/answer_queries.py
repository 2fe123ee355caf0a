"""Which answers count, which may be taken back, and which are asked about again."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from policy import packs
from records.models import Agency

from .kind import Kind
from .notice import KeptWithThePerson, of_the_same_question


class ConsentQuerySet(KeptWithThePerson):
    def bearing_on(self, person, purpose, recipient, information):
        """Every answer to one question of sharing: about this agency or its kind. ``recipient``: an agency or kind."""
        if not recipient:
            return self.none()
        agency = recipient if isinstance(recipient, Agency) else None
        whom = Q(recipient=agency.pk) | Q(recipient_kind=agency.kind) if agency else Q(recipient_kind=recipient)
        return self.about(person).filter(whom, kind=Kind.SHARING, purpose=purpose, information=information)

    def about(self, person):
        """Every answer about somebody, in whichever of their records, and what each rests on."""
        return self.filter(person__among=person.every_record()).with_grounds()

    def withdrawable_by(self, user):
        return self.open_to(user).filter(state="given", withdrawn_at=None)

    def signed_open_to(self, user):
        return self.open_to(user).filter(signature__isnull=False)

    def to_ask_again(self, user):
        """Of one's own people: a yes that ends soon or has ended, with no newer answer of the same person."""
        newer = self.model.objects.filter(of_the_same_question(), answered_by=OuterRef("answered_by"))
        newer = newer.filter(kind=OuterRef("kind"), answered_at__gt=OuterRef("answered_at"))
        soon = timezone.localdate() + timedelta(days=packs.current().intervals["ending_days"])
        ending = self.open_to(user).filter(person__key_person=user.pk, state="given", withdrawn_at=None)
        ending = ending.filter(~Exists(newer), review_on__lte=soon).order_by("review_on", "pk")
        return ending.select_related("person", "recipient")

    def with_grounds(self):
        """With the rows that say whether it was theirs to give."""
        grounds = ["competence", "capacity", "power", "best_interests", "relationship__person", "answered_by"]
        return self.select_related("recipient", "person", *grounds)

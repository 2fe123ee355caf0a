"""Where somebody can be found or reached, when the wrong person must not learn it: kept locked, and told from whom.

Most of those harmed by a breach of confidence were harmed by an address. So it stands nowhere else: not in lists,
searches, mail, earlier versions or documents. It is shown only by `reveal`, which leaves a trace before it shows.
"""

from collections import defaultdict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit import field_key
from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb
from audit.walls import standing_as_system
from staff.roles import Can

from ..safe_address import Protected, struck_out
from .folder import Folder
from .person import Person
from .relationship import Relationship

BY_FOLDER = [Folder.Kind.PERSONAL, Folder.Kind.SAFEGUARDING]


class SafeContactQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """That something is protected, and from whom, is for everybody who may open the record: they must not tell.

        A colleague from whom it is withheld does not learn that it exists.
        """
        from_them = Withheld.objects.in_force().filter(user=user.pk)
        return self.filter(person__in=Person.objects.open_to(user)).exclude(withheld__in=from_them)

    def revealable_by(self, user):
        """What this user may be shown, after a reason and their password.

        Named individuals only, by what they are: the key person, or a lead who stands over the group. They must also be
        able to open the personal or safeguarding folder, so being shut out beats it. Being let in, managing somebody
        who has access, and an emergency are no reasons here, whatever rows they leave in the folder's readers.
        """
        named = Q(person__key_person=user.pk)
        if user.can(Can.DECIDE):
            named |= Q(person__group__in=user.stands_over)
        folders = Folder.objects.open_to(user).filter(kind__in=BY_FOLDER)
        return self.open_to(user).in_force().filter(named, person__in=folders.values("person"))

    def in_force(self):
        return self.filter(ended_on=None)

    def of(self, person, user):
        """The rows on the page of a person, each saying whether this user may have it revealed."""
        records = person.every_record()
        may = set(self.revealable_by(user).filter(person__in=records).values_list("pk", flat=True))
        rows = list(self.open_to(user).in_force().filter(person__in=records).order_by("kept_on", "pk").with_withheld())
        for row in rows:
            row.may_be_revealed = row.pk in may
        return rows

    def with_withheld(self):
        names = Withheld.objects.in_force().select_related("person", "user").order_by("pk")
        return self.prefetch_related(models.Prefetch("withheld", names, to_attr="not_to"))

    @standing_as_system()
    def guarded_for(self, people):
        """Every protected value that must not leave with words about these people: theirs and their family's.

        For machines that read what leaves (records/safe_address.py): never shown. What ended counts still, unless
        somebody said that it is no secret any more: others may live where they lived.
        """
        people = list(Person.objects.every_record_of(people))
        kin = Q(person__relationships__other__in=people) | Q(person__relationships_to__person__in=people)
        found = self.filter(Q(person__in=people) | kin).filter(is_secret=True).select_related("person").distinct()
        return [contact.as_protected for contact in found]

    @standing_as_system()
    def guarded_by_person(self):
        """The same of everybody at once, by the record that stands for them: for lists, in two queries however long."""
        found, secrets = defaultdict(list), defaultdict(list)
        for contact in self.filter(is_secret=True).select_related("person").order_by("pk"):
            secrets[contact.person].append(contact.as_protected)
        owners = [person.pk for person in secrets]
        links = Relationship.objects.filter(Q(person__in=owners) | Q(other__in=owners))
        around = [(link.person, link.other) for link in links.select_related("person", "other")]
        for owner, theirs in secrets.items():
            kin = {one for link in around if owner in link for one in link} | {owner}
            for key in {person.stands_for for person in kin}:
                found[key] += theirs
        return found

    @standing_as_system()
    def withheld_from(self, whom, people):
        """What of these people one of those around them must not learn: for the paper that this one takes home."""
        people, theirs = Person.objects.every_record_of(people), Person.objects.every_record_of([whom])
        rows = self.filter(person__in=people, is_secret=True)
        rows = rows.filter(withheld__person__in=theirs, withheld__ended_on=None).select_related("person").distinct()
        return [contact.as_protected for contact in rows]

    @standing_as_system()
    def kept_from(self, people):
        """The names of everybody from whom something about these people is kept, for the same machines."""
        people = list(Person.objects.every_record_of(people))
        rows = Withheld.objects.in_force().filter(contact__person__in=people, contact__is_secret=True)
        names = {str(row.user.name if row.user else row.name) for row in rows.select_related("person", "user")}
        return [Protected("Somebody it is kept from", name) for name in sorted(names)]


class SafeContact(Recorded):
    class Kind(models.TextChoices):
        ADDRESS = "address", "Address"
        SETTING = "setting", "School or setting"
        TELEPHONE = "telephone", "Telephone or e-mail"
        WORK = "work", "Workplace"
        SURGERY = "surgery", "GP or clinic"
        VENUE = "venue", "Place where they meet somebody"
        REFERRER = "referrer", "Who told us"

    class Message(models.TextChoices):
        NO = "no", "No"
        YES = "yes", "Yes"
        UNKNOWN = "unknown", "We do not know"

    person = models.ForeignKey(Person, models.PROTECT, related_name="safe_contacts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    locked = models.TextField()
    message = models.CharField("safe to leave a message?", max_length=10, choices=Message.choices, default=Message.NO)
    avoid = models.CharField("do not contact by", max_length=300, blank=True)
    kept_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)
    is_secret = models.BooleanField("must still not be told", default=True)

    objects = SafeContactQuerySet.as_manager()

    class Meta:
        verbose_name = "protected contact"
        constraints = [
            models.CheckConstraint(condition=~Q(locked=""), name="a_protected_contact_is_locked"),
            models.CheckConstraint(
                condition=Q(is_secret=True) | Q(ended_on__isnull=False), name="what_is_kept_is_secret"
            ),
        ]

    @classmethod
    @verb(Event.CONTACT_PROTECTED)
    def protect(cls, *, by, person, kind, value, withhold=(), message="no", avoid=""):
        """Lock a value away. ``withhold``: from whom, each a dict with a person, a user or words."""
        contact = cls(person=person, kind=kind, message=message, avoid=avoid)
        contact._put(value)
        contact.save()
        contact._withhold(withhold)
        return contact

    @verb(Event.CONTACT_CHANGED)
    def change(self, *, by, seen=None, value="", still=None, withhold=(), **notes):
        """Another value (none: it stays as it is), other notes, others who must not know. ``still``: who stays so."""
        self.unless_changed_since(seen)
        for name, said in notes.items():
            setattr(self, name, said)
        self._put(value or self._value)
        self.save()
        for row in self.withheld.in_force().exclude(pk__in=[row.pk for row in still]) if still is not None else ():
            row.ended_on = timezone.localdate()
            row.save()
        self._withhold(withhold)

    @verb(Event.CONTACT_ENDED)
    def end(self, *, by, why, is_secret=True):
        """They moved, or the number changed. What was locked stays locked, in every version."""
        note(why=struck_out(why, self.as_protected))
        self.ended_on, self.is_secret = timezone.localdate(), is_secret
        self.save()

    @verb(Event.CONTACT_REVEALED)
    def reveal(self, *, by, why):
        """The value, for one page. The reason is kept without whatever it gives away of the value itself."""
        note(why=struck_out(why, self.as_protected))
        return self._value

    @verb(Event.CONTACT_LOCKED_ANEW)
    def lock_anew(self, *, by):
        """The same value under the field key of today."""
        self.locked = field_key.lock(self._value, self._bound_to)
        self.save()

    def _put(self, value):
        """A value that did not change is not locked again, so that its versions tell when it did."""
        if not self.locked or value != self._value:
            self.locked = field_key.lock(value, self._bound_to)
        self.avoid = struck_out(self.avoid, self.as_protected)

    def _withhold(self, rows):
        for row in rows:
            if row.get("words"):
                row = {"words": struck_out(row["words"], self.as_protected)}
            Withheld.objects.create(contact=self, **row)

    @property
    def _bound_to(self):
        return f"{self._meta.label}:{self.public_id}:{self.person.public_id}"

    @property
    def _value(self):
        return field_key.unlock(self.locked, self._bound_to)

    @property
    def as_protected(self):
        """For a machine that reads what leaves."""
        return Protected(self.get_kind_display(), self._value)

    @property
    def name(self):
        return self.get_kind_display()

    @property
    def traced_in(self):
        return self.person


class WithheldQuerySet(RecordedQuerySet):
    def in_force(self):
        return self.filter(ended_on=None)


class Withheld(Recorded):
    """Somebody from whom one value is withheld: a person on record, somebody who works here, or somebody in words."""

    contact = models.ForeignKey(SafeContact, models.PROTECT, related_name="withheld")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = WithheldQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "withheld"
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, user=None) & ~Q(words="")
                | Q(person__isnull=False, user=None, words="")
                | Q(person=None, user__isnull=False, words=""),
                name="it_is_withheld_from_one_at_a_time",
            )
        ]

    @property
    def name(self):
        """Whom not to tell; of a colleague, that they work here."""
        return f"{self.user.name} (works here)" if self.user else self.person.name if self.person else self.words


def not_to_tell(contacts):
    """Whom not to tell what, for the band under a name: each once, with the kinds of what is kept from them."""
    kinds = {}
    for contact in contacts:
        for row in contact.not_to:
            kinds.setdefault(row.name, []).append(contact.name.lower())
    return {name: ", ".join(dict.fromkeys(said)) for name, said in kinds.items()}

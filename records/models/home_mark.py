"""The mark of a postcode: of an address that is locked, or of a colleague's home. It tells only which are the same.

No postcode can be read from it, and it is shown to nobody. An address that is locked takes part because that is where
the danger is: somebody it is kept from may work here. Derived from what is locked; of a colleague it is all we keep.
"""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from audit import field_key
from audit.events import Event
from audit.verbs import verb

from ..safe_address import POSTCODE, postcode_in
from .safe_contact import SafeContact

OF = "postcode"
NOT_WHOLE = "Write the whole postcode, like SW1A 1AA, or leave the box empty."


class HomeMarkQuerySet(models.QuerySet):
    def given_by(self, user):
        """One's own, to be told that it is there, and since when."""
        return self.filter(user=user.pk).first()

    def write_missing(self, key, at_once):
        """For addresses that have none under the key of today: new ones, changed ones, those from before a new key."""
        addresses = SafeContact.objects.filter(kind=SafeContact.Kind.ADDRESS, is_secret=True)
        missing = addresses.exclude(pk__in=self.filter(key=key).exclude(contact=None).values("contact"))
        found = list(missing.order_by("pk").values_list("pk", flat=True)[:at_once])
        for pk in found:
            self._write(pk, key)
        return len(found)

    @transaction.atomic
    def _write(self, pk, key):
        """With the address locked: whoever changes it at this moment takes away afterwards what is written here."""
        contact = SafeContact._base_manager.select_for_update().get(pk=pk)
        try:
            postcode = postcode_in(contact.as_protected.value)
        except (field_key.KeyUnusable, field_key.Unreadable):
            postcode = ""  # its own page says so; and it is tried again when it is written anew
        self.update_or_create(contact=contact, defaults=_marked(postcode, key))

    def forget_older(self, key):
        """Of a colleague nothing is kept that could be marked anew with another key: they are asked once more."""
        return self.exclude(user=None).exclude(key=key).exclude(mark="").update(mark="")

    def waiting(self, key):
        return self.filter(key=key, is_compared=False).exclude(mark="")

    def same_as(self, one):
        """Every mark of this postcode, that one too, locked: two clocks never compare the same two at once."""
        return self.filter(key=one.key, mark=one.mark).order_by("pk").select_for_update(of=("self",))


def _marked(postcode, key):
    mark = field_key.mark(postcode, OF) if postcode else ""
    return {"key": key, "mark": mark, "is_compared": False}


class HomeMark(models.Model):
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    contact = models.OneToOneField(SafeContact, models.CASCADE, null=True, related_name="home_mark")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=12)  # by what the field key is known that it was made with
    mark = models.CharField(max_length=10, blank=True)
    is_compared = models.BooleanField(default=False)
    given_on = models.DateField(default=timezone.localdate)

    objects = HomeMarkQuerySet.as_manager()

    class Meta:
        verbose_name = "postcode of a home"
        indexes = [models.Index(fields=["mark"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=None, user__isnull=False) | Q(contact__isnull=False, user=None),
                name="a_mark_is_of_an_address_or_of_a_colleague",
            )
        ]

    def __str__(self):
        return "their home postcode"

    @classmethod
    def give(cls, *, by, postcode):
        """A colleague's own: kept as its mark alone. With none given, the mark is taken away."""
        if postcode:
            return cls.declare(by=by, postcode=postcode)
        mine = cls.objects.given_by(by)
        return mine.take_back(by=by) if mine else None

    @classmethod
    @verb(Event.TIE_HOME_GIVEN)
    def declare(cls, *, by, postcode):
        """Raises ValidationError where it is not a whole one."""
        if not POSTCODE.fullmatch(postcode):
            raise ValidationError({"protected_value": NOT_WHOLE})
        given = _marked(postcode_in(postcode), field_key.name_in_use()) | {"given_on": timezone.localdate()}
        return cls.objects.update_or_create(user=by, defaults=given)[0]

    @verb(Event.TIE_HOME_FORGOTTEN)
    def take_back(self, *, by):
        type(self).objects.filter(pk=self.pk).delete()

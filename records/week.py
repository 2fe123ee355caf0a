"""What a lead goes through in ten minutes a week: one group, four kinds of things, each with what was found."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Model, Q
from django.utils import timezone

from . import glass
from .address import to
from .models import BreakGlass, Exclusion, FolderGrant, LookedAt, UnusualReading

MOST = 25  # of each kind: what is left stands there again the next time
SOON = timedelta(days=7)
FINE = Q(looked_at__outcome=LookedAt.Outcome.FINE)
FOLLOWED = Q(looked_at__outcome=LookedAt.Outcome.FOLLOW)


@dataclass(frozen=True)
class Thing:
    """One thing to look at: its title, what is known of it, where it stands, and what was said of it before."""

    of: Model
    title: str
    hint: str
    address: str
    before: list

    @property
    def key(self):
        return f"{self.of._meta.model_name}_{self.of.public_id.hex}"


def week_of(group, user):
    """The things by their kind, first those that happened first; as many questions however many there are."""
    now = timezone.now()
    return {
        "Opened in an emergency": _things(_glasses(group, user), _glass),
        "Unusual reading": _things(_unusual(group, user), _reading),
        "Access that ends within a week": _things(_grants(group, user, now), _grant),
        "Newly shut out": _things(_exclusions(group, user, now), _exclusion),
    }


def _things(found, told):
    found = found.exclude(pk__in=found.model._base_manager.filter(FINE).values("pk"))
    rows = found.distinct().prefetch_related("looked_at__by")[:MOST]
    return [Thing(row, *told(row), _before(row)) for row in rows]


def _before(row):
    return [f"{one.by.name}: {one.words}" for one in row.looked_at.all()]


def _glasses(group, user):
    run = BreakGlass.objects.open_to(user).filter(person__group=group).exclude(user=user.pk)
    return run.select_related("person").order_by("asked_at", "pk")


def _glass(one):
    found = f"{one.get_answer_display()}: {one.answer_words}" if one.answered_at else "Not answered for yet."
    return f"{one.user.name}: {one.person.name}", f"{one.why}. {found}", to("glass", one)


def _unusual(group, user):
    return UnusualReading.objects.run_by(user).filter(groups__contains=f" {group} ").order_by("noticed_at", "pk")


def _reading(one):
    hint = f"On {one.day.day} {one.day:%B}: {one.in_words}."
    return f"{one.reader.name}: {one.get_kind_display().lower()}", hint, to("unusual", one)


def _grants(group, user, now):
    ends = Q(until__lte=now + SOON) | FOLLOWED
    run = FolderGrant.objects.run_by(user).filter(ends, content_object__person__group=group)
    run = run.exclude(source=glass.SOURCE).select_related("content_object__person")
    return run.order_by("until", "pk")


def _grant(one):
    folder, day = one.content_object, timezone.localtime(one.until)
    title = f"{one.user.name}: {folder.person.name}, {folder.get_kind_display().lower()} folder"
    return title, f"Until {day.day} {day:%B}, for: {one.purpose}", folder.access_address


def _exclusions(group, user, now):
    new = Q(started_on__gt=timezone.localdate(now - SOON)) | FOLLOWED
    return Exclusion.objects.run_by(user).filter(new, person__group=group).order_by("started_on", "pk")


def _exclusion(one):
    return f"{one.user.name}: {one.person.name}", f"Shut out, because: {one.reason}", to("access", one.person)

"""Which decisions an entry was already used for: what left with it does not come back by moving the entry."""

from django.urls import reverse

from records.uses import uses_entries

from .models import Decision


@uses_entries
def disclosures(entry, user):
    """Every decision under which a piece of this entry left; with its address only where the user may open it."""
    found = Decision.objects.filter(disclosure__items__entry__in=[one.pk for one in entry.with_corrections()])
    may_open = set(Decision.objects.to_look_at(user).filter(pk__in=found).values_list("pk", flat=True))
    for decision in found.distinct().order_by("signed_at", "pk"):
        day = decision.disclosure.shared_at
        address = reverse("sharing:decision", args=[decision.public_id]) if decision.pk in may_open else ""
        yield f"Shared on {day.day} {day:%B %Y}: {decision}", address

"""Who else stands in a piece, and what was left out of it: made anew without those words, never covered up (H-30)."""

import re

from django.db.models import Q

from records.models import Relationship

LEFT_OUT = "[left out]"
SHORTEST = 3  # letters of a first name that is looked for by itself


def others_around(decision, user):
    """The names of those around whoever it is about, as far as this user may know of them."""
    people = decision.people
    links = Relationship.objects.open_to(user).filter(Q(person__in=people) | Q(other__in=people))
    around = {one for link in links for one in (link.person, link.other)}
    subjects = {person.pk for person in people}
    return sorted({person.name for person in around if person.pk not in subjects})


def named_in(text, names):
    """Those of them who stand in a text, by their whole name or by the first."""
    return [name for name in names if any(re.search(rf"\b{re.escape(part)}\b", text) for part in _said(name))]


def _said(name):
    first = name.split()[0] if name.split() else ""
    return [name, first] if len(first) >= SHORTEST else [name]


def without(text, lines):
    """The text made anew, a mark in the place of each of these words."""
    for line in lines:
        text = re.sub(re.escape(line), LEFT_OUT, text, flags=re.IGNORECASE)
    return text


def not_in(text, lines):
    """Those of the lines that do not stand in it."""
    return [line for line in lines if line.casefold() not in text.casefold()]


def lines_of(words):
    return [line.strip() for line in (words or "").splitlines() if line.strip()]

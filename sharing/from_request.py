"""From a request to the decision that answers it: a draft with what was asked filled in, and what its page shows."""

from records.models import Person

from .models import Decision, Draft, Request


def people_of(asked, user):
    """Whom it is about, if this user may know of every one of them who has a record; else nobody."""
    known = list(Person.objects.open_to(user).filter(asked_about__request=asked).distinct().order_by("name", "pk"))
    named = asked.about.filter(person__isnull=False).values("person").distinct().count()
    return known if len(known) == named else []


def draft_from(asked, people, *, by):
    """The draft this user began about it already, or a new one. Whoever was called back is who would receive it."""
    begun = Draft.objects.open_to(by).filter(request=asked).first()
    if begun:
        return begun
    details, facts = {"start": {"asks": "request"}}, {}
    if asked.contact:
        details["recipient"] = _recipient(asked.contact)
        facts["recipient"] = "protective" if asked.contact.agency.is_protective else "other"
    return Draft.begin(owner=by, people=people, request=asked, details=details, facts=facts)


def _recipient(contact):
    agency = contact.agency
    return {
        "choice": f"contact:{contact.public_id}",
        "agency": str(agency.public_id),
        "contact": str(contact.public_id),
        "shown": f"{contact.name}, {contact.post}, {agency.name}",
        "risk": False,
    }


def page_of_request(asked, user):
    """What the page of a request shows this user: names only of whom they may know of, decisions they may open."""
    people, one = people_of(asked, user), Request.objects.filter(pk=asked.pk)
    asks = {"lead": one.closable_by(user), "start": one.decidable_by(user), "verify": one.verifiable_by(user)}
    return {
        "asked": asked,
        "known": {person.pk for person in people},
        "decisions": Decision.objects.to_look_at(user).filter(request=asked).order_by("-proposed_at", "-pk"),
        "may": {what: found.exists() for what, found in asks.items()} | {"await": one.awaited_by(user).exists()},
        "people": people,
        "unnamed": asked.about.filter(person=None).exists(),
    }

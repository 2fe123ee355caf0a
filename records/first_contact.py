"""What is still to do for somebody new: the procedure's first step, as a list that empties itself (S-26).

A higher app adds its own step with `@first_contact`: a function of person and user that gives (words, address), or
None when that step is done. Nothing waits for the list.
"""

from django.urls import reverse

from .models import Relationship

STEPS = []


def first_contact(step):
    STEPS.append(step)
    return step


def still_to_do(person, user):
    return [found for step in STEPS if person.service_user and (found := step(person, user))]


@first_contact
def key_person(person, user):
    if person.key_person_id is None:
        address = reverse("records:key_person", args=[person.public_id]) if person.is_run_by(user) else ""
        return "Name a key person (a lead does this)", address
    return None


@first_contact
def responsibility(person, user):
    """For a child: whose permission counts, and whether anybody saw the document that shows it."""
    if person.is_adult():
        return None
    with_pr = Relationship.objects.with_pr(person).known_to(user)
    if not with_pr:
        return "Say who has parental responsibility", reverse("records:add_relation", args=[person.public_id])
    if not any(link.is_verified for link in with_pr):
        return "See a document that shows parental responsibility, then change the relation", ""
    return None

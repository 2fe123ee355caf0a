"""Every answer that bears on one question of sharing, asked with SQL that is worked out once (records/prepared.py)."""

from records.models import Agency, Person
from records.prepared import Blank, Prepared

from .models import Capacity, Consent


def answers_bearing_on(person: Person, purpose: str, recipient: Agency | str | None, information: str) -> list[Consent]:
    """The rows of ``Consent.objects.bearing_on``, whose SQL is kept: this is asked more often than anything else."""
    said = {"person": person.stands_for, "purpose": purpose, "information": information}
    if isinstance(recipient, Agency):
        return ABOUT_AN_AGENCY(**said, agency=recipient.pk, kind=recipient.kind)
    return ABOUT_A_KIND(**said, kind=recipient) if recipient else []


def _bearing_on(recipient: Agency | Blank):
    asked = Consent.objects.bearing_on(Person(pk=Blank("person")), Blank("purpose"), recipient, Blank("information"))
    return asked.only(*(one.name for one in Consent._meta.concrete_fields), *WEIGHED)


# Of what an answer rests on, the columns that decide whether it counts; whatever else is read of it is fetched then.
WEIGHED = ["recipient__name", "recipient__kind", "recipient__public_id", "person__name", "person__merged_into"]
WEIGHED += [f"relationship__{name}" for name in ("kind", "pr_basis", "restriction", "is_confidential")]
WEIGHED += ["relationship__starts_on", "relationship__ends_on", "relationship__person__merged_into"]
WEIGHED += ["answered_by__merged_into", "competence__id", "best_interests__review_on"]
WEIGHED += [f"power__{name}" for name in ("kind", "registered_on", "ended_on")]
WEIGHED += [f"capacity__{name}" for name in (*Capacity.ABILITIES, "impairment", "because_of_it", "review_on")]

ABOUT_AN_AGENCY = Prepared(lambda: _bearing_on(Agency(pk=Blank("agency"), kind=Blank("kind"))))
ABOUT_A_KIND = Prepared(lambda: _bearing_on(Blank("kind")))

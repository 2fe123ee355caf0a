"""Whose parental responsibility has which ground, by the law of England (Children Act 1989, ss. 2 to 5 and 33)."""

from datetime import date

from .models import Relationship

BIRTH_REGISTER_SINCE = date(2003, 12, 1)
K, B = Relationship.Kind, Relationship.Basis
FOR = {
    B.MOTHER: {K.MOTHER},
    B.MARRIED_FATHER: {K.FATHER},
    B.BIRTH_REGISTER: {K.FATHER},
    B.AGREEMENT: {K.FATHER, K.STEP_PARENT},
    B.ADOPTER: {K.ADOPTER, K.MOTHER, K.FATHER},
    B.LOCAL_AUTHORITY: {K.OTHER},
}
WHOSE = {
    B.MOTHER: "Only the mother has it by being the mother.",
    B.MARRIED_FATHER: "Only the father has it by being married to the mother.",
    B.BIRTH_REGISTER: "Only a father has it by being named on the birth register.",
    B.AGREEMENT: "Only a father or a step-parent can have it by an agreement.",
    B.ADOPTER: "Only whoever adopted the child has it by adoption.",
    B.LOCAL_AUTHORITY: "Only a council has it under a care order. Record the council as “Somebody else who matters”.",
}
OR_ELSE = " A court order gives it to anybody it names. Otherwise leave this empty: they have none."
STEP_PARENT = "A step-parent has it only by an agreement or a court order, with the paper that shows it."
UNBORN = "A child not yet born is on no register. Record it when the birth is registered and you saw the certificate."
TOO_EARLY = (
    "Being named on the birth register gives it only when the birth was registered on or after 1 December 2003. "
    "If it was registered again since, enter that day. An agreement or a court order gives it too."
)
BEFORE_BIRTH = "This is before the birth. Check both dates."


def why_not(basis, kind, person, registered_on=None) -> tuple[str, str]:
    """Where this ground cannot be theirs, as (field, reason and what would make it lawful); ("", "") when it can."""
    if not basis:
        return "", ""
    if kind == K.STEP_PARENT and basis not in {B.AGREEMENT, B.ORDER}:
        return "pr_basis", STEP_PARENT
    if kind not in FOR.get(basis, {kind}):
        return "pr_basis", WHOSE[basis] + OR_ELSE
    return _register(person, registered_on) if basis == B.BIRTH_REGISTER else ("", "")


def _register(person, registered_on):
    if person.is_unborn:
        return "pr_basis", UNBORN
    if registered_on and person.born_on and registered_on < person.born_on:
        return "registered_on", BEFORE_BIRTH
    day = registered_on or person.born_on
    return ("registered_on", TOO_EARLY) if day and day < BIRTH_REGISTER_SINCE else ("", "")

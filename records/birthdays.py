"""What changes when somebody turns 16 or 18, and who is reminded of it before: at midnight in London, by itself."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from .models import Person

BEFORE = timedelta(days=60)
CHANGES = {
    16: "From then on their own agreement counts, and no longer a parent’s.",
    18: "From then on they decide as an adult, nobody has parental responsibility, and their lead changes.",
}
NEXT = {
    16: "Tell them, and ask them what a parent agreed to before.",
    18: "Tell them, and ask them themselves what we may share. Agree who leads from then on.",
}


@dataclass(frozen=True)
class Birthday:
    """One person, the age they reach, and the day on which their rights change."""

    person: Person
    age: int
    on: date

    @property
    def words(self):
        return f"turns {self.age} on {self.on.day} {self.on:%B}"

    @property
    def hint(self):
        return f"{CHANGES[self.age]} {NEXT[self.age]}"


def coming(person, today=None):
    """The birthday of a person that changes their rights within sixty days, or None. Today’s has come already."""
    today = today or timezone.localdate()
    for age in CHANGES:
        on = person.turns(age)
        if on and today < on <= today + BEFORE:
            return Birthday(person, age, on)
    return None


def coming_among(people, today=None):
    """The same for many, soonest first; the database leaves out whoever is far from both birthdays."""
    today = today or timezone.localdate()
    found = [coming(person, today) for person in people.born_around(today, BEFORE, *CHANGES)]
    return sorted(filter(None, found), key=lambda birthday: (birthday.on, birthday.person.pk))

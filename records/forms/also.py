"""One writing about several people: the same text in the file of each, and nobody's name in the file of another."""

import re

from django import forms

from records.entry_kinds import told
from records.models import Entry, Folder, Person, Relationship

from .asking import FEW, NOT_SHOWN, Finding, SomeOf

SHORTEST = 3  # letters: a shorter part of a name is a word like any other
# What another professional says comes as a report, a call or a meeting; family without responsibility only as reported.
FROM_OTHERS = {Entry.Kind.REPORTED, Entry.Kind.REPORT, Entry.Kind.CALL, Entry.Kind.MEETING}


def words_of(text):
    return set(re.findall(r"\w+", text.casefold()))


class About(Finding):
    """Who else it is about: only people in whose folder of the same kind this user writes."""

    finds = "also"
    also = SomeOf(
        Person.objects.none(),
        label="Who else is it about?",
        help_text="The same words go into the file of each. Marks on the body stay in this file.",
        required=False,
        error_messages=NOT_SHOWN,
    )
    names_stay = forms.BooleanField(label="The names may stay: nobody can be recognised by them", required=False)

    def __init__(self, *args, folder, by, person, **kwargs):
        self.folder = folder
        mine = Folder.objects.written_in_by(by).filter(kind=folder.kind)
        among = Person.objects.open_to(by).filter(folders__in=mine.values("pk")).exclude(pk=person.pk)
        parents = Relationship.objects.in_force().filter(person=person).exclude(pr_basis="").values("other")
        siblings = among.filter(relationships__other__in=parents).exclude(relationships__pr_basis="").distinct()
        super().__init__(
            *args, among=among, always=siblings.order_by("name", "pk")[:FEW], person=person, by=by, **kwargs
        )

    def clean(self):
        given = super().clean()
        found = self._names_in(given) if given.get("also") and not given.get("names_stay") else []
        if found:
            names = ", ".join(f"“{name}”" for name in found)
            self.add_error(
                "names_stay", f"{names}: this text goes into several files. Write “another child”, or tick this box."
            )
        return given

    def _names_in(self, given):
        """Parts of the names of these people that stand in what was typed."""
        typed = words_of(" ".join(value for value in given.values() if isinstance(value, str)))
        names = [name for person in (self.person, *given["also"]) for name in (person.name, person.known_as)]
        parts = {part for name in names for part in re.findall(r"\w+", name) if len(part) >= SHORTEST}
        return sorted(part for part in parts if part.casefold() in typed)

    @property
    def parts_of_others(self):
        """What is written in each other file, where that is not what is written in this one."""
        return [self._part_of(person) for person in self.cleaned_data.get("also", [])]

    def _part_of(self, person):
        """Who said it has no name in the file of another family, and may have no say about that child (S-05)."""
        part = {"folder": person.folder(self.folder.kind), "reported_by": self._told_by}
        kind = self.cleaned_data["kind"]
        if not self.informant or person.is_adult() or kind in FROM_OTHERS or self._answers_for(person):
            return part
        fact = self.cleaned_data.get("fact", "")
        whole = [fact, *(f"{label} {said}" for label, said in told(kind, self.asked))]
        return part | {"kind": Entry.Kind.REPORTED, "details": {}, "fact": "\n".join(filter(None, whole))}

    @property
    def _told_by(self):
        said_by = self.cleaned_data["said_by"]
        known = {"me": "", "other": self.cleaned_data.get("said_by_words", "")}
        return known.get(said_by, "somebody in another file")

    def _answers_for(self, person):
        link = self.family.get(self.cleaned_data["said_by"])
        return link and Relationship.objects.with_pr(person).filter(other=link.other_id).exists()

    @property
    def says_others(self):
        """Whether somebody was chosen, looked for, or is wrong, in a part that is folded away."""
        return bool(self.words or self._chosen() or self.errors.get("also") or "find" in self.data)

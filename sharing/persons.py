"""Whom a decision is about, as its record says it: people from their files, or the one colleague it is about."""


def persons_of(decision):
    """A colleague stands there like anybody else: by name, and by the neutral name of the folder (H-31)."""
    if decision.colleague:
        about = {"name": decision.colleague.name, "born_on": None, "due_on": None}
        return [about | {"group": "Somebody who works here", "folder": str(decision.apart)}]
    return [_person(about) for about in decision.about.select_related("person", "folder").order_by("pk")]


def _person(about):
    person = about.person
    return {
        "name": person.name,
        "born_on": person.born_on.isoformat() if person.born_on else None,
        "due_on": person.due_on.isoformat() if person.due_on else None,
        "group": person.get_group_display(),
        "folder": str(about.folder),
    }

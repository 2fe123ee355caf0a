"""Long lists, a page at a time, onward from the last row shown: steady while rows are added, quick at any depth."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

PAGE = 25


@dataclass(frozen=True)
class Page:
    """Some rows of a list, how many there are in all, and the address of the next ones."""

    rows: list
    total: int
    onward: str
    is_first: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def page_of(queryset, after, *order, many=PAGE):
    """The rows after the one whose public id is ``after``, which must be in the list itself; else the first rows."""
    last = queryset.filter(public_id=after).first() if is_uuid(after) else None
    rows = queryset.order_by(*order)
    if last:
        rows = rows.filter(_beyond(last, *order))
    found = list(rows[: many + 1])
    onward = f"?after={found[many - 1].public_id}" if len(found) > many else ""
    return Page(found[:many], queryset.count(), onward, last is None)


def _beyond(last, first, *rest):
    name = first.lstrip("-")
    value = getattr(last, name)
    beyond = Q(**{f"{name}__{'lt' if first.startswith('-') else 'gt'}": value})
    return beyond | Q(**{name: value}) & _beyond(last, *rest) if rest else beyond


def is_uuid(text):
    try:
        return bool(UUID(text or ""))
    except ValueError:
        return False

"""What the home page says of telling: how many people of one's own have somebody who was not told yet (S-01, S-26)."""

from django.urls import reverse

from staff.home import Item, Shelf, brings
from staff.roles import Can

from .untold import not_told_yet


@brings(Shelf.PEOPLE)
def untold(user):
    """For a key person, of those they are key person of. It blocks nothing and goes on asking."""
    if not user.can(Can.WORK_WITH_PEOPLE):
        return None
    many = not_told_yet(user).filter(key_person=user).count()
    if not many:
        return None
    words = "1 person not told yet" if many == 1 else f"{many} people not told yet"
    hint = "Go through the notice with whoever decides for them, each by themselves."
    return [Item(words, reverse("consent:untold"), hint=hint, status="To do", colour="yellow")]

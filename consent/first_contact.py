"""The step of first contact that is about agreement: somebody goes through the notice with whom it concerns (S-26)."""

from django.urls import reverse

from records.first_contact import first_contact
from records.models import Person

from .untold import untold_on_page


@first_contact
def notice_explained(person, user):
    if not Person.objects.whose_personal_folder_opens_to(user).contains(person):
        return None
    untold = ", ".join(told.name for told in untold_on_page(person, user))
    address = reverse("consent:notice", args=[person.public_id])
    return (f"Go through the notice with {untold}", address) if untold else None

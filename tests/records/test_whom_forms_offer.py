"""Forms offer nobody who is shut out already, and nobody whose account has ended."""

import pytest

from records.forms import GrantForm, KeyPersonForm, ShutFolderForm
from records.forms.access import ExcludeForm
from records.forms.safe_contact import ContactForm
from records.models import KeptOut
from tests.records.test_apart import folder_about

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-08")]


def offered(form, field):
    return set(form.fields[field].queryset)


def test_whoever_is_shut_out_of_a_record_is_offered_by_none_of_its_forms(cast):
    cast.leo.exclude(by=cast.dee, who=cast.ben, reason="Her sister")
    offers = [
        offered(GrantForm(folder=cast.leo.folders.first()), "to"),
        offered(KeyPersonForm(person=cast.leo), "to"),
        offered(ContactForm(person=cast.leo), "colleague"),
        offered(ExcludeForm(person=cast.leo, by=cast.dee), "who"),
    ]
    assert all(cast.chen in colleagues and cast.ben not in colleagues for colleagues in offers)


def test_whoever_is_shut_out_of_a_folder_apart_or_is_whom_it_is_about_is_not_offered_again(cast):
    folder = folder_about(cast, "staff", "Chen Example", account=cast.chen)
    KeptOut.shut(by=cast.sena, folder=folder, who=cast.ben, reason="A friend")
    left = offered(ShutFolderForm(folder=folder, by=cast.sena), "who")
    assert cast.amara in left and not {cast.ben, cast.chen} & left
    assert cast.chen not in offered(GrantForm(folder=folder), "to")


def test_nobody_whose_account_has_ended_is_offered(cast):
    cast.ben.is_active = False
    cast.ben.save()
    assert cast.ben not in offered(ExcludeForm(person=cast.leo, by=cast.dee), "who")
    assert cast.ben not in offered(GrantForm(folder=cast.leo.folders.first()), "to")

"""Asking whether something may be shared: whom it is about, and who asks."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from records.models import Concern, Person
from staff.access import asked, loads
from staff.roles import Can

from .. import wizard
from ..forms.request import AsksForm, StartForm
from ..models import Decision, Draft
from ..proposal import take_up
from ..relatives import children_of_the_same_family, people_of

NOT_PROPOSERS = "Ask the safeguarding lead, who can start this for you. In an emergency share now and record it after."
NO_RECORD = (
    "There is no record of this person to keep a decision in. A safeguarding lead can open one, and then you can ask."
)
ABOUT_STAFF = (
    "A concern about somebody who works here is kept apart from every record (H-33). Whoever keeps it decides, about a "
    "colleague who has an account. If a person needs protecting, start from that person’s own record."
)
NOBODY_LISTED = "This concern names nobody who has a record. The safeguarding lead can say whom it is about."


@require_http_methods(["GET", "POST"])
@loads(Person.objects.open_to)
def start(request, person):
    if not person.service_user:
        raise PermissionDenied(NO_RECORD)
    family = children_of_the_same_family(person, request.user) if person.group == "child" else []
    return _start(request, [person, *family], [person])


@require_http_methods(["GET", "POST"])
@loads(Concern.objects.listed_for)
def start_from_concern(request, concern):
    if concern.is_about_staff:
        return _start_about_colleague(request, concern)
    people = people_of(concern, request.user)
    if not people:
        raise PermissionDenied(NOBODY_LISTED)
    return _start(request, people, people, concern)


def _start_about_colleague(request, concern):
    """For whoever keeps the concern, and of a colleague with an account, so that they can be shut out of it (H-31)."""
    if concern.about_staff is None or not Concern.objects.about_colleagues(request.user).contains(concern):
        raise PermissionDenied(ABOUT_STAFF)
    form = asked(request, AsksForm)
    if request.method == "POST" and form.is_valid():
        about = {"colleague": concern.about_staff, "facts": {"group": concern.group}}
        draft = Draft.begin(owner=request.user, concern=concern, details={"start": form.cleaned_data}, **about)
        return redirect(wizard.onward(draft, request.user))
    return render(request, "sharing/start.html", {"form": form, "concern": concern})


def _start(request, people, chosen, concern=None):
    if not request.user.can(Can.PROPOSE):
        raise PermissionDenied(NOT_PROPOSERS)
    form = asked(request, StartForm, people=people, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        begun = {"start": {"asks": form.cleaned_data["asks"]}}
        draft = Draft.begin(owner=request.user, people=form.chosen, concern=concern, details=begun)
        return redirect(wizard.onward(draft, request.user))
    return render(request, "sharing/start.html", {"form": form, "concern": concern, "person": people[0]})


@require_POST
@loads(Decision.objects.returned_to)
def again(request, decision):
    """Take up a returned decision where it was left."""
    return redirect("sharing:lead", take_up(decision, owner=request.user).public_id)

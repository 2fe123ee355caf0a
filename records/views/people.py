"""Finding people, adding somebody, and who may be found at all."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import LookForm, RegisterForm, SearchForm
from records.models import Person
from records.paging import PAGE
from records.people_list import page_of_people
from staff.access import asked, holds
from staff.roles import Can


@require_http_methods(["GET", "POST"])
@holds(Can.WORK_WITH_PEOPLE)
def people(request):
    """The list; a search comes by POST, so that no name stands in an address."""
    people = Person.objects.open_to(request.user).with_key_person()
    form = SearchForm(request.POST or None)
    found = people.found_by(form.cleaned_data["words"]) if form.is_valid() else None
    page = page_of_people(request.user, request.GET.get("after")) if found is None else None
    shown = request.showing(page if found is None else found.order_by("name", "pk")[:PAGE])
    total = page.total if found is None else found.count()
    context = {"form": form, "page": page, "shown": shown, "total": total, "searched": found is not None}
    return render(request, "records/people.html", context)


@require_safe
@holds(Can.GRANT)
def without_key_person(request):
    people = request.showing(Person.objects.left_behind_for(request.user))
    return render(request, "records/without_key_person.html", {"people": people})


@require_http_methods(["GET", "POST"])
@holds(Can.WORK_WITH_PEOPLE)
def look(request):
    """Before a record is opened: who looks like this, among the people this user may see and no others."""
    form = asked(request, LookForm)
    looked = form.is_valid()
    alike = form.alike(Person.objects.open_to(request.user)) if looked else []
    request.showing(person for person, _ in alike)
    return render(request, "records/look.html", {"form": form, "looked": looked, "alike": alike})


@require_http_methods(["GET", "POST"])
@holds(Can.WORK_WITH_PEOPLE)
def register(request):
    """Reached by way of looking, with the words that were typed there."""
    form = asked(request, RegisterForm, by=request.user)
    if not form.is_bound and not getattr(request, "gave_back", False):
        return redirect("records:look")
    if form.is_valid():
        person = Person.register(by=request.user, **form.details)
        messages.success(request, "The record is open.")
        return redirect(*_where_they_are_shown(person, request.user))
    request.showing(form.alike)
    return render(request, "records/register.html", {"form": form})


def _where_they_are_shown(person, user):
    """Whoever opens a record for somebody else's key work may not be able to see it afterwards."""
    if Person.objects.open_to(user).contains(person):
        return "records:person", person.public_id
    return ("records:people",)

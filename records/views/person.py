"""One person's record: what is known, who belongs to them, what was written, what was done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records import story as stories
from records.forms import ChangeForm, KeyPersonForm, RelationshipChangeForm, RelationshipForm
from records.models import Folder, Person, Relationship
from records.record_page import shown_of
from staff.access import asked, loads

LEADS_ONLY = "A safeguarding lead says who the key person is and who may open a record. Ask one of them."


@require_safe
@loads(Person.objects.open_to)
def person(request, person):
    user = request.user
    if person.merged_into and Person.objects.open_to(user).contains(person.merged_into):
        return redirect("records:person", person.merged_into.public_id)
    return render(request, "records/person.html", shown_of(person, user))


@require_http_methods(["GET", "POST"])
@loads(Person.objects.open_to)
def change_person(request, person):
    form = asked(request, ChangeForm, person=person, by=request.user)
    if form.is_valid():
        person.change(by=request.user, **form.details)
        messages.success(request, "The details are changed.")
        return redirect("records:person", person.public_id)
    return render(request, "records/change_person.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Person.objects.run_by, otherwise=LEADS_ONLY)
def key_person(request, person):
    form = asked(request, KeyPersonForm, person=person)
    if form.is_valid():
        person.assign_key_person(by=request.user, to=form.cleaned_data["to"])
        messages.success(request, "The key person is changed. Who may open the folders has changed with it.")
        return redirect("records:person", person.public_id)
    return render(request, "records/key_person.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Person.objects.open_to)
def add_relation(request, person):
    form = asked(request, RelationshipForm, person=person, by=request.user)
    if form.is_valid():
        Relationship.link(by=request.user, person=person, **form.details)
        messages.success(request, "Recorded.")
        return redirect("records:person", person.public_id)
    request.showing(form.offered)
    return render(request, "records/add_relation.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Relationship.objects.open_to)
def change_relation(request, link):
    form = asked(request, RelationshipChangeForm, link=link, by=request.user)
    if form.is_valid():
        link.change(by=request.user, **form.details)
        messages.success(request, "Changed.")
        return redirect("records:person", link.person.public_id)
    return render(request, "records/change_relation.html", {"form": form, "link": link, "person": link.person})


@require_safe
@loads(Person.objects.open_to)
def story(request, person):
    """What was done in what this user may open of and about this person; a lead also sees who has looked."""
    opened = Folder.objects.open_to(request.user).filter(person__in=person.every_record())
    places = stories.places_of(person, opened.in_order())
    page = request.GET.get("page", "")[:4]
    page = int(page) if page.isdecimal() else 0
    beside, without = stories.places_beside(person, request.user), stories.kept_from(person, request.user)
    steps, more = stories.steps_in(places | beside, request.user, page, without)
    runs = person.is_run_by(request.user)
    looks = stories.looks_in(places) if runs else []
    context = {"person": person, "steps": steps, "page": page, "more": more, "looks": looks, "runs": runs}
    return render(request, "records/story.html", context)

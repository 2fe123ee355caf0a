"""Flags on a record: set, looked at again, ended."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from records.forms import FlagForm, FlagReviewForm
from records.models import Flag, Person
from staff.access import asked, loads


@require_http_methods(["GET", "POST"])
@loads(Person.objects.open_to)
def flag(request, person):
    form = asked(request, FlagForm)
    if form.is_valid():
        Flag.put(by=request.user, person=person, **form.cleaned_data)
        messages.success(request, "Whoever opens the record sees it first.")
        return redirect("records:person", person.public_id)
    return render(request, "records/flag.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Flag.objects.changeable_by)
def review_flag(request, flag):
    form = asked(request, FlagReviewForm)
    if form.is_valid():
        _act(request, flag, form.cleaned_data)
        messages.success(request, "Recorded.")
        return redirect("records:person", flag.person.public_id)
    return render(request, "records/review_flag.html", {"form": form, "flag": flag, "person": flag.person})


def _act(request, flag, said):
    if said["answer"] == "ends":
        flag.end(by=request.user, why=said["why"])
    else:
        flag.review(by=request.user, review_on=said["review_on"], why=said["why"])

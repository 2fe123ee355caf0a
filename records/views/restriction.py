"""Keeping one entry to named people, and letting its folder decide again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from records.forms import EndForm, RestrictForm
from records.models import Entry
from staff.access import asked, loads

NOT_YOURS = "The author of an entry can keep it to named people; once that is done, a lead decides who reads it."
LEADS_ONLY = "Only a safeguarding lead can open an entry to others again. Ask one of them."


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.restrictable_by, otherwise=NOT_YOURS)
def restrict(request, entry):
    form = asked(request, RestrictForm)
    if form.is_valid():
        entry.restrict(by=request.user, **form.cleaned_data)
        messages.success(request, "To everybody else the entry is not there.")
        return redirect(entry.home_for(request.user))
    return render(
        request, "records/restrict.html", {"form": form, "entry": entry, "back": entry.home_for(request.user)}
    )


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.liftable_by, otherwise=LEADS_ONLY)
def lift(request, entry):
    form = asked(request, EndForm)
    if form.is_valid():
        entry.lift_restriction(by=request.user, **form.cleaned_data)
        messages.success(request, "Whoever may open the folder reads the entry again.")
        return redirect(entry.home_for(request.user))
    return render(request, "records/lift.html", {"form": form, "entry": entry, "back": entry.home_for(request.user)})

"""Legal holds on one record: what is held and was held, putting one, lifting one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from records.models import Folder, Person
from staff.access import asked, loads

from ..forms.disposal import HoldForm, LiftForm
from ..models import Hold

LEADS = "A safeguarding lead who looks after this record puts holds on it. Tell them who needs it."


@require_http_methods(["GET", "POST"])
@loads(Person.objects.run_by, otherwise=LEADS)
def holds_on_person(request, person):
    return _holds(request, person, "governance:holds_on_person")


@require_http_methods(["GET", "POST"])
@loads(Folder.objects.looked_after_by, otherwise=LEADS)
def holds_on_folder(request, folder):
    return _holds(request, folder, "governance:holds_on_folder")


@require_http_methods(["GET", "POST"])
@loads(Hold.objects.liftable_by, otherwise="It is lifted already, or belongs to another lead's records.")
def lift_hold(request, hold):
    form = asked(request, LiftForm)
    if form.is_valid():
        hold.lift(by=request.user, why=form.cleaned_data["why"])
        messages.success(request, "Lifted. What is agreed can be carried out again from its day on.")
        return redirect(hold.page)
    return render(request, "governance/lift_hold.html", {"form": form, "hold": hold})


def _holds(request, on, page):
    form = asked(request, HoldForm)
    if form.is_valid():
        Hold.put(by=request.user, on=on, **form.cleaned_data)
        messages.success(request, "On hold. Nothing of it is destroyed until a lead lifts it.")
        return redirect(reverse(page, args=[on.public_id]))
    shown = {
        "form": form,
        "on": on,
        "holds": on.holds.newest_first(),
        "name": on.name if page.endswith("person") else on.subject.name,
    }
    return render(request, "governance/holds.html", shown)

"""What is kept about those who work here: apart from every record, and never before whom it is about (H-31, H-33)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policy import packs
from records.apart import Kept
from records.forms import OfficerForm
from records.models import Allegation, Concern, Folder
from records.models.allegation import keep_apart as keep
from records.officer import Officer
from staff.access import asked, holds, loads
from staff.roles import Can

NOBODY_WITH_AN_ACCOUNT = (
    "This concern names nobody with an account here, so there is no folder to keep it in. "
    "It stays on its own page, for those who may open it."
)


@require_safe
@holds(Can.SECOND)
def colleagues(request):
    """The folders about colleagues that this user keeps, and what still has to go to the designated officer."""
    folders = request.showing(
        Folder.objects.about_colleagues(request.user).select_related("about_staff").order_by("-sort_on", "-pk")
    )
    waiting = Concern.objects.about_colleagues(request.user).officer_not_told().order_by("reported_at").with_people()
    waiting = [(concern, Officer.waiting(concern)) for concern in request.showing(waiting)]
    folders = [(folder, Kept.of(folder)) for folder in folders]
    return render(request, "records/colleagues.html", {"folders": folders, "waiting": waiting})


@require_http_methods(["GET", "POST"])
@loads(Concern.objects.about_colleagues)
def officer(request, concern):
    form = asked(request, OfficerForm)
    if form.is_valid():
        Allegation.settle(by=request.user, concern=concern, **form.details)
        return redirect("records:concern", concern.public_id)
    context = {"form": form, "concern": concern, "pack": packs.current(), "officer": Officer.of(concern)}
    return render(request, "records/officer.html", context)


@require_POST
@loads(Concern.objects.about_colleagues)
def keep_apart(request, concern):
    if concern.about_staff is None:
        raise PermissionDenied(NOBODY_WITH_AN_ACCOUNT)
    return redirect("records:folder", keep(concern, by=request.user).public_id)

"""Who can see what, letting somebody in, ending it, and shutting somebody out (S-08, H-31)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import EndForm, ExcludeForm, GrantForm
from records.models import Exclusion, Folder, FolderGrant, Person
from records.shut_out import linked_to, shut_out_of_family
from records.who import readers_of, standing_over
from staff.access import asked, loads

LEADS_ONLY = "A safeguarding lead says who may open a record. Ask one of them."


@require_safe
@loads(Person.objects.run_by, otherwise=LEADS_ONLY)
def access(request, person):
    folders = [folder for folder in Folder.objects.tabs_of(person, request.user) if folder.is_open]
    context = {
        "person": person,
        "standing": standing_over(person),
        "folders": [(folder, readers_of(folder)) for folder in folders],
        "exclusions": Exclusion.objects.run_by(request.user).filter(person=person),
    }
    return render(request, "records/access.html", context)


@require_http_methods(["GET", "POST"])
@loads(Folder.objects.let_into_by, otherwise=LEADS_ONLY)
def grant(request, folder):
    form = asked(request, GrantForm, folder=folder)
    if form.is_valid():
        folder.grant(by=request.user, **form.cleaned_data)
        messages.success(request, "They may open the folder now.")
        return redirect(folder.access_address)
    return render(request, "records/grant.html", {"form": form, "folder": folder})


@require_http_methods(["GET", "POST"])
@loads(FolderGrant.objects.run_by)
def end_grant(request, grant):
    form = asked(request, EndForm)
    if form.is_valid():
        grant.content_object.end_grant(by=request.user, grant=grant, why=form.cleaned_data["why"])
        messages.success(request, "Ended, from this moment.")
        return redirect(grant.content_object.access_address)
    return render(request, "records/end_grant.html", {"form": form, "grant": grant})


@require_http_methods(["GET", "POST"])
@loads(Person.objects.run_by, otherwise=LEADS_ONLY)
def exclude(request, person):
    form = asked(request, ExcludeForm, person=person, by=request.user)
    if form.is_valid():
        given = form.cleaned_data
        shut_out = shut_out_of_family if given.pop("whole_family") else Person.exclude
        shut_out(person, by=request.user, **given)
        messages.success(request, "They no longer see that this record exists.")
        return redirect("records:people" if given["who"] == request.user else _access(person))
    request.showing(linked_to(person, request.user))
    return render(request, "records/exclude.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(Exclusion.objects.run_by)
def end_exclusion(request, exclusion):
    form = asked(request, EndForm)
    if form.is_valid():
        exclusion.end(by=request.user, why=form.cleaned_data["why"])
        messages.success(request, "They are judged like everybody else again.")
        return redirect(_access(exclusion.person))
    return render(request, "records/end_exclusion.html", {"form": form, "exclusion": exclusion})


def _access(person):
    return redirect("records:access", person.public_id).url

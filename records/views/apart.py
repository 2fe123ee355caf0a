"""Folders about people who are no service users: staff, volunteers, parents and other professionals (H-31, H-33)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.apart import Kept, access_of, kinds_started_by, with_time
from records.forms import ChangeAboutForm, EndForm, KeepLongerForm, ShutFolderForm, StartAboutForm
from records.forms.apart import known_relation, whom_of
from records.models import Folder, FolderAbout, KeptOut
from records.paging import page_of
from staff.access import asked, holds, loads
from staff.home import FIRST
from staff.roles import Can

NOT_YOURS = "The policy names who keeps such folders, and your role is not among them. Ask the senior leader."


@require_safe
@holds(Can.SECOND)
def about(request, side):
    """The folders of one list that this user keeps or reads, and those whose time is over."""
    mine = FolderAbout.objects.on_side(side, request.user)
    page = page_of(mine, request.GET.get("after"), "name", "pk")
    over = mine.over().order_by("name", "pk")[:FIRST]
    request.showing([*over, *page])
    context = {"page": page, "rows": with_time(page), "over": with_time(over), "side": side}
    context["starts"] = kinds_started_by(request.user, side)
    return render(request, "records/about.html", context)


@require_http_methods(["GET", "POST"])
@holds(Can.SECOND)
def start_about(request, side):
    if not kinds_started_by(request.user, side):
        raise PermissionDenied(NOT_YOURS)
    known = request.showing(known_relation(request.GET.get("relation"), request.user))
    begun = whom_of(known[0], request.user) if known else {}
    form = asked(request, StartAboutForm, by=request.user, side=side, initial=begun)
    if form.is_valid():
        folder = FolderAbout.start(by=request.user, **form.details)
        messages.success(request, "The folder is started. Write the first entry.")
        return redirect("records:folder", folder.public_id)
    return render(request, "records/start_about.html", {"form": form, "side": side})


@require_safe
@loads(Folder.objects.looked_after_by)
def apart(request, folder):
    """Who may open it and until when it is kept, for those who keep it; and what was done in it."""
    return render(request, "records/apart.html", access_of(folder, request.user))


@require_http_methods(["GET", "POST"])
@loads(FolderAbout.objects.changeable_by)
def change_about(request, about):
    now = {"seen": about.version, "words": about.words, "left_on": about.left_on}
    form = asked(request, ChangeAboutForm, about=about, initial=now)
    if form.is_valid():
        about.change(by=request.user, **form.cleaned_data)
        return redirect(about.folder.access_address)
    return render(request, "records/change_about.html", {"form": form, "about": about})


@require_http_methods(["GET", "POST"])
@loads(FolderAbout.objects.changeable_by)
def keep_longer(request, about):
    form = asked(request, KeepLongerForm, initial={"seen": about.version})
    if form.is_valid():
        about.keep_longer(by=request.user, **form.cleaned_data)
        return redirect(about.folder.access_address)
    return render(request, "records/keep_longer.html", {"form": form, "about": about, "kept": Kept.of(about.folder)})


@require_http_methods(["GET", "POST"])
@loads(Folder.objects.looked_after_by)
def shut_folder(request, folder):
    form = asked(request, ShutFolderForm, folder=folder, by=request.user)
    if form.is_valid():
        KeptOut.shut(by=request.user, folder=folder, **form.cleaned_data)
        messages.success(request, "To them this folder does not exist any more.")
        mine = form.cleaned_data["who"] == request.user
        return redirect("home" if mine else folder.access_address)
    return render(request, "records/shut_folder.html", {"form": form, "folder": folder})


@require_http_methods(["GET", "POST"])
@loads(KeptOut.objects.run_by)
def end_shut(request, one):
    form = asked(request, EndForm)
    if form.is_valid():
        one.end(by=request.user, why=form.cleaned_data["why"])
        return redirect(one.folder.access_address)
    return render(request, "records/end_shut.html", {"form": form, "one": one})

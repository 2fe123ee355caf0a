"""A folder and its entries."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policy import packs
from records.forms import CorrectionForm, EntryForm, HistoricalForm
from records.models import Entry, Folder
from records.paging import page_of
from staff.access import asked, loads

CLOSED = (
    "This folder is not open to you. A safeguarding lead can let you in, for a purpose and a time. "
    "What you know you can always pass on: log a concern, and the lead puts it in its place."
)


@require_safe
@loads(Folder.objects.open_to, otherwise=CLOSED)
def folder(request, folder):
    entries = Entry.objects.read_in(folder, request.user)
    page = page_of(entries.shown(), request.GET.get("after"), "-happened_at", "-pk")
    return render(request, "records/folder.html", {"folder": folder, "person": folder.person, "page": page})


@require_http_methods(["GET", "POST"])
@loads(Folder.objects.written_in_by, otherwise=CLOSED)
def write(request, folder):
    form = asked(request, EntryForm, folder=folder)
    if form.is_valid():
        Entry.write(by=request.user, folder=folder, **form.details)
        messages.success(request, "Written.")
        return redirect("records:folder", folder.public_id)
    context = {"form": form, "folder": folder, "person": folder.person, "help": packs.current().help}
    return render(request, "records/write.html", context)


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.open_to)
def correct(request, entry):
    form = asked(request, CorrectionForm, entry=entry)
    if form.is_valid():
        entry.correct(by=request.user, **form.parts)
        messages.success(request, "The correction stands beneath the entry.")
        return redirect(entry.home_for(request.user))
    return render(request, "records/correct.html", {"form": form, "entry": entry, "person": entry.folder.person})


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.open_to)
def mark_historical(request, entry):
    form = asked(request, HistoricalForm, initial={"seen": entry.version})
    if form.is_valid():
        entry.mark_historical(by=request.user, **form.cleaned_data)
        messages.success(request, "Marked as out of date. The words stay.")
        return redirect(entry.home_for(request.user))
    return render(request, "records/mark_historical.html", {"form": form, "entry": entry})

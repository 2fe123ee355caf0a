"""A folder and its entries."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policy import packs
from records.apart import beside
from records.entry_kinds import KINDS
from records.forms import ColleagueCorrectionForm, ColleagueEntryForm, CorrectionForm, EntryForm, HistoricalForm
from records.models import Entry, Folder, FolderGrant
from records.officer import officers_for
from records.paging import page_of
from records.pictures import agreed_about
from records.together import stand_beside
from records.why import why_entry, why_folder
from staff.access import Closed, asked, loads

CLOSED = Closed.but(
    "This folder is not open to you. A safeguarding lead can let you in, for a purpose and a time. "
    "What you know you can always pass on: log a concern, and the lead puts it in its place.",
    page="records:ask_access",
    label="Ask to be let in",
)

NOT_FOR_WRITING = Closed.but(
    CLOSED.replace("is not open to you", "is not open to you for writing"), page=CLOSED.page, label=CLOSED.label
)

NOT_IN_ITS_FOLDER = (
    "This entry is open to you to be read. Whoever works with its folder puts it right, or a safeguarding lead: tell "
    "one of them. What you know you can always pass on: log a concern."
)


@require_safe
@loads(Folder.objects.open_to, otherwise=CLOSED)
def folder(request, folder):
    entries = Entry.objects.read_in(folder, request.user)
    page = page_of(entries.shown(), request.GET.get("after"), "-happened_at", "-pk")
    stand_beside(page, request.user)
    context = {"folder": folder, "person": folder.person, "page": page, "why": why_folder(folder, request.user)}
    context["runs"] = bool(folder.person and folder.person.is_run_by(request.user))
    context["ending"] = FolderGrant.objects.renewable_by(request.user).filter(content_object=folder).first()
    context |= {"purpose": packs.current().folder_purposes.get(folder.kind), "asking": packs.current().asking_to_see}
    context |= {"moved_away": folder.moved_away.all(), "officers": officers_for(folder, request.user)}
    context |= {"pictures": agreed_about(folder, page, request.user), **beside(folder, request.user)}
    return render(request, "records/folder.html", context)


@require_safe
@loads(Folder.objects.written_in_by, otherwise=NOT_FOR_WRITING)
def kinds(request, folder):
    context = {"kinds": KINDS.values(), "folder": folder, "person": folder.person}
    return render(request, "records/kinds.html", context)


@require_http_methods(["GET", "POST"])
@loads(Folder.objects.written_in_by, otherwise=NOT_FOR_WRITING)
def write(request, folder):
    begun = {"kind": request.GET["kind"]} if request.GET.get("kind") in KINDS else {}
    form_class, template = (EntryForm, "write") if folder.person else (ColleagueEntryForm, "write_of_colleague")
    form = asked(request, form_class, folder=folder, by=request.user, initial=begun)
    if form.is_valid():
        Entry.write(by=request.user, folder=folder, **form.details)
        messages.success(request, "Written.")
        return redirect("records:folder", folder.public_id)
    request.showing(form.offered)
    return render(request, f"records/{template}.html", {"form": form, "folder": folder, "person": folder.person})


@require_safe
@loads(Entry.objects.open_to)
def why(request, entry):
    context = {"entry": entry, "why": why_entry(entry, request.user), "back": entry.home_for(request.user)}
    return render(request, "records/why.html", context)


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.put_right_by, otherwise=NOT_IN_ITS_FOLDER)
def correct(request, entry):
    form_class = CorrectionForm if entry.folder.person else ColleagueCorrectionForm
    form = asked(request, form_class, entry=entry, by=request.user)
    if form.is_valid():
        entry.correct(by=request.user, **form.parts)
        messages.success(request, "The correction stands beneath the entry.")
        return redirect(entry.home_for(request.user))
    return render(request, "records/correct.html", {"form": form, "entry": entry, "person": entry.folder.person})


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.put_right_by, otherwise=NOT_IN_ITS_FOLDER)
def mark_historical(request, entry):
    form, home = asked(request, HistoricalForm, initial={"seen": entry.version}), entry.home_for(request.user)
    if form.is_valid():
        entry.mark_historical(by=request.user, **form.cleaned_data)
        messages.success(request, "Marked as out of date. The words stay.")
        return redirect(home)
    return render(request, "records/mark_historical.html", {"form": form, "entry": entry, "back": home})

"""Private notes: written, read by two, put into a folder, thrown away (H-28)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import EntryForm, NoteForm, ThrowAwayForm
from records.models import Person, PrivateNote
from records.why import why_note
from staff.access import asked, loads

WRITER_ONLY = "Only whoever wrote a private note puts it into a folder or throws it away. Talk it over with them."


@require_http_methods(["GET", "POST"])
@loads(Person.objects.open_to)
def write_note(request, person):
    form = asked(request, NoteForm)
    if form.is_valid():
        note = PrivateNote.write(by=request.user, person=person, **form.cleaned_data)
        messages.success(request, "Kept, for you and your line manager.")
        return redirect("records:note", note.public_id)
    context = {"form": form, "person": person, "managers": request.user.current_managers()}
    return render(request, "records/write_note.html", context | {"keeping": PrivateNote.keeping()})


@require_safe
@loads(PrivateNote.objects.open_to)
def note(request, note):
    mine = note.author == request.user
    context = {"note": note, "person": note.person, "why": why_note(note, request.user), "mine": mine}
    context |= {"managers": note.author.current_managers(), "keeping": PrivateNote.keeping()}
    return render(request, "records/note.html", context | {"folders": mine and note.folders_for(request.user)})


@require_http_methods(["GET", "POST"])
@loads(PrivateNote.objects.written_by, otherwise=WRITER_ONLY)
def note_entry(request, note, kind):
    folder = note.folder_for(request.user, kind)
    if folder is None:
        raise Http404
    begun = {"fact": note.words, "happened_at": note.written_at}
    form = asked(request, EntryForm, folder=folder, by=request.user, initial=begun)
    if form.is_valid():
        note.become_entry(by=request.user, folder=folder, **form.details)
        messages.success(request, "Written. The private note has ended.")
        return redirect("records:folder", folder.public_id)
    request.showing(form.offered)
    context = {"form": form, "folder": folder, "person": note.person, "note": note}
    return render(request, "records/note_entry.html", context)


@require_http_methods(["GET", "POST"])
@loads(PrivateNote.objects.written_by, otherwise=WRITER_ONLY)
def throw_away(request, note):
    form = asked(request, ThrowAwayForm)
    if form.is_valid():
        note.throw_away(by=request.user)
        messages.success(request, "The note is deleted. That there was one stays known.")
        return redirect("records:person", note.person.public_id)
    return render(request, "records/throw_away.html", {"form": form, "note": note, "person": note.person})

"""Proposing that something is destroyed, from whichever page it stands on: what goes is counted before anybody asks."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from records.models import Attachment, Entry, Folder, Person
from sharing.models import Decision
from staff.access import asked, loads

from ..address import to
from ..disposing import proposal
from ..forms.disposal import ProposeForm
from ..models import Disposal

LEADS = "Whoever looks after this record proposes that anything of it is destroyed. Ask a safeguarding lead."


@require_http_methods(["GET", "POST"])
@loads(Person.objects.run_by, otherwise=LEADS)
def dispose_person(request, person):
    return _propose(request, person)


@require_http_methods(["GET", "POST"])
@loads(Folder.objects.let_into_by, otherwise=LEADS)
def dispose_folder(request, folder):
    return _propose(request, folder)


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.run_by, otherwise=LEADS)
def dispose_entry(request, entry):
    return _propose(request, entry)


@require_http_methods(["GET", "POST"])
@loads(Attachment.objects.run_by, otherwise=LEADS)
def dispose_file(request, attachment):
    return _propose(request, attachment)


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.amendable_by, otherwise=LEADS)
def dispose_decision(request, decision):
    return _propose(request, decision)


def _propose(request, thing):
    extent = proposal.extent_of(thing)
    against = proposal.reasons_against(thing, extent)
    form = None if against else asked(request, ProposeForm, thing=thing)
    if form and form.is_valid():
        made = Disposal.propose(by=request.user, thing=thing, **form.cleaned_data)
        messages.success(request, "Proposed. A second person has to agree.")
        return redirect(to("disposal", made))
    shown = {"form": form, "against": against, "extent": extent, "kind": Disposal.Kind(proposal.kind_of(thing)).label}
    return render(request, "governance/propose_disposal.html", shown)

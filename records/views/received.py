"""Where an entry came from, and the source's permission to share it onward (S-11)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from records.forms import PermitForm, ReceivedForm, SourceReviewForm
from records.models import Entry, Received
from staff.access import asked, loads

LEADS_ONLY = "A safeguarding lead looks again at what partners told us. What you know of it, tell the lead."
NOT_YOURS = "Whoever wrote an entry says which partner it came from, or a safeguarding lead. Ask one of them."
NOT_TO_ASK = (
    "Their permission is recorded once, by whoever works with this folder, or by a safeguarding lead. If they said yes "
    "to you, tell one of them."
)


@require_http_methods(["GET", "POST"])
@loads(Entry.objects.weighable_by, otherwise=NOT_YOURS)
def source(request, entry):
    form = asked(request, ReceivedForm, by=request.user)
    home = entry.home_for(request.user)
    if form.is_valid():
        Received.record(by=request.user, entry=entry, **form.cleaned_data)
        messages.success(request, "It stands beside the entry, and goes with it wherever it goes.")
        return redirect(home)
    return render(request, "records/source.html", {"form": form, "entry": entry, "back": home})


@require_http_methods(["GET", "POST"])
@loads(Received.objects.askable_by, otherwise=NOT_TO_ASK)
def permit(request, received):
    form = asked(request, PermitForm)
    home = received.entry.home_for(request.user)
    if form.is_valid():
        received.permit(by=request.user, **form.cleaned_data)
        messages.success(request, "Recorded. It may be chosen for sharing now.")
        return redirect(home)
    return render(request, "records/permit.html", {"form": form, "received": received, "back": home})


@require_http_methods(["GET", "POST"])
@loads(Received.objects.run_by, otherwise=LEADS_ONLY)
def review_source(request, received):
    form = asked(request, SourceReviewForm, initial={"seen": received.version})
    home = received.entry.home_for(request.user)
    if form.is_valid():
        received.review(by=request.user, **form.cleaned_data)
        messages.success(request, "Recorded. It comes back on that day.")
        return redirect(home)
    return render(request, "records/review_source.html", {"form": form, "received": received, "back": home})

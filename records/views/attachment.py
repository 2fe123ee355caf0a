"""A file that was attached or scanned: given out as a download only, under a name that says nothing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audit.keys import KeyUnusable
from records.attaching.vault import Spoilt
from records.forms import ScanForm
from records.models import Attachment, PaperScan
from staff.access import asked, loads
from staff.models import PaperPromise

HARMFUL = (
    "Our malware scanner says that this file is harmful, so nobody can open it. "
    "If you need what is in it, ask whoever sent it for a photograph or a PDF."
)


@require_safe
@loads(Attachment.objects.open_to, copies=True)
def attachment(request, attachment):
    return given_out(request, attachment)


@require_http_methods(["GET", "POST"])
@loads(PaperPromise.objects.kept_by)
def paper(request, paper):
    form = asked(request, ScanForm, by=request.user)
    if form.is_valid():
        PaperScan.put_with(by=request.user, paper=paper, files=form.cleaned_data["scans"])
        messages.success(request, "Kept with the promise.")
        return redirect("records:paper", paper.public_id)
    scans = request.showing(PaperScan.objects.open_to(request.user).filter(paper=paper).select_related("added_by"))
    return render(request, "records/paper.html", {"form": form, "paper": paper, "scans": scans})


@require_safe
@loads(PaperScan.objects.open_to, copies=True)
def paper_scan(request, scan):
    return given_out(request, scan)


def given_out(request, file):
    if file.is_harmful:
        raise PermissionDenied(HARMFUL)
    try:
        file.look_through()
    except (Spoilt, KeyUnusable):
        return render(request, "records/spoilt.html", {"attachment": file}, status=503)
    response = StreamingHttpResponse(file.pieces(), content_type=file.media)
    response["Content-Disposition"] = f'attachment; filename="{file.called_outside}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Content-Length"] = file.size
    return response

"""A file that was attached: given out as a download only, under a name that says nothing."""

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.keys import KeyUnusable
from records.attaching.vault import Spoilt
from records.models import Attachment
from staff.access import loads

HARMFUL = (
    "Our malware scanner says that this file is harmful, so nobody can open it. "
    "If you need what is in it, ask whoever sent it for a photograph or a PDF."
)


@require_safe
@loads(Attachment.objects.open_to, copies=True)
def attachment(request, attachment):
    if attachment.is_harmful:
        raise PermissionDenied(HARMFUL)
    try:
        attachment.look_through()
    except (Spoilt, KeyUnusable):
        return render(request, "records/spoilt.html", {"attachment": attachment}, status=503)
    response = StreamingHttpResponse(attachment.pieces(), content_type=attachment.media)
    response["Content-Disposition"] = f'attachment; filename="{attachment.called_outside}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Content-Length"] = attachment.size
    return response

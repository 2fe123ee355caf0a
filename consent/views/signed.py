"""How an answer was signed, for whoever may open the answer: what was drawn or typed, and the scan to save."""

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.field_key import Unreadable
from audit.keys import KeyUnusable
from records.attaching.vault import Spoilt
from records.views.attachment import HARMFUL
from staff.access import loads

from ..models import Consent, Signature
from ..standing import Matter


@require_safe
@loads(Consent.objects.signed_open_to)
def signature(request, consent):
    signed = consent.signature
    context = {"signature": signed, "lines": _lines(signed), "consent": consent, "matter": Matter.of(consent)}
    return render(request, "consent/signature.html", context | {"person": consent.person})


def _lines(signature):
    """None where it cannot be read any more: the page says so, and does not fail."""
    try:
        return signature.lines
    except (Unreadable, KeyUnusable):
        return None


@require_safe
@loads(Signature.objects.papers_open_to, copies=True)
def signed_paper(request, signature):
    if signature.is_harmful:
        raise PermissionDenied(HARMFUL)
    try:
        signature.look_through()
    except (Spoilt, KeyUnusable):
        return render(request, "records/spoilt.html", {"attachment": signature}, status=503)
    response = StreamingHttpResponse(signature.pieces(), content_type=signature.media)
    response["Content-Disposition"] = f'attachment; filename="{signature.called_outside}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Content-Length"] = signature.size
    return response

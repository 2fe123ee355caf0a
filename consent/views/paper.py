"""A sealed record of what somebody was told and agreed to, to take away with a purpose."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from audit.keys import KeyUnusable
from records.paper.pressroom import Unavailable
from staff.access import asked, loads

from ..forms import CopyForm
from ..paper import TooLong, sealed_record
from .asking import CLOSED, OPENS

NOT_NOW = "This record cannot be made into a PDF now. Try again in a few minutes. What you wrote is still here."


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED, copies=True)
def paper(request, person):
    form = asked(request, CopyForm)
    if form.is_valid():
        try:
            return _download(sealed_record(person, request.user, form.cleaned_data["purpose"]))
        except TooLong as reason:
            form.add_error("purpose", str(reason))
        except (Unavailable, KeyUnusable):
            form.add_error("purpose", NOT_NOW)
    return render(request, "consent/paper.html", {"form": form, "person": person})


def _download(pdf):
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="agreements.pdf"'
    return response

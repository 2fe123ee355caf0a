"""The door for recipients: one page, the same for every link there is or is not, and one document behind it."""

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from records.paper.pressroom import Unavailable
from records.paper.sealing import KeyUnusable
from sharing.leaving import delivery
from staff.access import public

from .forms import CodeForm

NOTHING = (
    "That opened nothing. Check the code, and that the link is whole. It works once, within seven days, and stops "
    "after five wrong codes. Ask whoever sent it for another one."
)
LATER = "It cannot be opened just now. Nothing is lost: try again in ten minutes."


@require_http_methods(["GET", "POST"])
@public
def door(request, token):
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = _opened(request, token, form)
        if opened:
            data, media, ending = opened
            name = {"Content-Disposition": f'attachment; filename="shared-in-confidence.{ending}"'}
            return HttpResponse(data, content_type=media, headers=name)
    return render(request, "portal/door.html", {"form": form})


def _opened(request, token, form):
    """What is behind it; or a word on the form, the same whatever was wrong."""
    try:
        allowed = ratelimit.consume(request, action="recipient")
        opened = delivery.opened_with(token, **form.cleaned_data) if allowed else None
    except (Unavailable, KeyUnusable):
        form.add_error(None, LATER)
        return None
    if opened is None:
        form.add_error(None, NOTHING)
    return opened

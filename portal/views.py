"""The door for recipients: one page, the same for every link there is or is not, and one document behind it."""

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from consent import by_link
from consent.forms.by_link import DoorForm
from consent.models import SheetLink
from consent.views.asking import sheet_at_the_door
from records.paper.pressroom import Unavailable
from records.paper.sealing import KeyUnusable
from sharing.leaving import delivery
from sharing.models import Knock
from staff.access import public
from staff.door import hash_of
from staff.models import User

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
        if isinstance(opened, SheetLink):
            return _asked(request, opened, form.cleaned_data)
        if opened:
            data, media, ending = opened
            name = {"Content-Disposition": f'attachment; filename="shared-in-confidence.{ending}"'}
            return HttpResponse(data, content_type=media, headers=name)
    return render(request, "portal/door.html", {"form": form})


def _asked(request, link, opened):
    """The sheet, and their answer: link and code were right this time as well."""
    sheet = sheet_at_the_door(link.sheet)
    form = DoorForm(request.POST if "words" in request.POST else None, language=sheet["language"])
    if form.is_valid():
        link.say(by=User.system(), name=opened["name"], **form.cleaned_data)
        return render(request, "portal/answered.html")
    return render(request, "portal/asked.html", {"form": form, "opened": opened, **sheet})


def _opened(request, token, form):
    """What is behind it; or a word on the form, the same whatever was wrong."""
    try:
        allowed = ratelimit.consume(request, action="recipient")
        opened = delivery.opened_with(token, **form.cleaned_data) if allowed else None
        if opened is None and allowed and not Knock.is_shut(hash_of(token)):
            opened = by_link.opened_with(token, form.cleaned_data["code"])
    except (Unavailable, KeyUnusable):
        form.add_error(None, LATER)
        return None
    if opened is None:
        form.add_error(None, NOTHING)
    return opened

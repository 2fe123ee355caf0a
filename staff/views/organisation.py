"""Who is what here: the page of roles, the rota of cover, and the first day."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policy import packs

from .. import post as letters
from ..access import asked, holds, lists, loads, public, signed_in
from ..forms import CoverForm, SetUpForm
from ..models import Appointment, Cover
from ..models.post import SET_UP_ALREADY
from ..roles import Can


@require_safe
@signed_in
def roles(request):
    return render(request, "staff/roles.html", {"roles": Appointment.who_is_what(), "abilities": list(Can)})


@require_safe
@lists(Cover.objects.still_to_come, undertaking=False)
def cover(request, rota):
    return render(request, "staff/cover.html", {"rota": rota, "may_change": request.user.can(Can.MANAGE_ACCOUNTS)})


@require_http_methods(["GET", "POST"])
@holds(Can.MANAGE_ACCOUNTS)
def put_cover(request):
    form = asked(request, CoverForm)
    if form.is_valid():
        Cover.put(by=request.user, **form.cleaned_data)
        return redirect("staff:cover")
    return render(request, "staff/put_cover.html", {"form": form})


@require_POST
@loads(Cover.objects.managed_by)
def end_cover(request, turn):
    turn.end(by=request.user)
    return redirect("staff:cover")


@require_http_methods(["GET", "POST"])
@holds(Can.MANAGE_ACCOUNTS, undertaking=False)
def set_up(request):
    if Appointment.somebody_leads():
        raise PermissionDenied(SET_UP_ALREADY)
    form = asked(request, SetUpForm)
    if form.is_valid():
        Appointment.set_up(by=request.user, **form.who_is_what)
        return redirect("staff:roles")
    return render(request, "staff/set_up.html", {"form": form, "pack": packs.current()})


@require_safe
@public
def post(request):
    """The demonstration sends no mail: what it would have sent is shown here."""
    if not settings.DEMO:
        raise Http404
    return render(request, "staff/post.html", {"letters": letters.sent()})

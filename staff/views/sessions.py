"""Where somebody is signed in: they see it, and end what is not theirs or what they left open."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import lists, loads
from ..forms import UnlockForm
from ..models import Device, Session


@require_safe
@lists(Session.objects.of, undertaking=False)
def sessions(request, found):
    here = request.session.session_key
    context = {
        "here": [one for one in found if one.pk == here],
        "elsewhere": [one for one in found if one.pk != here],
        "devices": Device.objects.of(request.user),
    }
    return render(request, "staff/sessions.html", context)


@require_http_methods(["GET", "POST"])
@loads(Session.objects.of, undertaking=False)
def end_session(request, session):
    form = UnlockForm(request.POST or None, signer=request.user)
    if form.is_valid():
        session.end(by=request.user)
        return redirect("staff:sessions")
    return render(request, "staff/end_session.html", {"form": form, "session": session})


@require_http_methods(["GET", "POST"])
@lists(Session.objects.of, undertaking=False)
def end_others(request, found):
    form = UnlockForm(request.POST or None, signer=request.user)
    others = found.exclude(pk=request.session.session_key)
    if form.is_valid():
        for one in others:
            one.end(by=request.user)
        return redirect("staff:sessions")
    return render(request, "staff/end_others.html", {"form": form, "others": others})


@require_POST
@loads(Device.objects.of, undertaking=False)
def know_device(request, device):
    device.know(by=request.user)
    return redirect("staff:sessions")

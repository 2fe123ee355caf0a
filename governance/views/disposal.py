"""Proposals to destroy what is kept no longer: the list, one of them, the second person, and the certificate."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.paging import page_of
from staff.access import asked, holds, loads
from staff.home import FIRST
from staff.roles import Can

from ..address import to
from ..disposing import certificate as certificates
from ..disposing import proposal
from ..forms import disposal as forms
from ..models import Disposal

ANOTHER = "Another lead, or the data protection manager, agrees: never whoever proposed it, and only while it waits."
OVER = "It is carried out, or was taken back already."


@require_safe
@holds(Can.DISPOSE)
def disposals(request):
    """What waits or is agreed, the oldest first, and what is over, the newest first."""
    mine = Disposal.objects.open_to(request.user)
    going_on = mine.filter(state__in=["waiting", "agreed"]).select_related("proposed_by", "agreed_by")
    page = page_of(mine.exclude(pk__in=going_on.values("pk")), request.GET.get("after"), "-proposed_at", "-pk")
    open_now = going_on.order_by("proposed_at", "pk")[:FIRST]
    request.showing([*open_now, *page])
    shown = {"page": page, "open_now": open_now, "many": going_on.count()}
    return render(request, "governance/disposals.html", shown)


@require_safe
@loads(Disposal.objects.open_to)
def disposal(request, disposal):
    may = {
        "agree": Disposal.objects.agreeable_by(request.user).contains(disposal),
        "withdraw": Disposal.objects.withdrawable_by(request.user).contains(disposal),
    }
    shown = {
        "disposal": disposal,
        "may": may,
        "against": proposal.against(disposal),
        "place": disposal.place_for(request.user),
    }
    return render(request, "governance/disposal.html", shown)


@require_http_methods(["GET", "POST"])
@loads(Disposal.objects.agreeable_by, otherwise=ANOTHER)
def agree_disposal(request, disposal):
    form = asked(request, forms.AgreeForm, signer=request.user, initial={"seen": disposal.version})
    if form.is_valid():
        disposal.agree(by=request.user, seen=form.cleaned_data["seen"])
        messages.success(request, "Agreed. Until its day it can be taken back.")
        return redirect(to("disposal", disposal))
    shown = {"form": form, "disposal": disposal, "against": proposal.against(disposal)}
    return render(request, "governance/agree_disposal.html", shown)


@require_http_methods(["GET", "POST"])
@loads(Disposal.objects.withdrawable_by, otherwise=OVER)
def withdraw_disposal(request, disposal):
    form = asked(request, forms.WithdrawForm)
    if form.is_valid():
        disposal.withdraw(by=request.user, why=form.cleaned_data["why"])
        messages.success(request, "Taken back. Nothing is destroyed.")
        return redirect(to("disposal", disposal))
    return render(request, "governance/withdraw_disposal.html", {"form": form, "disposal": disposal})


@require_safe
@loads(Disposal.objects.certified_for, otherwise="There is a certificate when it is carried out.", copies=True)
def certificate(request, disposal):
    response = HttpResponse(certificates.sealed(disposal, request.user), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="certificate-of-disposal.pdf"'
    return response

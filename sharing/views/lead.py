"""Where this leads: the outcome, who decides, what is missing, and the one thing to do next."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policy import packs
from staff.access import asked, loads

from .. import proposal, wizard
from ..forms.settle import SettleForm
from ..models import Decision, Draft
from ..signing import Refused
from ..whereto import leads_of

NO_WELFARE = "Nothing is decided without the safety and welfare statement (S-13). Write it, and then send this."
FOR_THE_LEAD = "Only a designated safeguarding lead or a senior leader signs this (S-24). Send it to the lead."


@require_safe
@loads(Draft.objects.open_to)
def lead(request, draft):
    shown = {"draft": draft, "leads": leads_of(draft, request.user), "pack": packs.current()}
    shown["answers"] = wizard.answers(draft)
    return render(request, "sharing/lead.html", shown)


@require_POST
@loads(Draft.objects.open_to)
def propose(request, draft):
    if not draft.said("welfare"):
        raise PermissionDenied(NO_WELFARE)
    wizard.unless_changed(draft, request.POST.get("seen"))
    decision = proposal.send(draft, by=request.user)
    return redirect("sharing:proposed", decision.public_id)


@require_http_methods(["GET", "POST"])
@loads(Draft.objects.open_to)
def settle(request, draft):
    """Record and sign where the rules leave it to anyone: the same reasons, and one's own password."""
    leads = leads_of(draft, request.user)
    if leads.stopped and request.method == "GET":
        return redirect("sharing:lead", draft.public_id)  # which says why, and what mends it
    if leads.action != "settle" and not leads.stopped:
        raise PermissionDenied(FOR_THE_LEAD)
    form = asked(request, SettleForm, draft=draft, signer=request.user, outcome=leads.outcome)
    if request.method == "POST" and form.is_valid():
        wizard.unless_changed(draft, form.seen_version)
        try:
            decision = proposal.settle(draft, by=request.user, outcome=leads.outcome, **form.statement)
        except Refused as refusal:
            form.add_problems(refusal.problems)
        else:
            return redirect("sharing:proposed", decision.public_id)
    return render(request, "sharing/settle.html", {"draft": draft, "form": form, "leads": leads})


@require_safe
@loads(Decision.objects.proposals_of)
def proposed(request, decision):
    return render(request, "sharing/proposed.html", {"decision": decision, "pack": packs.current()})

"""Decisions that stand: letting one stand, what was told under it, and its end (H-27)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policy import packs
from staff.access import asked, loads

from ..forms.routine import AllowForm, RoutineForm
from ..models import Decision, Routine
from ..models.routine import ASK_AGAIN, NOT_ANY_MORE, NOT_ROUTINE, PROPOSE_IT, may_stand
from ..states import NotNow

STANDS = "This decision stands for routine news already. Its page says until when, and what was told."
LEADS = "A designated safeguarding lead lets a signed decision stand."


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.amendable_by, otherwise=LEADS)
def let_stand(request, decision):
    if hasattr(decision, "routine"):
        raise PermissionDenied(STANDS)
    if not may_stand(decision):
        raise PermissionDenied(f"{NOT_ROUTINE} {PROPOSE_IT}")
    form = asked(request, AllowForm, decision=decision, signer=request.user)
    if form.is_valid():
        try:
            routine = Routine.allow(by=request.user, decision=decision, **form.details)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("sharing:routine", routine.public_id)
    return render(request, "sharing/let_stand.html", {"form": form, "decision": decision})


@require_safe
@loads(Routine.objects.open_to)
def routine(request, routine):
    shown = {"routine": routine, "shared": routine.shared.select_related("by", "contact").order_by("-at", "-pk")[:50]}
    shown["may_share"] = routine.stands and Routine.objects.usable_by(request.user).contains(routine)
    shown["may_end"] = Routine.objects.endable_by(request.user).contains(routine)
    shown["decides"] = Decision.objects.to_look_at(request.user).filter(pk=routine.decision_id).exists()
    return render(request, "sharing/routine.html", shown | {"methods": packs.current().methods})


@require_http_methods(["GET", "POST"])
@loads(Routine.objects.usable_by, otherwise="It has ended, or the folder about how this child learns is not yours.")
def share_routinely(request, routine):
    if not routine.stands:
        raise PermissionDenied(f"{NOT_ANY_MORE} {ASK_AGAIN}")
    form = asked(request, RoutineForm, routine=routine)
    if form.is_valid():
        routine.share(by=request.user, **form.details)
        messages.success(request, "Recorded, under the decision that stands.")
        return redirect("sharing:routine", routine.public_id)
    return render(request, "sharing/share_routinely.html", {"form": form, "routine": routine})


@require_POST
@loads(Routine.objects.endable_by, otherwise=LEADS)
def end_routine(request, routine):
    routine.end(by=request.user)
    messages.success(request, "Ended. From now on each thing is asked for by itself.")
    return redirect("sharing:routine", routine.public_id)

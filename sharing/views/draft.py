"""Drafts, and what became of what was asked."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staff.access import asked, lists, loads

from .. import wizard
from ..forms.after import ReplyForm, ToldRequesterForm, WithdrawForm
from ..models import Decision, Draft, Reply, Request
from ..states import NotNow

PAGE = 25
NOT_AWAITED = "Their answer is recorded already, or it is for whoever asked, or decides, to record."
NOBODY_TO_TELL = "This is not signed yet, or whoever asked has been told, or nobody else asked."
NOT_WITHDRAWN = "Only whoever proposed it withdraws it, and only until it is signed. Once it is, it stays as it is."


@require_safe
@lists(Draft.objects.open_to)
def drafts(request, drafts):
    found = request.showing(drafts.prefetch_related("people").select_related("colleague"))
    for draft in found:
        draft.where = wizard.resume(draft, request.user)
    return render(request, "sharing/drafts.html", {"drafts": found})


@require_POST
@loads(Draft.objects.open_to)
def drop(request, draft):
    wizard.unless_changed(draft, request.POST.get("seen"))
    draft.delete()
    messages.success(request, "The draft is gone. Nothing was sent.")
    return redirect("sharing:drafts")


@require_safe
@lists(Decision.objects.proposals_of)
def mine(request, decisions):
    """What I asked, in words that give nothing away but where it stands."""
    sent = (
        decisions.asked_before(_after(request)).select_related("request", "colleague").prefetch_related("about__person")
    )
    found = list(sent[: PAGE + 1])
    shown = request.showing(found[:PAGE])
    older = f"?after={shown[-1].public_id}" if len(found) > PAGE else ""
    return render(request, "sharing/mine.html", {"shown": shown, "older": older})


def _after(request):
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.withdrawable_by, otherwise=NOT_WITHDRAWN)
def withdraw(request, decision):
    form = asked(request, WithdrawForm)
    if request.method == "POST" and form.is_valid():
        try:
            decision.withdraw(by=request.user, why=form.cleaned_data["why"])
        except NotNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Withdrawn. The lead will not decide it any more.")
            return redirect("sharing:mine")
    return render(request, "sharing/withdraw.html", {"form": form, "decision": decision})


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.untold_by, otherwise=NOBODY_TO_TELL)
def requester_told(request, decision):
    form = asked(request, ToldRequesterForm, decision=decision)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        decision.tell_requester(by=request.user, how=form.in_words, at=told["at"], words=told["said"])
        messages.success(request, "It is recorded that they were told.")
        if Request.objects.answered_for(request.user).contains(decision.request):
            return redirect("sharing:letter", decision.request.public_id)
        return redirect("sharing:mine")
    return render(request, "sharing/requester_told.html", {"form": form, "decision": decision})


@require_http_methods(["GET", "POST"])
@loads(Reply.objects.awaited_by, otherwise=NOT_AWAITED)
def reply(request, reply):
    """What came of what was shared: they act, they do not, or they have."""
    form = asked(request, ReplyForm, reply=reply, by=request.user)
    if form.is_valid():
        reply.record(by=request.user, **form.details)
        messages.success(request, "Recorded. Whoever first reported it reads that something came of it.")
        return redirect("sharing:decision", reply.decision.public_id)
    return render(request, "sharing/reply.html", {"form": form, "reply": reply})

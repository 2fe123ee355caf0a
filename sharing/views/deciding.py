"""The designated person's desk: one decision, everything that bears on it, and one way to settle it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policy import packs
from sharing import archive
from sharing.brief import brief_of
from sharing.forms import deciding as forms
from sharing.forms.advice import AdviceForm, SeekAdviceForm
from sharing.models import Decision
from sharing.why import why_decision
from staff.access import asked, holds, loads
from staff.roles import Can

DESIGNATED = (
    "A designated safeguarding lead or a senior leader decides this (S-24), until it is signed. What was shared in an "
    "emergency is reviewed by a second person instead."
)
NOBODY_ASKED = "Nobody was asked whose advice has not come yet. Seek advice first, and then write down what came of it."
SECOND = "Somebody who took no part in it reviews this: a deputy, a senior leader, another lead or the outside person."


@require_safe
@holds(Can.PROPOSE)
def decisions(request):
    decisions = Decision.objects.open_to(request.user)
    waiting = decisions.unsigned().with_people().most_urgent_first()[:50]
    settled = decisions.filter(signed_at__isnull=False).with_people().order_by("-signed_at", "-pk")[:50]
    request.showing([*waiting, *settled])
    return render(request, "sharing/decisions.html", {"waiting": waiting, "settled": settled})


@require_safe
@loads(Decision.objects.to_look_at)
def decision(request, decision):
    context = {"decision": decision, "why": why_decision(decision, request.user)}
    return render(request, "sharing/decision.html", {**context, **brief_of(decision, request.user)})


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.decidable_by, otherwise=DESIGNATED)
def approve(request, decision):
    return _sign(request, decision, forms.ShareForm, "sharing/approve.html")


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.decidable_by, otherwise=DESIGNATED)
def decline(request, decision):
    return _sign(request, decision, forms.NotShareForm, "sharing/decline.html")


def _sign(request, decision, form_class, template):
    form = asked(request, form_class, decision=decision, signer=request.user)
    if form.is_valid() and form.signed(by=request.user):
        archive.on_commit(decision)
        messages.success(request, "Signed. It is in the record, and whoever asked has been told to look.")
        return redirect("sharing:decision", decision.public_id)
    return render(request, template, {"form": form, "decision": decision, **brief_of(decision, request.user)})


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.decidable_by, otherwise=DESIGNATED)
def send_back(request, decision):
    form = asked(request, forms.ReturnForm, decision=decision)
    if form.is_valid():
        decision.send_back(by=request.user, **form.cleaned_data)
        messages.success(request, "Returned. The worker has been told that there is something to read.")
        return redirect("sharing:decision", decision.public_id)
    return render(request, "sharing/send_back.html", {"form": form, "decision": decision})


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.decidable_by, otherwise=DESIGNATED)
def seek_advice(request, decision):
    form = asked(request, SeekAdviceForm, decision=decision)
    if form.is_valid():
        decision.seek_advice(by=request.user, **form.cleaned_data)
        messages.success(request, "Recorded. Write down what they say as soon as you have it.")
        return redirect("sharing:decision", decision.public_id)
    return render(request, "sharing/seek_advice.html", {"form": form, "decision": decision, "pack": packs.current()})


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.decidable_by, otherwise=DESIGNATED)
def advise(request, decision):
    awaited = decision.advice.filter(advised_at=None).order_by("pk").first()
    if awaited is None:
        raise PermissionDenied(NOBODY_ASKED)
    form = asked(request, AdviceForm)
    if form.is_valid():
        decision.advise(by=request.user, advice=awaited, **form.cleaned_data)
        messages.success(request, "The advice is recorded.")
        return redirect("sharing:decision", decision.public_id)
    return render(request, "sharing/advise.html", {"form": form, "decision": decision, "awaited": awaited})


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.reviewable_by, otherwise=SECOND)
def review(request, decision):
    form = asked(request, forms.ReviewForm, signer=request.user)
    if form.is_valid():
        decision.review(by=request.user, said=form.cleaned_data["said"])
        archive.on_commit(decision)
        messages.success(request, "Your review is recorded.")
        return redirect("home")
    return render(
        request, "sharing/review.html", {"form": form, "decision": decision, **brief_of(decision, request.user)}
    )


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.amendable_by, otherwise=DESIGNATED)
def amend(request, decision):
    form = asked(request, forms.AmendForm)
    if form.is_valid():
        decision.amend(by=request.user, **form.cleaned_data)
        messages.success(request, "The note is linked to the decision.")
        return redirect("sharing:decision", decision.public_id)
    return render(request, "sharing/amend.html", {"form": form, "decision": decision})

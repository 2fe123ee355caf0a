"""Agreements with partners: the register, one of them, and a lead's reason where there is none (S-12)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policy import packs
from records.paging import page_of
from records.views.attachment import given_out
from staff.access import asked, holds, lists, loads
from staff.roles import Can

from .. import partners
from ..forms import sharing_agreement as forms
from ..models import Decision, SharingAgreement, SignedAgreement, WithoutAgreement

LEADS = "A designated safeguarding lead or a senior leader gives this reason, before the decision is signed."
NOT_NEEDED = "No reason is needed here: it is the first time, an agreement covers it, or a reason was given already."
KEEPERS = "Leads and the data protection manager look after agreements, until they end."


@require_safe
@lists(SharingAgreement.objects.open_to)
def sharing_agreements(request, agreements):
    page = page_of(agreements, request.GET.get("after"), "review_on", "pk")
    shown = {"page": page, "may_record": request.user.can(Can.REGISTER), "pack": packs.current()}
    return render(request, "sharing/sharing_agreements.html", shown)


@require_http_methods(["GET", "POST"])
@holds(Can.REGISTER)
def record_agreement(request):
    form = asked(request, forms.RecordForm, by=request.user)
    if form.is_valid():
        agreement = SharingAgreement.record(by=request.user, **form.details)
        messages.success(request, "Recorded, with the signed document.")
        return redirect("sharing:sharing_agreement", agreement.public_id)
    return render(request, "sharing/record_agreement.html", {"form": form})


@require_safe
@loads(SharingAgreement.objects.open_to)
def sharing_agreement(request, agreement):
    pack = packs.current()
    shown = {
        "agreement": agreement,
        "purposes": [pack.purposes.get(key, key) for key in agreement.purposes],
        "information": [pack.information.get(key, key) for key in agreement.information],
        "basis": pack.legal_bases.get(agreement.legal_basis, agreement.legal_basis),
        "may_keep": SharingAgreement.objects.kept_by(request.user).contains(agreement),
    }
    return render(request, "sharing/sharing_agreement.html", shown)


@require_safe
@loads(SignedAgreement.objects.open_to, copies=True)
def agreement_document(request, document):
    return given_out(request, document)


@require_http_methods(["GET", "POST"])
@loads(SharingAgreement.objects.kept_by, otherwise=KEEPERS)
def review_agreement(request, agreement):
    form = asked(request, forms.ReviewAgreementForm, agreement=agreement)
    if form.is_valid():
        agreement.review(by=request.user, **form.cleaned_data)
        messages.success(request, "Looked at, and the next day is set.")
        return redirect("sharing:sharing_agreement", agreement.public_id)
    return render(request, "sharing/review_agreement.html", {"form": form, "agreement": agreement})


@require_http_methods(["GET", "POST"])
@loads(SharingAgreement.objects.kept_by, otherwise=KEEPERS)
def end_agreement(request, agreement):
    form = asked(request, forms.EndAgreementForm)
    if form.is_valid():
        agreement.end(by=request.user, **form.cleaned_data)
        messages.success(request, "Ended. From now on it covers nothing.")
        return redirect("sharing:sharing_agreement", agreement.public_id)
    return render(request, "sharing/end_agreement.html", {"form": form, "agreement": agreement})


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.decidable_by, otherwise=LEADS)
def without_agreement(request, decision):
    if not partners.wants_a_reason(decision):
        raise PermissionDenied(NOT_NEEDED)
    form = asked(request, forms.WithoutForm)
    if form.is_valid():
        WithoutAgreement.explain(by=request.user, decision=decision, **form.cleaned_data)
        messages.success(request, "Your reason is kept with the decision.")
        return redirect("sharing:decision", decision.public_id)
    return render(request, "sharing/without_agreement.html", {"form": form, "decision": decision})

"""Somebody who took part disagrees with a decision, and somebody who took no part answers (S-27)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from staff.access import asked, loads

from ..brief import brief_of, verdict_of
from ..forms.disagreeing import DisagreeForm, SettleDisagreementForm
from ..models import Decision, Disagreement

NOTHING_TO_DISPUTE = (
    "You can disagree with what somebody else has signed, once at a time. Is it still open? Tell whoever decides."
)
NOT_YOURS = "Somebody who took no part in this decision answers it, once. It is not yours, or is answered already."


@require_http_methods(["GET", "POST"])
@loads(Decision.objects.disputable_by, otherwise=NOTHING_TO_DISPUTE)
def disagree(request, decision):
    form = asked(request, DisagreeForm)
    if form.is_valid():
        decision.disagree(by=request.user, **form.cleaned_data)
        messages.success(request, "Recorded. Somebody who took no part in it has been told, and answers you.")
        return redirect("sharing:decision", decision.public_id)
    shown = {"form": form, "decision": decision, **verdict_of(decision)}
    return render(request, "sharing/disagree.html", shown)


@require_http_methods(["GET", "POST"])
@loads(Disagreement.objects.to_answer, otherwise=NOT_YOURS)
def answer_disagreement(request, disagreement):
    decision = disagreement.decision
    form = asked(request, SettleDisagreementForm, may_wake=disagreement.may_wake)
    if form.is_valid():
        decision.settle(by=request.user, disagreement=disagreement, **form.cleaned_data)
        messages.success(request, "Your answer is recorded, and whoever disagreed has been told to look.")
        return redirect("home")
    shown = {"form": form, "disagreement": disagreement, "decision": decision}
    return render(request, "sharing/answer_disagreement.html", shown | brief_of(decision, request.user))

"""Recording that a parent was told, or why not; and what a lead says of it (H-11)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from records.forms import RuleForm, TellForm
from records.models import Concern, Telling
from records.models.telling import FOR_THE_LEAD
from records.silence import why_quiet
from records.views.concern import LEADS_ONLY
from staff.access import asked, loads

SAID = "Recorded. It stands beside what it is about."


@require_http_methods(["GET", "POST"])
@loads(Telling.objects.answerable_by, otherwise=FOR_THE_LEAD)
def tell(request, telling):
    form = asked(request, TellForm, telling=telling, by=request.user)
    if form.is_valid():
        if form.cleaned_data["parent_told"] == "told":
            telling.tell(by=request.user, words=form.cleaned_data["words"], **form.telling)
        else:
            telling.put_off(by=request.user, **form.telling)
        return _said(request, telling)
    return render(request, "records/tell.html", {"form": form, "telling": telling, "back": _home(request, telling)})


@require_http_methods(["GET", "POST"])
@loads(Telling.objects.ruled_by, otherwise=FOR_THE_LEAD)
def rule(request, telling):
    form = asked(request, RuleForm, quiet=why_quiet(telling.person, telling.kind))
    if form.is_valid():
        telling.rule(by=request.user, **form.ruling)
        return _said(request, telling)
    return render(request, "records/rule.html", {"form": form, "telling": telling, "back": _home(request, telling)})


@require_http_methods(["GET", "POST"])
@loads(Concern.objects.open_to, otherwise=LEADS_ONLY)
def rule_concern(request, concern):
    form = asked(request, RuleForm, quiet=Telling.why_quiet_about(concern))
    if form.is_valid():
        Telling.rule_concern(by=request.user, concern=concern, **form.ruling)
        messages.success(request, SAID)
        return redirect("records:concern", concern.public_id)
    back = reverse("records:concern", args=[concern.public_id])
    return render(request, "records/rule.html", {"form": form, "back": back})


def _home(request, telling):
    if telling.concern:
        return reverse("records:concern", args=[telling.concern.public_id])
    return telling.entry.home_for(request.user)


def _said(request, telling):
    messages.success(request, SAID)
    return redirect(_home(request, telling))

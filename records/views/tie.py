"""Colleagues who belong to, or know, a family: telling the lead, and what the lead does about it (A2)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from records.forms import DeclareForm, PostcodeForm, TieForm
from records.models import HomeMark, Person, Tie
from records.paging import page_of
from staff.access import asked, holds, loads, signed_in
from staff.roles import Can

LEADS_ONLY = "What colleagues tell of whom they know is for the leads alone. Your own you can tell at any time."


@require_http_methods(["GET", "POST"])
@signed_in
def declare_tie(request):
    """The same page and the same answer, whether there is a record or none."""
    form = asked(request, DeclareForm)
    if form.is_valid():
        Tie.declare(by=request.user, **form.cleaned_data)
        messages.success(request, "Thank you. The leads know now. You need do nothing more.")
        return redirect("records:declare_tie")
    mine = Tie.objects.written_by(request.user)[:20]
    return render(request, "records/declare_tie.html", {"form": form, "mine": mine})


@require_http_methods(["GET", "POST"])
@signed_in
def home_postcode(request):
    """The same page and the same answer, whether it is a postcode of anybody or none; it is never shown again."""
    form = asked(request, PostcodeForm)
    if form.is_valid():
        HomeMark.give(by=request.user, postcode=form.cleaned_data["protected_value"])
        messages.success(request, "Recorded." if form.cleaned_data["protected_value"] else "Nothing is kept of it.")
        return redirect("records:home_postcode")
    mine = HomeMark.objects.given_by(request.user)
    return render(request, "records/home_postcode.html", {"form": form, "mine": mine})


@require_safe
@holds(Can.GRANT, otherwise=LEADS_ONLY)
def ties(request):
    page = page_of(Tie.objects.open_to(request.user), request.GET.get("after"), "-since", "-pk")
    request.showing(page)
    return render(request, "records/ties.html", {"page": page})


@require_http_methods(["GET", "POST"])
@loads(Tie.objects.open_to)
def tie(request, tie):
    form = None
    if tie.state == Tie.State.WAITING:
        form = asked(request, TieForm, tie=tie, among=Person.objects.run_by(request.user))
        if form.is_valid():
            return _answer(request, tie, form.cleaned_data)
        request.showing(form.offered)
    return render(request, "records/tie.html", {"form": form, "tie": tie})


def _answer(request, tie, given):
    if given["answer"] == "act":
        about = {"person": given["person"], "shut_out": given["shut_out"]}
        tie.settle(by=request.user, reason=given["reason"], **about)
    else:
        tie.dismiss(by=request.user, reason=given["reason"])
    messages.success(request, "Recorded, with your reason.")
    return redirect("records:ties")

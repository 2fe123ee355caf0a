"""The pages on which people are told, asked and heard."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policy import packs
from records.paging import page_of
from staff.access import asked, holds, loads, signed_in
from staff.roles import Can

from . import forms
from .models import Consent, NoticeGiven, Signature
from .overview import Overview
from .silence import kept_from_whoever_answered
from .untold import not_told_yet, untold_of
from .views_ask import CLOSED, OPENS, guide, unless_asked_first, waiting_of
from .views_withdraw import about


@require_safe
@loads(OPENS, otherwise=CLOSED)
def person(request, person):
    found = {
        "page": Overview(person, request.user),
        "waiting": waiting_of(person),
        "signed": Signature.of_answers(person),
    }
    return render(request, "consent/person.html", found | {"person": person})


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def record(request, person):
    if elsewhere := unless_asked_first(request, person):
        return elsewhere
    begun = forms.begun_with(request.GET)
    form = asked(request, forms.AnswerForm, person=person, by=request.user, initial=begun)
    if form.is_valid():
        Consent.record(by=request.user, **form.answer())
        return _recorded(request, person, "The answer is recorded.")
    return render(request, "consent/record.html", {"form": form, "person": person, "guide": guide()})


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def not_sought(request, person):
    form = asked(request, forms.NotSoughtForm, person=person, by=request.user)
    if form.is_valid():
        Consent.record(by=request.user, **form.answer())
        return _recorded(request, person, "It is recorded why nobody was asked.")
    return render(request, "consent/not_sought.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def notice(request, person):
    form = asked(request, forms.NoticeForm, person=person, by=request.user)
    if form.is_valid():
        NoticeGiven.explain(by=request.user, **form.answer())
        return _recorded(request, person, "It is recorded that the notice was explained.")
    return render(request, "consent/notice.html", {"form": form, "person": person, "notice": packs.current().notice()})


@require_safe
@loads(Consent.objects.open_to, copies=True)
def copy(request, consent):
    return render(request, "consent/copy.html", about(consent) | {"kept_back": kept_from_whoever_answered(consent)})


@require_safe
@signed_in
def notice_sheet(request):
    pack = packs.current()
    return render(request, "consent/notice_sheet.html", {"pack": pack, "notice": pack.notice()})


@require_safe
@holds(Can.WORK_WITH_PEOPLE)
def untold(request):
    """Whom somebody still has to go through the notice with, for everybody this user stands over or works with."""
    page = page_of(not_told_yet(request.user).with_key_person(), request.GET.get("after"), "pk")
    request.showing(page)
    return render(request, "consent/untold.html", {"page": page, "people": untold_of(page.rows, request.user)})


def _recorded(request, person, words):
    messages.success(request, words)
    return redirect("consent:person", person.public_id)

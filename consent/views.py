"""The pages on which people are told, asked and heard."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policy import packs
from records.models import Person
from records.paging import page_of
from staff.access import asked, holds, loads, signed_in
from staff.roles import Can

from . import forms
from .holders import holders_of
from .models import Consent, NoticeGiven
from .overview import Overview
from .silence import kept_from_whoever_answered
from .standing import Matter
from .untold import not_told_yet, untold_of

OPENS = Person.objects.whose_personal_folder_opens_to
CLOSED = (
    "What people were told and agreed to is kept in the personal folder, and that folder is not open to you. "
    "The safeguarding lead can let you in, with a purpose and an end."
)
DONE = "Only a yes that still stands can be taken back. This one was taken back already, or was never a yes."


@require_safe
@loads(OPENS, otherwise=CLOSED)
def person(request, person):
    return render(request, "consent/person.html", {"page": Overview(person, request.user), "person": person})


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def record(request, person):
    form = asked(request, forms.AnswerForm, person=person, by=request.user)
    if form.is_valid():
        Consent.record(by=request.user, **form.answer())
        return _recorded(request, person, "The answer is recorded.")
    return render(request, "consent/record.html", {"form": form, "person": person})


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


@require_http_methods(["GET", "POST"])
@loads(Consent.objects.withdrawable_by, otherwise=DONE)
def withdraw(request, consent):
    form = asked(request, forms.WithdrawForm)
    if form.is_valid():
        consent.withdraw(by=request.user, **form.answer())
        return redirect("consent:withdrawn", consent.public_id)
    return render(request, "consent/withdraw.html", _of(consent) | {"form": form})


@require_safe
@loads(Consent.objects.open_to)
def withdrawn(request, consent):
    return render(request, "consent/withdrawn.html", _of(consent))


@require_safe
@loads(Consent.objects.open_to, copies=True)
def copy(request, consent):
    return render(request, "consent/copy.html", _of(consent) | {"kept_back": kept_from_whoever_answered(consent)})


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


def _of(consent):
    return {"consent": consent, "matter": Matter.of(consent), "holders": holders_of(consent), "person": consent.person}

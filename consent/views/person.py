"""The pages on which people are asked and heard: what was agreed, an answer, a copy of it, and why nobody was asked."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from staff.access import asked, loads

from ..forms import AnswerForm, NotSoughtForm
from ..forms.matter import begun_with
from ..models import Consent, Signature
from ..overview import Overview
from ..silence import kept_from_whoever_answered
from .asking import CLOSED, OPENS, guide, unless_asked_first, waiting_of
from .withdraw import about


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
    begun = begun_with(request.GET)
    form = asked(request, AnswerForm, person=person, by=request.user, initial=begun)
    if elsewhere := unless_asked_first(request, person):
        return elsewhere
    if form.is_valid():
        Consent.record(by=request.user, **form.answer())
        return recorded(request, person, "The answer is recorded.")
    return render(request, "consent/record.html", {"form": form, "person": person, "guide": guide()})


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def not_sought(request, person):
    form = asked(request, NotSoughtForm, person=person, by=request.user)
    if form.is_valid():
        Consent.record(by=request.user, **form.answer())
        return recorded(request, person, "It is recorded why nobody was asked.")
    return render(request, "consent/not_sought.html", {"form": form, "person": person})


@require_safe
@loads(Consent.objects.open_to, copies=True)
def copy(request, consent):
    return render(request, "consent/copy.html", about(consent) | {"kept_back": kept_from_whoever_answered(consent)})


def recorded(request, person, words):
    messages.success(request, words)
    return redirect("consent:person", person.public_id)

"""The pages on which it is recorded whether somebody can decide, who decides when not, and what a child asks us."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from staff.access import asked, loads

from ..forms import BestInterestsForm, CapacityForm, CompetenceForm, HarmForm, PowerForm, WishForm
from ..forms.matter import begun_with
from ..models import BestInterests, Capacity, Competence, Power, Wish
from ..models.power import ENDED
from ..models.wish import LEADS_ONLY
from ..standing import Matter
from .asking import CLOSED, OPENS


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def competence(request, person):
    return _recorded(request, person, CompetenceForm, Competence.assess, "The assessment is recorded.")


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def capacity(request, person):
    return _recorded(request, person, CapacityForm, Capacity.assess, "The assessment is recorded.")


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def best_interests(request, person):
    return _recorded(request, person, BestInterestsForm, BestInterests.decide, "The decision is recorded.")


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def power(request, person):
    return _recorded(request, person, PowerForm, Power.record, "The power is recorded.")


@require_http_methods(["GET", "POST"])
@loads(OPENS, otherwise=CLOSED)
def wish(request, person):
    return _recorded(request, person, WishForm, Wish.hear, "Recorded. Their parents are not told.")


def _recorded(request, person, form_class, verb, words):
    form = asked(request, form_class, person=person, by=request.user, initial=begun_with(request.GET))
    if form.is_valid():
        verb(by=request.user, **form.answer())
        messages.success(request, words)
        return redirect("consent:person", person.public_id)
    page = request.resolver_match.url_name
    return render(request, f"consent/{page}.html", {"form": form, "person": person})


@require_safe
@loads(Competence.objects.open_to)
def competence_record(request, assessed):
    return _shown(request, assessed, "What they understand")


@require_safe
@loads(Capacity.objects.open_to)
def capacity_record(request, assessed):
    return _shown(request, assessed, "Whether they can decide")


@require_safe
@loads(BestInterests.objects.open_to)
def interests_record(request, decided):
    return _shown(request, decided, "A decision in their interests")


def _shown(request, row, title):
    shown = {"row": row, "person": row.person, "title": title, "matter": Matter.of(row)}
    return render(request, "consent/assessed.html", shown)


@require_http_methods(["GET", "POST"])
@loads(Power.objects.standing_open_to, otherwise=ENDED)
def end_power(request, power):
    return _ended(request, power, "end_power", "Recorded. Nothing rests on this power any more.")


@require_http_methods(["GET", "POST"])
@loads(Wish.objects.standing_open_to)
def end_wish(request, wish):
    return _ended(request, wish, "end_wish", "Recorded. Their parents may be told again.")


def _ended(request, row, page, words):
    if request.method == "POST":
        row.end(by=request.user)
        messages.success(request, words)
        return redirect("consent:person", row.person.public_id)
    return render(request, f"consent/{page}.html", {"row": row, "person": row.person})


@require_http_methods(["GET", "POST"])
@loads(Wish.objects.outweighable_by, otherwise=LEADS_ONLY)
def outweigh(request, wish):
    form = asked(request, HarmForm)
    if form.is_valid():
        wish.outweigh(by=request.user, **form.answer())
        messages.success(request, "Recorded. The harm you named stands beside what they asked.")
        return redirect("consent:person", wish.person.public_id)
    return render(request, "consent/outweigh.html", {"form": form, "row": wish, "person": wish.person})

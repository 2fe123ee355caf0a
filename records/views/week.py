"""The weekly ten minutes of a lead, and what was unusual, for its reader and for a lead (D13, D14)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from records.forms import ExplainForm, WeekForm, WeekLookForm
from records.models import LookedAt, UnusualReading, WeekReview
from records.models.person import GROUPS
from records.watch import opened_that_day
from records.week import week_of
from staff.access import asked, holds, loads
from staff.roles import Can

LEADS_ONLY = "A safeguarding lead looks through the week. What concerns your own reading stands on your home page."


@require_http_methods(["GET", "POST"])
@holds(Can.GRANT, otherwise=LEADS_ONLY)
def week(request, group):
    if group not in request.user.stands_over:
        raise Http404
    shelves = week_of(group, request.user)
    things = [thing for shelf in shelves.values() for thing in shelf]
    form = asked(request, WeekForm, things=things)
    if form.is_valid():
        done = WeekReview.review(by=request.user, group=group, looked=form.looked)
        messages.success(request, f"The week is reviewed. The next is due on {done.next_on:%-d %B %Y}.")
        return redirect("records:reviews")
    request.showing(thing.of for thing in things)
    shown = {title: [(thing, *form.asked_about(thing)) for thing in found] for title, found in shelves.items()}
    context = {"form": form, "shelves": shown, "many": len(things), "words": dict(GROUPS)[group]}
    return render(request, "records/week.html", context)


@require_http_methods(["GET", "POST"])
@loads(UnusualReading.objects.open_to)
def unusual(request, noticed):
    """The reader says what the reason was; a lead, who is never the reader, whether it is fine."""
    is_lead = UnusualReading.objects.run_by(request.user).contains(noticed)
    form = _form(request, noticed, is_lead)
    if form and form.is_valid():
        return _answer(request, noticed, is_lead, form.cleaned_data)
    people = request.showing(opened_that_day(noticed, request.user)[:50]) if is_lead else []
    looked = noticed.looked_at.select_related("by").order_by("pk") if is_lead else []
    context = {"noticed": noticed, "form": form, "is_lead": is_lead, "people": people, "looked": looked}
    return render(request, "records/unusual.html", context)


def _form(request, noticed, is_lead):
    if is_lead:
        done = noticed.looked_at.filter(outcome=LookedAt.Outcome.FINE).exists()
        return None if done else asked(request, WeekLookForm)
    return None if noticed.words else asked(request, ExplainForm)


def _answer(request, noticed, is_lead, given):
    if is_lead:
        LookedAt.look(by=request.user, thing=noticed, **given)
        messages.success(request, "Recorded.")
        return redirect("home")
    noticed.explain(by=request.user, **given)
    messages.success(request, "Thank you. The lead reads it.")
    return redirect("records:unusual", noticed.public_id)
